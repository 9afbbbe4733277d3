// reboot: nodes go down in order and come back: their pods that are left are the same ones, restarted.
import type { Duration } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { ShutdownNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { record, required, withDefault } from "../scenario/schema/record.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface RebootParams {
  readonly nodes: NodesParam;
  readonly takes: Duration;
}

export const reboot = defineIntervention<RebootParams>({
  name: "reboot",
  doc: "shut machines down as shutdown does, and start them again; takes: from power-off until they work (1m)",
  example: { nodes: "node-a-1", takes: "90s" },
  params: record<RebootParams>("reboot", {
    nodes: required(nodes, "{ zone: a }"),
    takes: withDefault(duration, MINUTE),
  }),
  text: (given) => `reboot ${given.nodes.text} (${shortTime(given.takes)})`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: ShutdownNodesRequest = {
      verb: "shutdown-nodes",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      backAfterUs: given.takes,
    };
    return [request];
  },
});
