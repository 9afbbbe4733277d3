// How long a pod waits after a failed try before it may be tried again.
import { SECOND } from "@podsim/core/time";
import type { Duration, SimTime } from "@podsim/core/time";

export interface BackOffLimits {
  readonly initialUs: Duration;
  /** 0 = no back-off at all; else at least initialUs. */
  readonly maxUs: Duration;
}

export const DEFAULT_BACK_OFF: BackOffLimits = { initialUs: SECOND, maxUs: 10 * SECOND };

/** Times are compared by the whole second; seconds begin where the run does. */
const wholeSecond = (at: SimTime): SimTime => Math.floor(at / SECOND) * SECOND;

/** Doubles with every failure, up to the limit; failures >= 1. */
export const backOffDuration = (failures: number, { initialUs, maxUs }: BackOffLimits): Duration => {
  // Beyond 2^53 there is nothing to double; the limit was reached long before.
  const doubled = initialUs * 2 ** Math.min(failures - 1, 52);
  return doubled > maxUs ? maxUs : doubled;
};

/** The whole second in which the wait ends; -1 = there is none. */
export const backOffExpiry = (failedAtUs: SimTime, failures: number, limits: BackOffLimits): SimTime =>
  failures === 0 || limits.maxUs === 0 ? -1 : wholeSecond(failedAtUs + backOffDuration(failures, limits));

/** It ends when a later whole second has begun than the one it expires in. */
export const isBackingOff = (expiryUs: SimTime, now: SimTime): boolean => expiryUs >= wholeSecond(now);
