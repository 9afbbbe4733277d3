// From a number in [0, 1) to a duration: the inverse distribution functions.
import type { Duration } from "@podsim/core/time";
import { exp, ln, normalQuantile } from "./elementary.js";
import { invariant } from "./invariant.js";

/** A distribution of durations, in microseconds; the shape of core's Distribution. */
export type DurationDistribution =
  | { readonly kind: "constant"; readonly value: Duration }
  /** Every whole microsecond from min to max, both included, is equally likely. */
  | { readonly kind: "uniform"; readonly min: Duration; readonly max: Duration }
  | { readonly kind: "exponential"; readonly mean: Duration }
  /** p50 > 0, p99 >= p50. */
  | { readonly kind: "lognormal"; readonly p50: Duration; readonly p99: Duration };

/** Longer ones are cut to this: 142 years, and an instant plus one of them is still an instant. */
export const SAMPLE_MAX_US: Duration = 2 ** 52;

const Z99 = normalQuantile(0.99);
/** Below half the step of draw: an infinite quantile is out of reach. */
const U_MIN = 2 ** -54;
const EXP_MAX = 700;

/**
 * The duration below which a share u of the distribution lies: whole microseconds, 0 to SAMPLE_MAX_US, never falling as
 * u grows. 0 <= u < 1, from draw. Made of operations that round alike everywhere, so equal arguments give equal results.
 */
export const sample = (distribution: DurationDistribution, u: number): Duration => {
  invariant(u >= 0 && u < 1, () => `no share of a distribution: ${String(u)}`);
  const exact = quantile(distribution, u);
  invariant(exact >= 0, () => `no duration: ${String(exact)} from ${distribution.kind}`);
  // Adding 0 turns -0 into 0.
  return exact >= SAMPLE_MAX_US ? SAMPLE_MAX_US : Math.round(exact) + 0;
};

const quantile = (distribution: DurationDistribution, u: number): number => {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform": {
      const { min, max } = distribution;
      invariant(min <= max, () => `no range: ${String(min)} to ${String(max)}`);
      return Math.min(max, min + Math.floor(u * (max - min + 1)));
    }
    case "exponential":
      return distribution.mean * -ln(1 - u);
    case "lognormal": {
      const { p50, p99 } = distribution;
      invariant(p50 > 0 && p99 >= p50, () => `no percentiles: p50 ${String(p50)}, p99 ${String(p99)}`);
      const exponent = (ln(p99 / p50) / Z99) * normalQuantile(Math.max(u, U_MIN));
      return p50 * exp(Math.max(-EXP_MAX, Math.min(EXP_MAX, exponent)));
    }
  }
};
