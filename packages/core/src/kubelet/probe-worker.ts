// The counting rules of one probe worker: what is stored after each execution, and what a threshold does.
import type { Probe } from "../api/pod.js";
import type { ProbeResult } from "../pod/pod-state.js";

/** A worker outlives the instances of its container: the run of equal results is not reset by a restart. */
export interface ProbeCount {
  /** Result of the last execution; "unknown" before the first. */
  readonly last: ProbeResult;
  /** How many executions in a row gave `last`. */
  readonly run: number;
}

export const NO_PROBE_COUNT: ProbeCount = { last: "unknown", run: 0 };

export interface Counted {
  readonly count: ProbeCount;
  /** The stored result after this execution: `stored` unless the threshold is reached. */
  readonly stored: ProbeResult;
}

export const countProbe = (
  count: ProbeCount,
  stored: ProbeResult,
  result: "success" | "failure",
  probe: Probe,
): Counted => {
  const run = count.last === result ? count.run + 1 : 1;
  const threshold = result === "success" ? probe.successThreshold : probe.failureThreshold;
  return { count: { last: result, run }, stored: run >= threshold ? result : stored };
};
