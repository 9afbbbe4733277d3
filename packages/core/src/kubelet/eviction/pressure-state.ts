// What one kubelet remembers between two looks at its node: since when thresholds are met, and when pressure was seen last.
import type { Duration, SimTime } from "../../time.js";
import { byEvictionPriority, isMet, pressureOf } from "./threshold.js";
import type { EvictionThreshold, Observations, Pressure } from "./threshold.js";

export interface PressureState {
  /** Threshold (its place in the configuration) -> when it was first seen to be met without a break. */
  readonly metSinceUs: ReadonlyMap<number, SimTime>;
  /** Those whose grace was over at the last look. */
  readonly actedOn: readonly number[];
  readonly lastSeenUs: ReadonlyMap<Pressure, SimTime>;
  /** Conditions that are on. */
  readonly pressures: readonly Pressure[];
}

export const NO_PRESSURE: PressureState = {
  metSinceUs: new Map(),
  actedOn: [],
  lastSeenUs: new Map(),
  pressures: [],
};

const ORDER: readonly Pressure[] = ["memory", "disk", "pid"];

export interface Look {
  readonly state: PressureState;
  /** Thresholds to act on now, the most urgent first. */
  readonly due: readonly EvictionThreshold[];
}

export interface LookTimes {
  readonly nowUs: SimTime;
  /** The look before this one, which may have been skipped for finding the same as the last that was not. */
  readonly previousUs: SimTime;
}

/** One look of the monitor. `transitionUs`: how long a condition outlives the last look that saw it. */
export const lookAtNode = (
  before: PressureState,
  thresholds: readonly EvictionThreshold[],
  observations: Observations,
  transitionUs: Duration,
  { nowUs: now, previousUs }: LookTimes,
): Look => {
  const metSinceUs = new Map<number, SimTime>();
  const lastSeenUs = new Map(before.lastSeenUs);
  for (const ix of before.metSinceUs.keys()) {
    const pressure = thresholds[ix] === undefined ? null : pressureOf(thresholds[ix]);
    if (pressure !== null) lastSeenUs.set(pressure, Math.max(lastSeenUs.get(pressure) ?? 0, previousUs));
  }
  for (const [ix, threshold] of thresholds.entries()) {
    const met = isMet(threshold, observations) || (before.actedOn.includes(ix) && isMet(threshold, observations, true));
    if (!met) continue;
    metSinceUs.set(ix, before.metSinceUs.get(ix) ?? now);
    lastSeenUs.set(pressureOf(threshold), now);
  }
  const pressures = ORDER.filter((pressure) => {
    const seenUs = lastSeenUs.get(pressure);
    return seenUs !== undefined && now - seenUs < transitionUs;
  });
  const actedOn = [...metSinceUs].flatMap(([ix, sinceUs]) =>
    now - sinceUs >= (thresholds[ix]?.graceUs ?? 0) ? [ix] : [],
  );
  const due = actedOn.flatMap((ix) => thresholds[ix] ?? []);
  return { state: { metSinceUs, actedOn, lastSeenUs, pressures }, due: byEvictionPriority(due) };
};
