// Virtual time: integer microseconds since the start of a run, and durations in the same unit.

/** An instant, in whole microseconds since the start of the run (0 <= t <= 2^53 - 1). */
export type SimTime = number;

/** A length of time in whole microseconds. */
export type Duration = number;

export const MILLISECOND: Duration = 1_000;
export const SECOND: Duration = 1_000_000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;

/** An instant later than every instant of a run: "never". */
export const NEVER: SimTime = Number.MAX_SAFE_INTEGER;
