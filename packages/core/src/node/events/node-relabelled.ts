// A node's labels were replaced.
import type { Labels } from "../../api/meta.js";
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export interface NodeRelabelled {
  readonly labels: Labels;
}

export const nodeRelabelled: EventDefinition<"NodeRelabelled", NodeRelabelled, NodeState> = {
  type: "NodeRelabelled",
  entity: "node",
  revision: 1,
  fields: { labels: "json" },
  evolve: (node, d) => ({ ...node, labels: d.labels }),
  example: { labels: { "topology.kubernetes.io/zone": "b" } },
};
