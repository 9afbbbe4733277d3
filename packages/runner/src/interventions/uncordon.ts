// uncordon: nodes take pods again.
import type { CordonRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface Params {
  readonly nodes: NodesParam;
}

export const uncordon = defineIntervention<Params>({
  name: "uncordon",
  doc: "let nodes take pods again (kubectl uncordon)",
  example: { nodes: { zone: "a" } },
  params: record<Params>("uncordon", { nodes: required(nodes, "{ zone: a }") }),
  text: (given) => `uncordon ${given.nodes.text}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: CordonRequest = {
      verb: "cordon",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      unschedulable: false,
    };
    return [request];
  },
});
