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

export const checkIntOrPercent = (check: Validity, path: Path, value: IntOrPercent): void => {
  if (typeof value === "number") check.nonNegative(path, value);
  else {
    const fix = /^\d+$/.test(value) ? `write ${value} without quotes, or "${value}%"` : 'e.g. 1 or "25%"';
    check.names(path, value, percentage(value), { fix });
  }
};

export const checkAtMostWhole = (check: Validity, path: Path, value: IntOrPercent): void => {
  if ((percentOf(value) ?? 0) > 100) check.invalid(path, value, "must not be greater than 100%");
};
