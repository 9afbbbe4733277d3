// cordon: nodes take no new pods.
import type { CordonRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface Params {
  readonly nodes: NodesParam;
}

export const cordon = defineIntervention<Params>({
  name: "cordon",
  doc: "mark nodes unschedulable; their pods stay (kubectl cordon)",
  example: { nodes: { zone: "a" } },
  params: record<Params>("cordon", { nodes: required(nodes, "{ zone: a }") }),
  text: (given) => `cordon ${given.nodes.text}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: CordonRequest = {
      verb: "cordon",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      unschedulable: true,
    };
    return [request];
  },
});
