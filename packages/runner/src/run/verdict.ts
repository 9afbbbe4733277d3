// The verdict of a run over all its seeds: which thresholds held, how far that can be trusted, and the exit code.
import type { SimTime } from "@podsim/core";
import { exitCode } from "../failures.js";
import type { BrokenCheck } from "./judge-checks.js";
import { readThreshold } from "./judge-threshold.js";
import { badness } from "./measure/expression.js";
import type { PreparedRun, ThresholdSpec } from "./prepared.js";
import type { Measure } from "./outcome-measures.js";
import type { SchedulingRate } from "./scheduling-rate.js";
import type { SeedResult } from "./seed-result.js";
import type { WorkloadLine } from "./workload-lines.js";
import type { DeploymentOutcome, PodCounts, PodTrouble } from "./workload-outcome.js";
import { wilsonInterval } from "./wilson.js";

/** A share of seeds with its 95 % interval. */
export interface Share {
  readonly passed: number;
  readonly total: number;
  /** Null when all passed: nothing is then in doubt but how many more it would take. */
  readonly interval: readonly [low: number, high: number] | null;
}

export interface JudgedSeed {
  readonly seed: number;
  readonly value: number | null;
  readonly isMet: boolean;
  readonly firstBreachUs: SimTime | null;
  readonly labels: Readonly<Record<string, string>>;
}

export interface JudgedThreshold extends ThresholdSpec {
  /** Whether enough seeds met it. */
  readonly isMet: boolean;
  readonly share: Share;
  /** The seed furthest from what is wanted. */
  readonly worst: JudgedSeed;
  readonly seeds: readonly JudgedSeed[];
}

export interface JudgedMeasure {
  readonly label: string;
  readonly unit: Measure["unit"];
  readonly better: Measure["better"];
  /** A line with this value in every seed is not printed. */
  readonly hiddenAt?: number;
  /** Over the seeds that have a value; null when none has. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly worst: number | null;
  /** Of a seed without a value, where there is one. */
  readonly worstSeed: number;
  /** How many seeds have a value. */
  readonly seedCount: number;
  /** Seed by seed, so that runs can be compared in pairs; null = it cannot be said. */
  readonly seeds: readonly { readonly seed: number; readonly value: number | null }[];
}

/** One of the run's checks over all seeds. */
export interface JudgedCheck {
  readonly id: string;
  readonly isHeld: boolean;
  /** Seeds that broke it. */
  readonly seeds: readonly number[];
  /** Where the first of them did. */
  readonly first: (BrokenCheck & { readonly seed: number }) | null;
}

/** Plain data, as `run -o json` prints it. */
export interface Verdict {
  readonly status: "pass" | "fail" | "incomplete";
  /** 0, 99, 98 or 5. */
  readonly exitCode: number;
  readonly complete: boolean;
  readonly seeds: readonly number[];
  readonly require: number;
  /** Seeds that met every threshold of severity fail. */
  readonly share: Share;
  readonly thresholds: readonly JudgedThreshold[];
  readonly checks: readonly JudgedCheck[];
  readonly measures: readonly JudgedMeasure[];
  /** The seed that failed the most thresholds, or the first one: what is looked at below. */
  readonly shownSeed: number;
  readonly deployments: readonly DeploymentOutcome[];
  readonly workloads: readonly WorkloadLine[];
  readonly pods: PodCounts;
  readonly troubles: readonly PodTrouble[];
  readonly refusals: readonly string[];
  /** Of all seeds together. */
  readonly placedPods: number;
  /** In virtual time, of the shown seed. */
  readonly scheduling: SchedulingRate;
  /** Of an incomplete run, why; null of a complete one. */
  readonly stopped: Pick<SeedResult, "seed" | "stopReason" | "hottest" | "virtualEndUs" | "facts"> | null;
}

const shareOf = (passed: number, total: number): Share => ({
  passed,
  total,
  interval: passed === total ? null : wilsonInterval(passed, total),
});

/** Rounded up: 0.95 of 20 seeds are 19, of 10 seeds 10. */
const neededOf = (require: number, total: number): number => Math.ceil(require * total - 1e-9);

/** Seeds that must pass. */
export const neededSeeds = ({ require, seeds }: Pick<Verdict, "require" | "seeds">): number =>
  neededOf(require, seeds.length);

/** Greater = worse; no value is worst of all. */
const howBad = (spec: ThresholdSpec, { value, isMet }: JudgedSeed): number =>
  value === null ? (isMet ? -Infinity : Infinity) : badness(readThreshold(spec).expression, value);

