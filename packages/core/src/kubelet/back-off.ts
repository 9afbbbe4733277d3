// The kubelet's exponential back-off, as it keeps it for container restarts and for image pulls.
import type { BackOffEntry } from "../pod/pod-state.js";
import type { Duration, SimTime } from "../time.js";
import { SECOND } from "../time.js";

export const BACK_OFF_INITIAL_US = 10 * SECOND;
export const BACK_OFF_MAX_US = 300 * SECOND;
/** Both > 0, initialUs <= maxUs. */
export interface BackOffLimits {
  readonly initialUs: Duration;
  readonly maxUs: Duration;
}

export const DEFAULT_BACK_OFF_LIMITS: BackOffLimits = { initialUs: BACK_OFF_INITIAL_US, maxUs: BACK_OFF_MAX_US };

/** Entries older than this count as absent, whatever the limits. */
export const BACK_OFF_EXPIRY_US = 600 * SECOND;

/** Whether the entry no longer counts for something that happened at `eventUs`: strictly more than the expiry later. */
export const isExpired = (entry: BackOffEntry, eventUs: SimTime): boolean =>
  eventUs - entry.lastUpdateUs > BACK_OFF_EXPIRY_US;

/** The entry after a decision taken at `nowUs` about something that happened at `eventUs`. */
export const nextBackOff = (
  entry: BackOffEntry | null,
  eventUs: SimTime,
  nowUs: SimTime,
  { initialUs, maxUs }: BackOffLimits = DEFAULT_BACK_OFF_LIMITS,
): BackOffEntry => ({
  backOffUs: entry === null || isExpired(entry, eventUs) ? initialUs : Math.min(2 * entry.backOffUs, maxUs),
  lastUpdateUs: nowUs,
});

/** Restart rule: still waiting, counted from when the last instance finished. */
export const isInBackOffSince = (entry: BackOffEntry | null, finishedAtUs: SimTime, nowUs: SimTime): boolean =>
  entry !== null && !isExpired(entry, finishedAtUs) && nowUs - finishedAtUs < entry.backOffUs;

/** Image rule: still waiting, counted from the last failed pull. */
export const isInBackOffSinceUpdate = (entry: BackOffEntry | null, nowUs: SimTime): boolean =>
  entry !== null && !isExpired(entry, nowUs) && nowUs - entry.lastUpdateUs < entry.backOffUs;
