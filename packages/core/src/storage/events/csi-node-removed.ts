// The CSINode object is gone.
import type { EventDefinition } from "../../event.js";
import type { CsiNodeState } from "../storage-class-state.js";

export type CsiNodeRemoved = Record<never, never>;

export const csiNodeRemoved: EventDefinition<"CsiNodeRemoved", CsiNodeRemoved, CsiNodeState> = {
  type: "CsiNodeRemoved",
  entity: "csi-node",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
