// A scheduler has chosen the node on which the claim's volume has to be usable.
import type { EventDefinition } from "../../event.js";
import { annotated, SELECTED_NODE } from "../annotations.js";
import type { ClaimState } from "../claim-state.js";

export interface ClaimNodeSelected {
  readonly node: string;
}

export const claimNodeSelected: EventDefinition<"ClaimNodeSelected", ClaimNodeSelected, ClaimState> = {
  type: "ClaimNodeSelected",
  entity: "claim",
  revision: 1,
  fields: { node: "string" },
  evolve: (s, { node }) => ({ ...s, object: annotated(s.object, { [SELECTED_NODE]: node }), selectedNode: node }),
  example: { node: "node-1" },
};
