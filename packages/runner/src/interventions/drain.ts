// drain: nodes are cordoned and their pods evicted, as kubectl drain does it.
import type { Duration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { DrainNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { optional, record, required, withDefault } from "../scenario/schema/record.js";
import { flag } from "../scenario/schema/scalars.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface DrainParams {
  readonly nodes: NodesParam;
  /** null = each pod's own. */
  readonly gracePeriod: Duration | null;
  /** Bare pods, which nothing will make anew, go as well. */
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly respectPDB: boolean;
  /** After which a node is given up; null = never. */
  readonly timeout: Duration | null;
}

export const drain = defineIntervention<DrainParams>({
  name: "drain",
  doc: "cordon nodes and evict their pods, as far as disruption budgets allow (kubectl drain)",
  example: { nodes: { names: ["node-3"] }, gracePeriod: "60s" },
  params: record<DrainParams>("drain", {
    nodes: required(nodes, "{ names: [node-3] }"),
    gracePeriod: optional(duration),
    force: withDefault(flag, false),
    ignoreDaemonSets: withDefault(flag, true),
    respectPDB: withDefault(flag, true),
    timeout: optional(duration),
  }),
  text: (given) =>
    [
      `drain ${given.nodes.text}`,
      ...(given.gracePeriod === null ? [] : [`--grace-period=${String(Math.ceil(given.gracePeriod / SECOND))}`]),
      ...(given.force ? ["--force"] : []),
      ...(given.respectPDB ? [] : ["--disable-eviction"]),
      ...(given.timeout === null ? [] : [`--timeout=${shortTime(given.timeout)}`]),
    ].join(" "),
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const request: DrainNodesRequest = {
      verb: "drain",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      gracePeriodSeconds: given.gracePeriod === null ? null : Math.ceil(given.gracePeriod / SECOND),
      force: given.force,
      ignoreDaemonSets: given.ignoreDaemonSets,
      respectBudgets: given.respectPDB,
      timeoutUs: given.timeout,
    };
    return [request];
  },
});
