// What the seeds of one cell come to together.
import { meanInterval, meanOf } from "../compare/mean-change.js";
import type { Interval } from "../compare/mean-change.js";
import type { PreparedRun } from "../run/prepared.js";
import type { SeedResult } from "../run/seed-result.js";
import { judge, neededSeeds } from "../run/verdict.js";
import type { JudgedMeasure, JudgedThreshold, Share } from "../run/verdict.js";
import type { CellPlan } from "./run-cells.js";

export interface CellMeasure extends JudgedMeasure {
  /** Over the seeds that have a value; null when none has. */
  readonly mean: number | null;
  /** Of the mean, 95 %; null of fewer than two values. */
  readonly interval: Interval | null;
}

export interface CellSummary {
  readonly params: CellPlan["params"];
  readonly inputDigest: string;
  readonly isMet: boolean;
  /** Of the seeds that are to run, how many have to pass. */
  readonly needed: number;
  readonly share: Share;
  /** False while seeds are missing, or were stopped. */
  readonly complete: boolean;
  readonly thresholds: readonly JudgedThreshold[];
  readonly measures: readonly CellMeasure[];
  readonly runs: readonly Pick<SeedResult, "seed" | "digest" | "facts" | "virtualEndUs" | "complete">[];
  /** Seeds that met every threshold. */
  readonly passedSeeds: readonly number[];
}

/** null while no seed was run. */
export const summarizeCell = (
  plan: CellPlan,
  prepared: PreparedRun,
  results: readonly SeedResult[],
): CellSummary | null => {
  if (results.length === 0) return null;
  const verdict = judge(prepared, results);
  const passedSeeds = results.flatMap(({ seed, thresholds }) =>
    thresholds.every(({ isMet }, ix) => isMet || prepared.thresholds[ix]?.severity !== "fail") ? [seed] : [],
  );
  return {
    params: plan.params,
    inputDigest: plan.inputDigest,
    isMet: verdict.status === "pass",
    needed: neededSeeds(verdict),
    share: verdict.share,
    complete: verdict.complete && results.length === plan.seeds.length,
    thresholds: verdict.thresholds,
    measures: verdict.measures.map((measure) => {
      const values = measure.seeds.flatMap(({ value }) => value ?? []);
      return { ...measure, mean: values.length === 0 ? null : meanOf(values), interval: meanInterval(values) };
    }),
    runs: results.map(({ seed, digest, facts, virtualEndUs, complete }) => ({
      seed,
      digest,
      facts,
      virtualEndUs,
      complete,
    })),
    passedSeeds,
  };
};
