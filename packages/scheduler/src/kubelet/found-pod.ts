// Taking up a pod that a run begins with: its kubelet has had it for long, so that nothing of it happens anew. What it was
// waiting for, it goes on waiting for; a pod with which all is well costs nothing.
import { computePodActions, containerCount, reportStatus, runtimeAt, specOf } from "@podsim/core";
import type { PodActions, PodState, SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { planDeadline } from "./active-deadline.js";
import type { KubeletContext } from "./kubelet-context.js";
import { continueLife } from "./own-exits.js";
import type { PodWorker } from "./pod-worker.js";
import { addProbes, planProbes, seenInstance } from "./probe-ticks.js";

const hasWork = ({ killPod, createSandbox, kills, starts }: PodActions): boolean =>
  killPod || createSandbox || kills.length > 0 || starts.length > 0;

/** Each probe has found what it stores for as often as it takes to store it. */
const settleProbes = (worker: PodWorker, pod: PodState): void => {
  for (const probe of worker.probes) {
    const seen = seenInstance(pod, probe.container);
    if (seen === null) continue;
    probe.attempt = seen.attempt;
    const stored = runtimeAt(pod, probe.container).probes[probe.type];
    if (stored === "unknown") continue;
    const run = stored === "success" ? probe.probe.successThreshold : probe.probe.failureThreshold;
    probe.count = { last: stored, run };
  }
};

const takeUpLives = (context: KubeletContext, worker: PodWorker, pod: PodState, now: SimTime, out: Outbox): void => {
  for (let container = 0; container < containerCount(specOf(pod)); container++) {
    const { current } = runtimeAt(pod, container);
    if (current?.state === "running") continueLife(context, worker, pod, container, current, now, out);
  }
};

export const takeUp = (context: KubeletContext, worker: PodWorker, pod: PodState, now: SimTime, out: Outbox): void => {
  worker.volumes.state = "mounted";
  takeUpLives(context, worker, pod, now, out);
  addProbes(context, worker, pod, now);
  settleProbes(worker, pod);
  planProbes(context, worker, now, out);
  planDeadline(context, worker, pod, pod.status.startTimeUs, out);
  const isSettled = !hasWork(computePodActions(pod)) && reportStatus(pod, now, "syncing") === pod.status;
  if (!isSettled) context.requestSync(worker, now, out);
};
