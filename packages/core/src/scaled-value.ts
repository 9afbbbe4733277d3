// A count or a percentage of a total, resolved to a count.
import type { IntOrPercent } from "./api/int-or-percent.js";

const ZERO = "0".charCodeAt(0);

/** The number in "25%"; a text that is no percentage counts as 0 (validation refuses it). */
const percentIn = (text: string): number => {
  const last = text.length - 1;
  if (last < 1 || text[last] !== "%") return 0;
  let percent = 0;
  for (let k = 0; k < last; k++) {
    const digit = text.charCodeAt(k) - ZERO;
    if (digit < 0 || digit > 9) return 0;
    percent = 10 * percent + digit;
  }
  return percent;
};

/** A count as it is, a percentage as its share of `total` (>= 0), rounded to a whole number. */
export const scaledValue = (value: IntOrPercent, total: number, rounding: "up" | "down"): number => {
  if (typeof value === "number") return value;
  const hundredfold = percentIn(value) * total;
  return rounding === "up" ? Math.ceil(hundredfold / 100) : Math.floor(hundredfold / 100);
};
