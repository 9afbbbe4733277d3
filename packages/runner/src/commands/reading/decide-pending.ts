// Decides pods of a cluster dump one after the other: each is placed, its victims gone, before the next is decided.
import type { PodIx } from "@podsim/core";
import { explainOne, podViewOf, promisedPods, reserveClaims } from "@podsim/scheduler";
import type { CycleOptions, PodView, StillCluster } from "@podsim/scheduler";
import { decisionReport, undecidedReport } from "../../outputs/explain/decision-report.js";
import type { DecisionReport } from "../../outputs/explain/decision-report.js";
import type { LoadedDump } from "./load-dump.js";
import type { SchedulerInUse } from "./scheduler-in-use.js";

export const viewOf = (cluster: StillCluster, ix: PodIx): PodView => {
  const state = cluster.world.pods.at(ix);
  if (state === undefined) throw new TypeError("a pod of the dump is there");
  return podViewOf(state, cluster.view);
};

/** Why nobody decides about the pod; null = somebody does. */
export const undecided = (pod: PodView, scheduler: SchedulerInUse): string | null => {
  const gates = pod.spec.schedulingGates ?? [];
  if (gates.length > 0) return `waiting for scheduling gates: [${gates.map(({ name }) => name).join(" ")}]`;
  if (pod.state.deletion !== null) return `skip schedule deleting pod: ${pod.key}`;
  if (scheduler.profileOf(pod) !== null) return null;
  return `no profile is called "${pod.spec.schedulerName}"; there is ${scheduler.names.join(", ")}`;
};

/** As the scheduler of the dump decides, with the nodes that its pods were promised. */
export const dumpOptions = ({ cluster, scheduler, hasPromises }: LoadedDump): CycleOptions =>
  hasPromises ? { tieBreak: scheduler.tieBreak, nominated: promisedPods(cluster) } : { tieBreak: scheduler.tieBreak };

export const decideAndPlace = (dump: LoadedDump, ix: PodIx): DecisionReport => {
  const { cluster, place, scheduler } = dump;
  const pod = viewOf(cluster, ix);
  const profile = scheduler.profileOf(pod);
  const message = undecided(pod, scheduler);
  if (profile === null || message !== null) return undecidedReport(pod, message ?? "", cluster.view);
  const explanation = explainOne(pod, cluster.view, profile, dumpOptions(dump));
  const report = decisionReport(pod, cluster.view, profile, explanation);
  const { decision } = explanation;
  const promise =
    decision.kind === "unschedulable" && decision.nomination.kind === "promise" ? decision.nomination : null;
  for (const victim of promise?.victims ?? []) cluster.removePod(victim.identity.ix);
  const chosen = decision.kind === "placed" ? decision.node : promise?.node;
  const node = chosen === undefined ? undefined : cluster.world.nodes.at(chosen);
  if (node !== undefined) {
    reserveClaims(pod, node, profile, cluster.view, cluster);
    place(ix, node.name);
  }
  return report;
};
