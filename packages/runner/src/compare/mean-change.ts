// By how much the mean of a number differs between two runs, and how far that can be trusted.
import { studentT95 } from "./student-t.js";

export type Interval = readonly [low: number, high: number];

export interface MeanChange {
  /** Mean of B less mean of A. */
  readonly change: number;
  /** 95 %; null where there is too little to tell how much luck is in it. */
  readonly interval: Interval | null;
}

export const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Of a sample: divided by one less than its size. */
const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};

const around = (middle: number, half: number): Interval => [middle - half, middle + half];

/** 95 % interval of the mean of two or more values; null of fewer. */
export const meanInterval = (values: readonly number[]): Interval | null => {
  const count = values.length;
  if (count < 2) return null;
  return around(meanOf(values), studentT95(count - 1) * Math.sqrt(varianceOf(values) / count));
};

/** Of values that belong together pair by pair (same seed): the luck that both share cancels. At least one pair. */
export const pairedChange = (pairs: readonly (readonly [a: number, b: number])[]): MeanChange => {
  const differences = pairs.map(([a, b]) => b - a);
  return { change: meanOf(differences), interval: meanInterval(differences) };
};

/** Of values that have nothing to do with each other (Welch's interval). At least one of each. */
export const unpairedChange = (a: readonly number[], b: readonly number[]): MeanChange => {
  const change = meanOf(b) - meanOf(a);
  if (a.length < 2 || b.length < 2) return { change, interval: null };
  const [spreadA, spreadB] = [varianceOf(a) / a.length, varianceOf(b) / b.length];
  const spread = spreadA + spreadB;
  if (spread === 0) return { change, interval: [change, change] };
  const degrees = spread ** 2 / (spreadA ** 2 / (a.length - 1) + spreadB ** 2 / (b.length - 1));
  // Rounded down: the interval gets wider, never narrower.
  return { change, interval: around(change, studentT95(Math.max(1, Math.floor(degrees))) * Math.sqrt(spread)) };
};
