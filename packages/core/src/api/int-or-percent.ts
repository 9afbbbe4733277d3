// A count or a percentage, as budgets and rollouts give them.
import type { Path } from "./errors.js";
import { percentage } from "./names.js";
import type { Validity } from "./validity.js";

/** A count (>= 0), or a percentage such as "25%". */
export type IntOrPercent = number | string;

/** The number before the percent sign, null for a count and for a text that is no percentage. */
const percentOf = (value: IntOrPercent): number | null =>
  typeof value === "string" && percentage(value).length === 0 ? Number(value.slice(0, -1)) : null;

/** Whether it comes to nothing: 0 or "0%". */
export const isNone = (value: IntOrPercent): boolean => value === 0 || percentOf(value) === 0;

/** Of the value at `key` below `at`. */
export const checkIntOrPercent = (check: Validity, at: Path, key: string, value: IntOrPercent): void => {
  if (typeof value === "number") check.nonNegative(at, key, value);
  else {
    const objections = percentage(value);
    if (objections.length === 0) return;
    const fix = /^\d+$/.test(value) ? `write ${value} without quotes, or "${value}%"` : 'write e.g. 1 or "25%"';
    check.namesAt(at, key, value, objections, { fix });
  }
};

/** Of the value at `key` below `at`. */
export const checkAtMostWhole = (check: Validity, at: Path, key: string, value: IntOrPercent): void => {
  if ((percentOf(value) ?? 0) > 100) check.invalid([...at, key], value, "must not be greater than 100%");
};
