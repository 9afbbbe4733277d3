// Lengths of time as the commands of a shell read them.
import { isLeft } from "fp-ts/lib/Either.js";
import { parseDuration } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";

/** Seconds as sleep and timeout read them; null if they would not. */
export const durationOf = (text: string): Duration | null => {
  if (/^inf(inity)?$/.test(text)) return NEVER;
  if (/^\d*\.?\d+$/.test(text)) return Math.round(Number(text) * SECOND);
  const days = /^(\d*\.?\d+)d$/.exec(text);
  if (days !== null) return Math.round(Number(days[1]) * 86_400 * SECOND);
  const parsed = parseDuration(text);
  return isLeft(parsed) ? null : parsed.right;
};
