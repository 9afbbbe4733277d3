// The PersistentVolumeClaim object is gone.
import type { EventDefinition } from "../../event.js";
import type { ClaimState } from "../claim-state.js";

export type ClaimRemoved = Record<never, never>;

export const claimRemoved: EventDefinition<"ClaimRemoved", ClaimRemoved, ClaimState> = {
  type: "ClaimRemoved",
  entity: "claim",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
