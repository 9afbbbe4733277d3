// A volume is being detached.
import type { EventDefinition } from "../../event.js";
import type { VolumeAttachmentState } from "../volume-attachment-state.js";

export interface VolumeDetachBegan {
  /**
   * "unmounted": the node has let go of it; "timeout": the node has not answered for too long; "out-of-service": somebody
   * has vouched for it that the node is off.
   */
  readonly because: "unmounted" | "timeout" | "out-of-service";
}

export const volumeDetachBegan: EventDefinition<"VolumeDetachBegan", VolumeDetachBegan, VolumeAttachmentState> = {
  type: "VolumeDetachBegan",
  entity: "volume-attachment",
  revision: 1,
  fields: { because: { oneOf: ["unmounted", "timeout", "out-of-service"] } },
  evolve: (s, _, at) => ({ ...s, detachingSinceUs: at }),
  example: { because: "unmounted" },
};
