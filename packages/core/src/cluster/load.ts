// What the outside world asks of a workload, or what some metric shows: an amount over time.
import type { UsagePoint } from "../behavior.js";
import { amountAt, nextBend } from "../kubelet/usage-curve.js";
import type { Duration, SimTime } from "../time.js";
import { NEVER } from "../time.js";

export interface LoadTarget {
  /** "" for a metric of the world outside, whose `name` is that of the metric. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface Load {
  readonly target: LoadTarget;
  /** "cpu" (cores), "memory" (bytes), or the name of any other metric. */
  readonly metric: string;
  /** Whose use it is; null = the first container's. */
  readonly container: string | null;
  /** "shared": the ready pods have it among them; "each": every pod has it. */
  readonly spread: "shared" | "each";
  /** Amounts in thousandths, times counted from `sinceUs`. */
  readonly points: readonly UsagePoint[];
  /** The curve begins again after so long; null = it goes on as it ends. */
  readonly periodUs: Duration | null;
  readonly sinceUs: SimTime;
  /** What was said of the same up to `sinceUs`; null = nothing was. */
  readonly before: Load | null;
  /** From when on something was said of it. */
  readonly knownSinceUs: SimTime;
}

const elapsed = ({ sinceUs, periodUs }: Load, at: SimTime): Duration => {
  const since = Math.max(0, at - sinceUs);
  return periodUs === null ? since : since % periodUs;
};

/** Thousandths at an instant; 0 before anything was said. */
export const loadAt = (load: Load, at: SimTime): number => {
  if (at >= load.sinceUs) return amountAt(load.points, elapsed(load, at));
  return load.before === null ? 0 : loadAt(load.before, at);
};

/** The next instant after `at` at which a straight piece of the curve ends; NEVER where none does. */
export const nextLoadBend = (load: Load, at: SimTime): SimTime => {
  if (at < load.sinceUs)
    return load.before === null ? load.sinceUs : Math.min(load.sinceUs, nextLoadBend(load.before, at));
  const since = elapsed(load, at);
  const bend = Math.min(nextBend(load.points, since), load.periodUs ?? NEVER);
  return bend >= NEVER ? NEVER : at - since + bend;
};

/** Whether the amount changes with time somewhere after `at`, be it within a straight piece. */
export const isLoadSteady = (load: Load, at: SimTime): boolean => nextLoadBend(load, at) >= NEVER;

/** The mean over [from, to), in thousandths; `from` < `to`, and no bend lies between them. */
export const meanOfPiece = (load: Load, from: SimTime, to: SimTime): number =>
  (loadAt(load, from) + loadAt(load, Math.max(from, to - 1))) / 2;

/** Whether one takes the place of the other; what is shared and what every pod has beside it are two things. */
export const isSameLoad = (a: Pick<Load, "target" | "metric" | "container" | "spread">, b: typeof a): boolean =>
  a.metric === b.metric &&
  a.container === b.container &&
  a.spread === b.spread &&
  a.target.kind === b.target.kind &&
  a.target.namespace === b.target.namespace &&
  a.target.name === b.target.name;
