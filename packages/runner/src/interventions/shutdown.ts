// shutdown: nodes go down in order, for a while or for good; how pods end before it is set by the kubelets' grace.
import type { Duration } from "@podsim/core";
import type { ShutdownNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { optional, record, required } from "../scenario/schema/record.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface ShutdownParams {
  readonly nodes: NodesParam;
  /** null = for good. */
  readonly for: Duration | null;
}

export const shutdown = defineIntervention<ShutdownParams>({
  name: "shutdown",
  doc: "shut machines down in order: pods end within spec.kubelet.shutdownGracePeriod, critical ones last; with for: they return",
  example: { nodes: { zone: "a" }, for: "10m" },
  params: record<ShutdownParams>("shutdown", {
    nodes: required(nodes, "{ zone: a }"),
    for: optional(duration),
  }),
  text: (given) => `shutdown ${given.nodes.text}${given.for === null ? "" : ` for ${shortTime(given.for)}`}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: ShutdownNodesRequest = {
      verb: "shutdown-nodes",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      backAfterUs: given.for,
    };
    return [request];
  },
});
