// What metrics go by of one pod, read off its state: an autoscaler keeps it and looks again only at another state.
import type { PodSpec } from "../api/pod.js";
import { runtimeAt } from "../pod/container-runtime.js";
import type { ConditionStatus, PodState } from "../pod/pod-state.js";
import { findCondition, specOf } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import { NOT_YET } from "../time.js";

export interface MeasuredPod {
  readonly state: PodState;
  readonly spec: PodSpec;
  /** On its way out, or failed: it counts in no way. */
  readonly isGone: boolean;
  readonly isPending: boolean;
  readonly isRunning: boolean;
  /** Of status.startTime; NOT_YET before it. */
  readonly startTimeUs: SimTime;
  /** When the last of its containers had been started; NOT_YET while one does not run. */
  readonly containersStartedUs: SimTime;
  /** null = the condition is not there yet. */
  readonly ready: ConditionStatus | null;
  /** When that last changed; NOT_YET without it. */
  readonly readyChangedUs: SimTime;
}

const containersStartedAt = (pod: PodState): SimTime => {
  const spec = specOf(pod);
  let latest = 0;
  for (let ix = 0; ix < spec.containers.length; ix += 1) {
    const { current } = runtimeAt(pod, spec.initContainers.length + ix);
    if (current?.state !== "running") return NOT_YET;
    latest = Math.max(latest, current.startedAtUs);
  }
  return latest;
};

export const measuredPod = (pod: PodState): MeasuredPod => {
  const { phase, startTimeUs } = pod.status;
  const ready = findCondition(pod.status, "Ready");
  return {
    state: pod,
    spec: specOf(pod),
    isGone: pod.deletion !== null || phase === "Failed",
    isPending: phase === "Pending",
    isRunning: phase === "Running",
    startTimeUs,
    containersStartedUs: containersStartedAt(pod),
    ready: ready?.status ?? null,
    readyChangedUs: ready?.lastTransitionUs ?? NOT_YET,
  };
};
