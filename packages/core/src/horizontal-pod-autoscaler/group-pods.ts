// Whether a pod of a target counts towards a metric, is left out, or has no sample.
import type { Duration, SimTime } from "../time.js";
import { NOT_YET } from "../time.js";
import type { MeasuredPod } from "./measured-pod.js";

/** What a metrics server knows of one pod; the amount in thousandths of the metric's unit. */
export interface PodSample {
  readonly valueMilli: number;
  readonly atUs: SimTime;
  /** What the sample is the average of. */
  readonly windowUs: Duration;
}

/** "counted": its sample counts. "ignored": left out, it is not there yet. "missing": no sample. "gone": not looked at. */
export type PodGroup = "counted" | "ignored" | "missing" | "gone";

export interface StartUpRules {
  /** How long after its start a pod's CPU counts only while it is ready. */
  readonly cpuInitializationUs: Duration;
  /** How long after its start a first change to not ready still means that it was never ready. */
  readonly initialReadinessUs: Duration;
}

const isLeftOut = (pod: MeasuredPod, sample: PodSample, now: SimTime, rules: StartUpRules): boolean => {
  const { ready, readyChangedUs, startTimeUs } = pod;
  if (ready === null || startTimeUs === NOT_YET) return true;
  if (startTimeUs + rules.cpuInitializationUs > now) {
    return ready === "False" || sample.atUs < readyChangedUs + sample.windowUs;
  }
  return ready === "False" && startTimeUs + rules.initialReadinessUs > readyChangedUs;
};

/** `isCpu`: only of that resource readiness counts. */
export const groupOf = (
  pod: MeasuredPod,
  sample: PodSample | undefined,
  isCpu: boolean,
  now: SimTime,
  rules: StartUpRules,
): PodGroup => {
  if (pod.isGone) return "gone";
  if (pod.isPending) return "ignored";
  if (sample === undefined) return "missing";
  return isCpu && isLeftOut(pod, sample, now, rules) ? "ignored" : "counted";
};
