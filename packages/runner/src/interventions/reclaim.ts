// reclaim: a cloud takes spot machines back: a notice, then the machines go, and their Nodes after them.
import type { Duration } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";
import type { ReclaimNodesRequest } from "@podsim/scheduler";
import { defineIntervention } from "../scenario/intervention.js";
import { forms, mapped } from "../scenario/schema/collections.js";
import { isMapping, optional, record, required, withDefault } from "../scenario/schema/record.js";
import { flag } from "../scenario/schema/scalars.js";
import { shortTime } from "../scenario/schema/shown.js";
import { duration } from "../scenario/schema/times.js";
import { nodes, nodesSubject, resolveNodes } from "../scenario/targets.js";
import type { NodesParam } from "../scenario/targets.js";

interface DrainOnNotice {
  readonly gracePeriod: Duration | null;
  readonly respectPDB: boolean;
}

interface ReclaimParams {
  readonly nodes: NodesParam;
  readonly notice: Duration;
  /** Null = nobody listens to the notice. */
  readonly drain: DrainOnNotice | null;
  readonly deletedAfter: Duration | null;
}

const drainMapping = record<DrainOnNotice>("drain", {
  gracePeriod: optional(duration),
  respectPDB: withDefault(flag, true),
});

const drainOnNotice = forms<DrainOnNotice | null>(
  "drain",
  (value) =>
    isMapping(value)
      ? mapped(drainMapping, (given): DrainOnNotice | null => given)
      : mapped(flag, (wanted): DrainOnNotice | null => (wanted ? { gracePeriod: null, respectPDB: true } : null)),
  "write drain: true, or drain: { gracePeriod: 60s, respectPDB: false }",
);

export const reclaim = defineIntervention<ReclaimParams>({
  name: "reclaim",
  doc: "take spot machines back: notice (2m), maybe a drain, then the machines and their Nodes are gone",
  example: { nodes: { matchLabels: { pool: "spot" }, count: 2, pick: "random" }, notice: "2m", drain: true },
  params: record<ReclaimParams>("reclaim", {
    nodes: required(nodes, "{ matchLabels: { pool: spot } }"),
    notice: withDefault(duration, 2 * MINUTE),
    drain: withDefault(drainOnNotice, null),
    deletedAfter: optional(duration),
  }),
  text: (given) =>
    `reclaim ${given.nodes.text} with ${shortTime(given.notice)} notice${given.drain === null ? "" : ", drained"}`,
  subject: (given) => nodesSubject(given.nodes),
  plan: (given, planning) => {
    const { drain } = given;
    const request: ReclaimNodesRequest = {
      verb: "reclaim",
      nodes: resolveNodes(given.nodes, planning, ["nodes"]),
      noticeUs: given.notice,
      drain:
        drain === null
          ? null
          : {
              gracePeriodSeconds: drain.gracePeriod === null ? null : Math.ceil(drain.gracePeriod / SECOND),
              respectBudgets: drain.respectPDB,
            },
      deletedAfterUs: given.deletedAfter,
    };
    return [request];
  },
});
