// restartKubelet: the kubelets of nodes start anew; containers run on, back-offs and probe results are forgotten.
import type { RestartKubeletsRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface RestartParams {
  readonly nodes: NodesParam;
}

export const restartKubelet = defineIntervention<RestartParams>({
  name: "restartKubelet",
  doc: "restart the kubelets of nodes: containers run on, back-offs and probe results are forgotten",
  example: { nodes: { zone: "a" } },
  params: record<RestartParams>("restartKubelet", { nodes: required(nodes, "{ zone: a }") }),
  text: (given) => `restart the kubelet of ${given.nodes.text}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: RestartKubeletsRequest = {
      verb: "restart-kubelets",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
    };
    return [request];
  },
});
