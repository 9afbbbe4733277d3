// Virtual time: integer microseconds since the start of a run, durations in the same unit, and how both are printed.

/**
 * An instant, in whole microseconds since the start of the run (|t| <= 2^53 - 1). Facts happen from 0 on; what a run
 * begins with may be older, in whole seconds.
 */
export type SimTime = number;

/** In the place of an instant: it has not happened. No instant of what a run begins with, since those are whole seconds. */
export const NOT_YET: SimTime = -1;

/** A length of time in whole microseconds. */
export type Duration = number;

export const MILLISECOND: Duration = 1_000;
export const SECOND: Duration = 1_000_000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;
const YEAR: Duration = 365 * DAY;

/** An instant later than every instant of a run: "never". */
export const NEVER: SimTime = Number.MAX_SAFE_INTEGER;

/** The part of a second below the point: nothing, or as many digits (3 or 6) as it takes to be exact. */
const fractionText = (us: Duration): string => {
  if (us === 0) return "";
  if (us % MILLISECOND === 0) return `.${String(us / MILLISECOND).padStart(3, "0")}`;
  return `.${String(us).padStart(6, "0")}`;
};

/**
 * An exact length of time: "12m41.250s", "1h0m0s", "250ms", "17us", "0s"; "-" in front of a negative one.
 * parseDuration reads every non-negative one back.
 */
export const formatDuration = (us: Duration): string => {
  if (us < 0) return `-${formatDuration(-us)}`;
  if (us === 0) return "0s";
  if (us < MILLISECOND) return `${us}us`;
  if (us < SECOND) {
    const rest = us % MILLISECOND;
    return `${Math.trunc(us / MILLISECOND)}${rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`}ms`;
  }
  const hours = Math.trunc(us / HOUR);
  const minutes = Math.trunc((us % HOUR) / MINUTE);
  const seconds = Math.trunc((us % MINUTE) / SECOND);
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${head}${seconds}${fractionText(us % SECOND)}s`;
};

/** An instant as a clock shows it: "00:20:01.004"; six digits after the point where three would not be exact. */
export const formatClock = (at: SimTime): string => {
  if (at < 0) return `-${formatClock(-at)}`;
  const two = (n: number): string => String(n).padStart(2, "0");
  const time = [Math.trunc(at / HOUR), Math.trunc((at % HOUR) / MINUTE), Math.trunc((at % MINUTE) / SECOND)];
  return time.map(two).join(":") + (at % SECOND === 0 ? ".000" : fractionText(at % SECOND));
};

/** `whole.rest` with the trailing zeros of the rest dropped; `rest` has `digits` digits. */
const decimal = (whole: number, rest: number, digits: number): string =>
  rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(digits, "0").replace(/0+$/, "")}`;

/** "10s", "1m20s", "5m0s", "1h0m0s", "1.594s", "313ms", "1.5ms", "250µs", "0s", "-1m2.5s". */
export const formatGoDuration = (us: Duration): string => {
  if (us < 0) return `-${formatGoDuration(-us)}`;
  if (us === 0) return "0s";
  if (us < MILLISECOND) return `${us}\u00b5s`;
  if (us < SECOND) return `${decimal(Math.trunc(us / MILLISECOND), us % MILLISECOND, 3)}ms`;
  const seconds = `${decimal(Math.trunc((us % MINUTE) / SECOND), us % SECOND, 6)}s`;
  if (us < MINUTE) return seconds;
  const minutes = `${Math.trunc((us % HOUR) / MINUTE)}m${seconds}`;
  return us < HOUR ? minutes : `${Math.trunc(us / HOUR)}h${minutes}`;
};

/** `large` units and what is left in `small` ones; a rest of 0 is not printed. */
const twoUnits = (us: Duration, large: Duration, largeName: string, small: Duration, smallName: string): string => {
  const rest = Math.trunc((us % large) / small);
  return `${Math.trunc(us / large)}${largeName}${rest === 0 ? "" : `${rest}${smallName}`}`;
};

/**
 * The text of kubectl's AGE, LAST SEEN and "… ago". Clocks that disagree by less than two seconds are forgiven ("0s"),
 * a time further in the future is "<invalid>".
 */
export const humanDuration = (us: Duration): string => {
  if (us <= -2 * SECOND) return "<invalid>";
  if (us < SECOND) return "0s";
  if (us < 2 * MINUTE) return `${Math.trunc(us / SECOND)}s`;
  if (us < 10 * MINUTE) return twoUnits(us, MINUTE, "m", SECOND, "s");
  if (us < 3 * HOUR) return `${Math.trunc(us / MINUTE)}m`;
  if (us < 8 * HOUR) return twoUnits(us, HOUR, "h", MINUTE, "m");
  if (us < 2 * DAY) return `${Math.trunc(us / HOUR)}h`;
  if (us < 8 * DAY) return twoUnits(us, DAY, "d", HOUR, "h");
  if (us < 2 * YEAR) return `${Math.trunc(us / DAY)}d`;
  if (us < 8 * YEAR) return twoUnits(us, YEAR, "y", DAY, "d");
  return `${Math.trunc(us / YEAR)}y`;
};
