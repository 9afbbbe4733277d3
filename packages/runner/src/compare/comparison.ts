// Two runs held against each other number by number: what is better, what is worse, and what cannot be told from luck.
import { canonicalJson } from "@podsim/core/log";
import type { JsonValue } from "@podsim/core/log";
import { aggregationText } from "../run/measure/expression.js";
import { readThreshold } from "../run/judge-threshold.js";
import { shortTime } from "../scenario/schema/shown.js";
import { meanOf, pairedChange, unpairedChange } from "./mean-change.js";
import type { Interval, MeanChange } from "./mean-change.js";
import type { SeedValue, Side, SideMeasure, SideThreshold } from "./side.js";

/** "different" is of metrics of which neither direction is better; "no data": one of the runs has no value. */
export type Finding = "better" | "worse" | "different" | "no difference shown" | "no data";

export interface MetricChange {
  readonly label: string;
  readonly unit: string;
  readonly better: string;
  /** Means over the seeds that count. */
  readonly a: number | null;
  readonly b: number | null;
  /** B less A. */
  readonly change: number | null;
  /** 95 %; null where one seed is all there is. */
  readonly interval: Interval | null;
  /** Seeds, or pairs of seeds, that have a value on both sides. */
  readonly count: number;
  readonly finding: Finding;
}

export interface ThresholdSide {
  readonly isMet: boolean;
  readonly passed: number;
  readonly total: number;
}

export interface ThresholdChange {
  readonly metric: string;
  readonly expression: string;
  readonly name: string | null;
  readonly severity: "fail" | "warn";
  /** null = that run does not ask for it. */
  readonly a: ThresholdSide | null;
  readonly b: ThresholdSide | null;
  readonly finding:
    "fixed" | "broken" | "more seeds pass" | "fewer seeds pass" | "no difference shown" | "only in A" | "only in B";
}

/** Something that was asked differently. */
export interface ScenarioChange {
  /** "spec.params.nodesPerZone" */
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

export interface Comparison {
  /** Seeds of both sides; they are compared pair by pair. Empty = every value of A with every value of B. */
  readonly pairedSeeds: readonly number[];
  readonly scenario: readonly ScenarioChange[];
  readonly thresholds: readonly ThresholdChange[];
  readonly metrics: readonly MetricChange[];
}

const byDirection = (better: string, change: number): Finding => {
  if (better === "low") return change < 0 ? "better" : "worse";
  if (better === "high") return change > 0 ? "better" : "worse";
  return "different";
};

/** One seed alone says what happened with that luck; of more the interval has to leave out 0. */
const findingOf = (better: string, { change, interval }: MeanChange): Finding => {
  if (change === 0) return "no difference shown";
  if (interval !== null && interval[0] <= 0 && interval[1] >= 0) return "no difference shown";
  return byDirection(better, change);
};

const numbersOf = (values: readonly SeedValue[]): readonly number[] => values.flatMap(({ value }) => value ?? []);

const meanOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : meanOf(values));

const pairsOf = (
  a: readonly SeedValue[],
  b: readonly SeedValue[],
  seeds: readonly number[],
): readonly (readonly [number, number])[] =>
  seeds.flatMap((seed): readonly (readonly [number, number])[] => {
    const [one, other] = [a, b].map((side) => side.find((each) => each.seed === seed)?.value ?? null);
    return one == null || other == null ? [] : [[one, other]];
  });

const metricChange = (
  { label, unit, better }: Omit<SideMeasure, "seeds">,
  a: readonly SeedValue[],
  b: readonly SeedValue[],
  paired: readonly number[],
): MetricChange => {
  const pairs = pairsOf(a, b, paired);
  const isPaired = paired.length > 0;
  const [ofA, ofB] = isPaired
    ? [pairs.map(([one]) => one), pairs.map(([, other]) => other)]
    : [numbersOf(a), numbersOf(b)];
  const common = { label, unit, better, a: meanOrNull(ofA), b: meanOrNull(ofB) };
  if (ofA.length === 0 || ofB.length === 0) {
    const [meanA, meanB] = [a, b].map((side) => meanOrNull(numbersOf(side)));
    const nowhere = meanA == null && meanB == null;
    return {
      ...common,
      a: meanA ?? null,
      b: meanB ?? null,
      change: null,
      interval: null,
      count: 0,
      finding: nowhere ? "no difference shown" : "no data",
    };
  }
  const found = isPaired ? pairedChange(pairs) : unpairedChange(ofA, ofB);
  const count = isPaired ? pairs.length : Math.min(ofA.length, ofB.length);
  return { ...common, ...found, count, finding: findingOf(better, found) };
};

const thresholdKey = ({ metric, expression, name, window }: SideThreshold): string =>
  canonicalJson({ metric, expression, name, window } as JsonValue);

const sideOf = ({ isMet, seeds }: SideThreshold): ThresholdSide => ({
  isMet,
  passed: seeds.filter((each) => each.isMet).length,
  total: seeds.length,
});

const asNumbers = ({ seeds }: SideThreshold): readonly SeedValue[] =>
  seeds.map(({ seed, isMet }) => ({ seed, value: isMet ? 1 : 0 }));

