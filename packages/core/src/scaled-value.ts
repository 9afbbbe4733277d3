// A count or a percentage of a total, resolved to a count.
import type { IntOrPercent } from "./api/int-or-percent.js";

/** The number in "25%"; a text that is no percentage counts as 0 (validation refuses it). */
const percentIn = (text: string): number => {
  const match = /^(\d+)%$/.exec(text);
  return match === null ? 0 : Number(match[1]);
};

/** A count as it is, a percentage as its share of `total` (>= 0), rounded to a whole number. */
export const scaledValue = (value: IntOrPercent, total: number, rounding: "up" | "down"): number => {
  if (typeof value === "number") return value;
  const hundredfold = percentIn(value) * total;
  return rounding === "up" ? Math.ceil(hundredfold / 100) : Math.floor(hundredfold / 100);
};
