// taint: taints are put on nodes.
import type { TaintNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";
import { taintText } from "../scenario/taint-text.js";
import type { TaintText } from "../scenario/taint-text.js";

interface TaintParams {
  readonly nodes: NodesParam;
  readonly taint: TaintText;
}

const EXAMPLE = "dedicated=batch:NoSchedule";

export const taint = defineIntervention<TaintParams>({
  name: "taint",
  doc: "put a taint on nodes (kubectl taint); out-of-service is node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  example: { nodes: { names: ["node-3"] }, taint: EXAMPLE },
  params: record<TaintParams>("taint", {
    nodes: required(nodes, "{ names: [node-3] }"),
    taint: required(taintText(true, EXAMPLE), EXAMPLE),
  }),
  text: (given) => `taint ${given.nodes.text} ${given.taint.text}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const { key, value, effect } = given.taint;
    const about = resolveNodes(given.nodes, planning, ["nodes"]);
    const request: TaintNodesRequest = { verb: "taint", nodes: about, key, value, effect, remove: false };
    return [request];
  },
});