const thresholdFinding = (
  a: SideThreshold,
  b: SideThreshold,
  paired: readonly number[],
): ThresholdChange["finding"] => {
  if (a.isMet !== b.isMet) return b.isMet ? "fixed" : "broken";
  const share = { label: "", unit: "share", better: "high" };
  const { finding } = metricChange(share, asNumbers(a), asNumbers(b), paired);
  if (finding === "better") return "more seeds pass";
  return finding === "worse" ? "fewer seeds pass" : "no difference shown";
};

const thresholdChanges = (a: Side, b: Side, paired: readonly number[]): readonly ThresholdChange[] => {
  const inB = new Map(b.thresholds.map((each) => [thresholdKey(each), each]));
  const inA = new Set(a.thresholds.map(thresholdKey));
  const changes = a.thresholds.map((one): ThresholdChange => {
    const { metric, expression, name, severity } = one;
    const other = inB.get(thresholdKey(one));
    const [sideA, sideB] = [sideOf(one), other === undefined ? null : sideOf(other)];
    const finding = other === undefined ? "only in A" : thresholdFinding(one, other, paired);
    return { metric, expression, name, severity, a: sideA, b: sideB, finding };
  });
  const others = b.thresholds.filter((each) => !inA.has(thresholdKey(each)));
  return [
    ...changes,
    ...others.map((each): ThresholdChange => {
      const { metric, expression, name, severity } = each;
      return { metric, expression, name, severity, a: null, b: sideOf(each), finding: "only in B" };
    }),
  ];
};

/** Longer than any run: a window without an end. */
const NO_END = 2 ** 52;

const windowText = ({ fromUs, toUs }: NonNullable<SideThreshold["window"]>): string =>
  `${fromUs === 0 ? "" : ` from ${shortTime(fromUs)}`}${toUs >= NO_END ? "" : ` until ${shortTime(toUs)}`}`;

/** "min sim_nodes_ready from 6m": the number a threshold is about, with the direction its metric declares. */
const judgedNumber = (threshold: SideThreshold): SideMeasure | null => {
  try {
    const { metric, expression } = readThreshold({ ...threshold, onNoData: "fail" });
    const { window } = threshold;
    const by = expression.by.length === 0 ? "" : ` by (${expression.by.join(", ")})`;
    const label = `${aggregationText(expression)}${by} ${threshold.metric}${window === null ? "" : windowText(window)}`;
    return { label, unit: metric.unit, better: metric.better, seeds: threshold.seeds };
  } catch {
    // A run of another version may judge what this one does not know.
    return null;
  }
};

const numbersToCompare = ({ measures, thresholds }: Side): ReadonlyMap<string, SideMeasure> => {
  const all = [...measures, ...thresholds.flatMap((each) => judgedNumber(each) ?? [])];
  const first = new Map<string, SideMeasure>();
  for (const each of all) if (!first.has(each.label)) first.set(each.label, each);
  return first;
};

const tellsNothing = (measure: SideMeasure | undefined): boolean =>
  measure === undefined ||
  (measure.hiddenAt !== undefined && measure.seeds.every(({ value }) => value === measure.hiddenAt));

const metricChanges = (a: Side, b: Side, paired: readonly number[]): readonly MetricChange[] => {
  const [inA, inB] = [numbersToCompare(a), numbersToCompare(b)];
  const labels = [...new Set([...inA.keys(), ...inB.keys()])];
  return labels.flatMap((label) => {
    const known = inA.get(label) ?? inB.get(label);
    if (known === undefined || [inA.get(label), inB.get(label)].every(tellsNothing)) return [];
    return [metricChange(known, inA.get(label)?.seeds ?? [], inB.get(label)?.seeds ?? [], paired)];
  });
};

const NONE = "not there";

const textOf = (value: unknown): string =>
  value === undefined ? NONE : typeof value === "string" ? value : JSON.stringify(value);

const scenarioChanges = ({ record: a }: Side, { record: b }: Side): readonly ScenarioChange[] => {
  const [paramsA, paramsB] = [a.params ?? {}, b.params ?? {}];
  const names = [...new Set([...Object.keys(paramsA), ...Object.keys(paramsB)])];
  const rows: readonly (readonly [what: string, a: unknown, b: unknown])[] = [
    ["metadata.name", a.name, b.name],
    ["spec.kubernetes", a.kubernetes, b.kubernetes],
    ["spec.clock.start", a.clockStart, b.clockStart],
    ["spec.clock.stop.after", shortTime(a.horizonUs), shortTime(b.horizonUs)],
    ...names.map((name) => [`spec.params.${name}`, paramsA[name], paramsB[name]] as const),
    ["scheduler", a.scheduler, b.scheduler],
  ];
  const changes = rows
    .map(([what, one, other]) => ({ what, a: textOf(one), b: textOf(other) }))
    .filter((each) => each.a !== each.b);
  const [filesA, filesB] = [a.inputDigest.slice(0, 7), b.inputDigest.slice(0, 7)];
  return changes.length > 0 || filesA === filesB
    ? changes
    : [{ what: "what the scenario or its manifests say", a: filesA, b: filesB }];
};

/** Seeds that both sides have are compared in pairs; without any, every seed counts on its own. */
export const compareSides = (a: Side, b: Side): Comparison => {
  const pairedSeeds = a.seeds.filter((seed) => b.seeds.includes(seed));
  return {
    pairedSeeds,
    scenario: scenarioChanges(a, b),
    thresholds: thresholdChanges(a, b, pairedSeeds),
    metrics: metricChanges(a, b, pairedSeeds),
  };
};
