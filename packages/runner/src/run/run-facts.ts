// What a report says of a run besides its verdict, and how --run names one seed of it.
import type { SimTime } from "@podsim/core";
import type { Verdict } from "./verdict.js";

/** What only the command knows. */
export interface RunFacts {
  /** How --run names the run; null when it is not kept. */
  readonly run: string | null;
  /** Facts of all seeds together. */
  readonly factCount: number;
  readonly virtualEndUs: SimTime;
  /** null leaves wall times out. */
  readonly wallMillis: number | null;
  /** The most memory this program has had; null leaves it out. */
  readonly peakRssBytes: number | null;
}

/** --run of one seed of the run. */
export const runRef = ({ run }: RunFacts, verdict: Verdict, seed: number): string => {
  const name = run ?? "@";
  return verdict.seeds.length > 1 ? `${name}:${String(seed)}` : name;
};