const judgeOver = (
  spec: ThresholdSpec,
  ix: number,
  results: readonly SeedResult[],
  require: number,
): JudgedThreshold => {
  const seeds = results.flatMap(({ seed, thresholds }): readonly JudgedSeed[] => {
    const result = thresholds[ix];
    return result === undefined ? [] : [{ seed, ...result }];
  });
  const [first, ...others] = seeds;
  if (first === undefined) throw new RangeError(`no seed was judged by ${spec.metric}`);
  const passed = seeds.filter(({ isMet }) => isMet).length;
  return {
    ...spec,
    isMet: passed >= neededOf(require, seeds.length),
    share: shareOf(passed, seeds.length),
    worst: others.reduce((worst, each) => (howBad(spec, each) > howBad(spec, worst) ? each : worst), first),
    seeds,
  };
};

/** Nearest rank: the smallest value that `percent` of the values do not exceed. */
const rank = (sorted: readonly number[], percent: number): number | null =>
  sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;

const measureOver = (label: string, results: readonly SeedResult[]): JudgedMeasure | null => {
  const rows = results.flatMap(({ seed, measures }) => {
    const found = measures.find((each) => each.label === label);
    return found === undefined ? [] : [{ seed, ...found }];
  });
  const [first] = rows;
  if (first === undefined) return null;
  const { unit, better, hiddenAt } = first;
  const valued = rows.flatMap(({ seed, value }) => (value === null ? [] : [{ seed, value }]));
  const sorted = valued.map(({ value }) => value).sort((a, b) => (better === "low" ? a - b : b - a));
  const worst = sorted.at(-1) ?? null;
  const without = rows.find(({ value }) => value === null);
  return {
    label,
    unit,
    better,
    ...(hiddenAt === undefined ? {} : { hiddenAt }),
    p50: rank(sorted, 50),
    p95: rank(sorted, 95),
    worst,
    worstSeed: without?.seed ?? valued.find(({ value }) => value === worst)?.seed ?? first.seed,
    seedCount: valued.length,
    seeds: rows.map(({ seed, value }) => ({ seed, value })),
  };
};

const failures = ({ thresholds }: SeedResult, specs: readonly ThresholdSpec[]): number =>
  thresholds.filter(({ isMet }, ix) => !isMet && specs[ix]?.severity === "fail").length;

const checkOver = (id: string, results: readonly SeedResult[]): JudgedCheck => {
  const broken = results.flatMap((result) => {
    const found = result.broken.find((each) => each.id === id);
    return found === undefined ? [] : [{ ...found, seed: result.seed }];
  });
  return { id, isHeld: broken.length === 0, seeds: broken.map(({ seed }) => seed), first: broken[0] ?? null };
};

/** Judges the results of all seeds together; at least one. */
export const judge = (prepared: PreparedRun, results: readonly SeedResult[]): Verdict => {
  const [first, ...others] = results;
  if (first === undefined) throw new RangeError("a verdict needs at least one seed");
  const specs = prepared.thresholds;
  const shown = others.reduce((worst, each) => (failures(each, specs) > failures(worst, specs) ? each : worst), first);
  const passed = results.filter((result) => failures(result, specs) === 0).length;
  const unfinished = results.find(({ complete }) => !complete);
  const isPassed = passed >= neededOf(prepared.require, results.length);
  const checks = (prepared.checks ?? []).map((id) => checkOver(id, results));
  const isLawful = checks.every(({ isHeld }) => isHeld);
  const status = unfinished !== undefined ? "incomplete" : isPassed && isLawful ? "pass" : "fail";
  const failure = isLawful ? "threshold-failed" : "property-violated";
  // Seeds may have workloads of their own.
  const labels = [...new Set(results.flatMap(({ measures }) => measures.map(({ label }) => label)))];
  return {
    status,
    exitCode: exitCode(status === "pass" ? "ok" : status === "fail" ? failure : "guard"),
    complete: unfinished === undefined,
    seeds: results.map(({ seed }) => seed),
    require: prepared.require,
    share: shareOf(passed, results.length),
    thresholds: specs.map((spec, ix) => judgeOver(spec, ix, results, prepared.require)),
    checks,
    measures: labels.flatMap((label) => measureOver(label, results) ?? []),
    shownSeed: shown.seed,
    deployments: shown.deployments,
    workloads: shown.workloads,
    pods: shown.pods,
    troubles: shown.troubles,
    refusals: shown.refusals,
    placedPods: results.reduce((sum, { scheduling }) => sum + scheduling.placedPods, 0),
    scheduling: shown.scheduling,
    stopped:
      unfinished === undefined
        ? null
        : {
            seed: unfinished.seed,
            stopReason: unfinished.stopReason,
            hottest: unfinished.hottest,
            virtualEndUs: unfinished.virtualEndUs,
            facts: unfinished.facts,
          },
  };
};

/** Whether a measure tells something: it has another value than the usual one in some seed. */
export const isTelling = ({ hiddenAt, seeds }: JudgedMeasure): boolean =>
  hiddenAt === undefined || seeds.some(({ value }) => value !== hiddenAt);
