// Which pods of a target count towards a metric, which are left out, and which have no sample.
import type { PodIx } from "../ids.js";
import type { PodState } from "../pod/pod-state.js";
import { findCondition } from "../pod/pod-state.js";
import type { Duration, SimTime } from "../time.js";
import { NOT_YET } from "../time.js";

/** What a metrics server knows of one pod; the amount in thousandths of the metric's unit. */
export interface PodSample {
  readonly valueMilli: number;
  readonly atUs: SimTime;
  /** What the sample is the average of. */
  readonly windowUs: Duration;
}

export interface GroupedPods {
  /** Pods whose samples count. */
  readonly counted: readonly PodIx[];
  /** Pods that are left out because they are not there yet. */
  readonly ignored: readonly PodIx[];
  readonly missing: readonly PodIx[];
}

export interface StartUpRules {
  /** How long after its start a pod's CPU counts only while it is ready. */
  readonly cpuInitializationUs: Duration;
  /** How long after its start a first change to not ready still means that it was never ready. */
  readonly initialReadinessUs: Duration;
}

const isLeftOut = (pod: PodState, sample: PodSample, now: SimTime, rules: StartUpRules): boolean => {
  const ready = findCondition(pod.status, "Ready");
  const { startTimeUs } = pod.status;
  if (ready === undefined || startTimeUs === NOT_YET) return true;
  if (startTimeUs + rules.cpuInitializationUs > now) {
    return ready.status === "False" || sample.atUs < ready.lastTransitionUs + sample.windowUs;
  }
  return ready.status === "False" && startTimeUs + rules.initialReadinessUs > ready.lastTransitionUs;
};

/** `isCpu`: only of that resource readiness counts. */
export const groupPods = (
  pods: readonly PodState[],
  sampleOf: (pod: PodIx) => PodSample | undefined,
  isCpu: boolean,
  now: SimTime,
  rules: StartUpRules,
): GroupedPods => {
  const counted: PodIx[] = [];
  const ignored: PodIx[] = [];
  const missing: PodIx[] = [];
  for (const pod of pods) {
    if (pod.deletion !== null || pod.status.phase === "Failed") continue;
    const { ix } = pod.identity;
    const sample = sampleOf(ix);
    if (pod.status.phase === "Pending") ignored.push(ix);
    else if (sample === undefined) missing.push(ix);
    else if (isCpu && isLeftOut(pod, sample, now, rules)) ignored.push(ix);
    else counted.push(ix);
  }
  return { counted, ignored, missing };
};
