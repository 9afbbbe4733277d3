// How much of a resource one instance of a container uses as time goes by: straight pieces from its start on.
import type { UsagePoint } from "../behavior.js";
import type { Duration } from "../time.js";
import { NEVER } from "../time.js";

const pieceAt = (points: readonly UsagePoint[], elapsedUs: Duration): number => {
  let ix = 0;
  while (ix + 1 < points.length && (points[ix + 1]?.atUs ?? NEVER) <= elapsedUs) ix += 1;
  return ix;
};

/** The amount in use, whole and rounded down; elapsedUs >= 0 since the instance started. */
export const amountAt = (points: readonly UsagePoint[], elapsedUs: Duration): number => {
  const ix = pieceAt(points, elapsedUs);
  const from = points[ix];
  const to = points[ix + 1];
  if (from === undefined) return 0;
  if (to === undefined || from.until === "step") return from.amount;
  const share = (elapsedUs - from.atUs) / (to.atUs - from.atUs);
  return Math.floor(from.amount + (to.amount - from.amount) * share);
};

/** The next instant after `elapsedUs` at which one straight piece ends and another begins; NEVER after the last. */
export const nextBend = (points: readonly UsagePoint[], elapsedUs: Duration): Duration =>
  points[pieceAt(points, elapsedUs) + 1]?.atUs ?? NEVER;

/** The first instant at or after `fromUs` at which more than `limit` is in use; NEVER if that never happens. */
export const firstAbove = (points: readonly UsagePoint[], limit: number, fromUs: Duration): Duration => {
  for (let at = fromUs; at < NEVER; at = nextBend(points, at)) {
    if (amountAt(points, at) > limit) return at;
    const end = nextBend(points, at);
    if (end >= NEVER || amountAt(points, end - 1) <= limit) continue;
    // Rising within the piece: halve it until the instant is found.
    let low = at;
    let high = end - 1;
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (amountAt(points, middle) > limit) high = middle;
      else low = middle;
    }
    return high;
  }
  return NEVER;
};
