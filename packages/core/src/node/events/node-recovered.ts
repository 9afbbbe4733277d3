// The machine behind a failed node works again.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export type NodeRecovered = Record<never, never>;

export const nodeRecovered: EventDefinition<"NodeRecovered", NodeRecovered, NodeState> = {
  type: "NodeRecovered",
  entity: "node",
  revision: 1,
  fields: {},
  evolve: (node) => ({ ...node, failure: null }),
  example: {},
};
