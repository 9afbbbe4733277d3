// A volume is attached: the kubelets of its node can mount it now.
import type { EventDefinition } from "../../event.js";
import type { VolumeAttachmentState } from "../volume-attachment-state.js";

export interface VolumeAttached {
  /** The pods of the node that need it. */
  readonly pods: readonly { readonly namespace: string; readonly name: string }[];
  /** It was attached before the run: one of them runs already. */
  readonly isFound: boolean;
}

export const volumeAttached: EventDefinition<"VolumeAttached", VolumeAttached, VolumeAttachmentState> = {
  type: "VolumeAttached",
  entity: "volume-attachment",
  revision: 1,
  fields: { pods: "json", isFound: "boolean" },
  evolve: (s) => ({ ...s, isAttached: true }),
  announce: ({ volume }, { pods, isFound }) => {
    if (isFound) return [];
    const message = `AttachVolume.Attach succeeded for volume "${volume}"`;
    return pods.map((pod) => ({
      type: "Normal",
      reason: "SuccessfulAttachVolume",
      message,
      from: "attachdetach-controller",
      object: { kind: "Pod", ...pod },
    }));
  },
  example: { pods: [{ namespace: "shop", name: "db-0" }], isFound: false },
};
