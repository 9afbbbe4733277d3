// Loops that come round at a fixed period, computed where they are needed: nothing ticks while nothing is to be done.
// A loop's instants are phaseUs + k * periodUs for k = 0, 1, 2, …; remainders of whole numbers are exact at any size.
import { NEVER } from "@podsim/core/time";
import type { Duration, SimTime } from "@podsim/core/time";
import { invariant } from "./invariant.js";

const requireGrid = (at: SimTime, phaseUs: SimTime, periodUs: Duration): void => {
  invariant(
    Number.isSafeInteger(at) && Number.isSafeInteger(phaseUs) && Number.isSafeInteger(periodUs) && periodUs > 0,
    () => `no grid at ${String(at)} µs: phase ${String(phaseUs)} µs, period ${String(periodUs)} µs`,
  );
  invariant(at >= 0 && phaseUs >= 0, () => `no instant: ${String(at)} µs, ${String(phaseUs)} µs`);
};

/** How far `at` is past the loop's instant before it. */
const past = (at: SimTime, phaseUs: SimTime, periodUs: Duration): Duration => (at - phaseUs) % periodUs;

const stepFrom = (instant: SimTime, periodUs: Duration): SimTime =>
  periodUs >= NEVER - instant ? NEVER : instant + periodUs;

/** The k of the loop's last instant at or before `at`; -1 before its first. */
export const gridIndex = (at: SimTime, phaseUs: SimTime, periodUs: Duration): number => {
  requireGrid(at, phaseUs, periodUs);
  return at < phaseUs ? -1 : (at - phaseUs - past(at, phaseUs, periodUs)) / periodUs;
};

/** The loop's first instant at or after `at`: its phase until then, NEVER if there is none before NEVER. */
export const nextOnGrid = (at: SimTime, phaseUs: SimTime, periodUs: Duration): SimTime => {
  requireGrid(at, phaseUs, periodUs);
  if (at <= phaseUs) return phaseUs;
  const since = past(at, phaseUs, periodUs);
  return since === 0 ? at : stepFrom(at - since, periodUs);
};

/** The loop's first instant after `at`, `at` itself excluded. */
export const nextAfterOnGrid = (at: SimTime, phaseUs: SimTime, periodUs: Duration): SimTime => {
  requireGrid(at, phaseUs, periodUs);
  if (at < phaseUs) return phaseUs;
  return stepFrom(at - past(at, phaseUs, periodUs), periodUs);
};
