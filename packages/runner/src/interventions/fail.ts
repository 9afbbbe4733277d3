// fail: machines stop working, for a while or for good.
import type { Duration, FailureMode } from "@podsim/core";
import type { FailNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { optional, record, required, withDefault } from "../scenario/schema/record.js";
import { oneOf } from "../scenario/schema/scalars.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface FailParams {
  readonly nodes: NodesParam;
  readonly mode: FailureMode;
  /** null = for good. */
  readonly for: Duration | null;
}

export const fail = defineIntervention<FailParams>({
  name: "fail",
  doc: "make machines stop working: power-off, hang, kubelet-down, partition or vm-gone; with for: they return",
  example: { nodes: { zone: "a" }, mode: "power-off", for: "35m" },
  params: record<FailParams>(
    "fail",
    {
      nodes: required(nodes, "{ zone: a }"),
      mode: withDefault(oneOf<FailureMode>(["power-off", "kubelet-down", "partition", "hang", "vm-gone"]), "power-off"),
      for: optional(duration),
    },
    { unsupported: { pods: "single pods cannot be made to fail yet; a behaviour with crash comes near" } },
  ),
  text: (given) =>
    `fail ${given.nodes.text} (${given.mode})${given.for === null ? "" : ` for ${shortTime(given.for)}`}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: FailNodesRequest = {
      verb: "fail-nodes",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      mode: given.mode,
      forUs: given.for,
    };
    return [request];
  },
});
