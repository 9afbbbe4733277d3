// Somebody deletes the claim: it goes as soon as no pod uses it.
import type { EventDefinition } from "../../event.js";
import type { ClaimState } from "../claim-state.js";

export type ClaimDeletionRequested = Record<never, never>;

export const claimDeletionRequested: EventDefinition<"ClaimDeletionRequested", ClaimDeletionRequested, ClaimState> = {
  type: "ClaimDeletionRequested",
  entity: "claim",
  revision: 1,
  fields: {},
  evolve: (s, _, at) => ({ ...s, deletingSinceUs: at }),
  example: {},
};
