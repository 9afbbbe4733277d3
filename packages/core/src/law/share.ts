// Counts and percentages of a whole, for laws about rollouts.
import type { IntOrPercent } from "../api/int-or-percent.js";

/** A count as it is; a percentage of `total` with the part of a pod that is left over. */
export const shareOf = (value: IntOrPercent, total: number): number =>
  typeof value === "number" ? value : (Number.parseFloat(value) * total) / 100;
