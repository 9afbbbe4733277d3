// untaint: taints are taken off nodes.
import type { TaintNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required } from "../scenario/schema/record.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";
import { taintText } from "../scenario/taint-text.js";
import type { TaintText } from "../scenario/taint-text.js";

interface UntaintParams {
  readonly nodes: NodesParam;
  readonly taint: TaintText;
}

export const untaint = defineIntervention<UntaintParams>({
  name: "untaint",
  doc: "take a taint off nodes, by its key and maybe its effect (kubectl taint key-)",
  example: { nodes: { names: ["node-3"] }, taint: "dedicated:NoSchedule" },
  params: record<UntaintParams>("untaint", {
    nodes: required(nodes, "{ names: [node-3] }"),
    taint: required(taintText(false, "dedicated"), "dedicated"),
  }),
  text: (given) => `taint ${given.nodes.text} ${given.taint.text}-`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const { key, value, effect } = given.taint;
    const about = resolveNodes(given.nodes, planning, ["nodes"]);
    const request: TaintNodesRequest = { verb: "taint", nodes: about, key, value, effect, remove: true };
    return [request];
  },
});
