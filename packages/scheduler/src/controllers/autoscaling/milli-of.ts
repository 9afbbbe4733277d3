// Quantities in thousandths, each text read once: a look at an autoscaler asks for the same few of every pod.
import { milliValue, quantityFrom } from "@podsim/core";

const known = new Map<string, number>();
const KNOWN_MAX = 10_000;

export const milliOf = (quantity: string): number => {
  const before = known.get(quantity);
  if (before !== undefined) return before;
  const value = milliValue(quantityFrom(quantity));
  if (known.size < KNOWN_MAX) known.set(quantity, value);
  return value;
};
