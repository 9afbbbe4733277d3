// removeNodes: node objects are deleted; their pods are collected later.
import type { RemoveNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface RemoveNodesParams {
  readonly nodes: NodesParam;
}

export const removeNodes = defineIntervention<RemoveNodesParams>({
  name: "removeNodes",
  doc: "delete node objects, as when a cloud takes machines away (kubectl delete node)",
  example: { nodes: { names: ["node-3"] } },
  params: record<RemoveNodesParams>("removeNodes", { nodes: required(nodes, "{ names: [node-3] }") }),
  text: (given) => `delete ${given.nodes.text}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const query = resolveNodes(given.nodes, planning, ["nodes"]);
    // Which of several a random pick takes is known at the run only; names stay known here until then.
    if (query.pick !== "random") {
      const going = planning.sketch.matching(query).slice(0, query.count);
      for (const { name } of going) planning.sketch.remove({ kind: "Node", namespace: "", name });
    }
    const request: RemoveNodesRequest = { verb: "remove-nodes", nodes: query };
    return [request];
  },
});
