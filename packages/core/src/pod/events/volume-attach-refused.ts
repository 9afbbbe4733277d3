// A volume that the pod needs cannot be attached to its node: another node has it.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";

export interface VolumeAttachRefused {
  readonly volume: string;
  /** Pods of other nodes that use it, all in the pod's namespace; none = the other node has just not let go of it yet. */
  readonly usedBy: readonly string[];
}

export const volumeAttachRefused: EventDefinition<"VolumeAttachRefused", VolumeAttachRefused, PodState> = {
  type: "VolumeAttachRefused",
  entity: "pod",
  revision: 1,
  fields: { volume: "string", usedBy: "json" },
  evolve: (pod) => pod,
  announce: (pod, { volume, usedBy }) => {
    const why =
      usedBy.length === 0
        ? "Volume is already exclusively attached to one node and can't be attached to another"
        : `Volume is already used by pod(s) ${usedBy.join(", ")}`;
    const message = `Multi-Attach error for volume "${volume}" ${why}`;
    return [aboutPod(pod, "attachdetach-controller", "Warning", "FailedAttachVolume", message)];
  },
  example: { volume: "pv-1", usedBy: ["db-0"] },
};
