// One side of a comparison: what is written down of a run, as far as a comparison needs it.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import * as t from "io-ts";
import type { Diagnostic } from "../input/diagnostic.js";
import type { Files } from "../io/files.js";
import type { ThresholdSpec } from "../run/prepared.js";
import { readRecord } from "../store/run-reader.js";
import type { FoundRun } from "../store/reference.js";
import type { RunRecord } from "../store/run-record.js";
import { noSuchSeed, otherFormat } from "../store/store-diagnostics.js";

const orNull = <C extends t.Mixed>(codec: C): t.UnionC<[C, t.NullC]> => t.union([codec, t.null]);

export interface SeedValue {
  readonly seed: number;
  readonly value: number | null;
}

export interface SideThreshold extends Pick<ThresholdSpec, "metric" | "expression" | "name" | "severity" | "window"> {
  readonly isMet: boolean;
  readonly seeds: readonly (SeedValue & { readonly isMet: boolean })[];
}

export interface SideMeasure {
  readonly label: string;
  readonly unit: string;
  readonly better: string;
  /** A value that tells nothing. */
  readonly hiddenAt?: number;
  readonly seeds: readonly SeedValue[];
}

interface SideVerdict {
  readonly shownSeed: number;
  readonly require: number;
  readonly thresholds: readonly SideThreshold[];
  readonly measures: readonly SideMeasure[];
}

const seedValue = t.type({ seed: t.number, value: orNull(t.number) });

const verdictCodec: t.Type<SideVerdict, unknown> = t.type({
  shownSeed: t.number,
  require: t.number,
  thresholds: t.readonlyArray(
    t.type({
      metric: t.string,
      expression: t.string,
      name: orNull(t.string),
      severity: t.union([t.literal("fail"), t.literal("warn")]),
      window: orNull(t.type({ fromUs: t.number, toUs: t.number })),
      isMet: t.boolean,
      seeds: t.readonlyArray(t.type({ seed: t.number, value: orNull(t.number), isMet: t.boolean })),
    }),
  ),
  measures: t.readonlyArray(
    t.intersection([
      t.type({ label: t.string, unit: t.string, better: t.string, seeds: t.readonlyArray(seedValue) }),
      t.partial({ hiddenAt: t.number }),
    ]),
  ),
});

export interface Side extends SideVerdict {
  /** "zone-outage@9f3c2e1" */
  readonly shown: string;
  readonly found: FoundRun;
  readonly record: RunRecord;
  /** All of the run, or the one that was asked for. */
  readonly seeds: readonly number[];
}

const verdictIn = (files: Files, { directory }: FoundRun): SideVerdict | null => {
  const read = files.read(`${directory}/verdict.json`, () => Number.MAX_SAFE_INTEGER);
  if (isLeft(read)) return null;
  try {
    const decoded = verdictCodec.decode(JSON.parse(new TextDecoder().decode(read.right.bytes)));
    return isLeft(decoded) ? null : decoded.right;
  } catch {
    return null;
  }
};

/** Reads the run; with a seed in the reference, only what is known of that seed. */
export const readSide = (files: Files, found: FoundRun): Either<Diagnostic, Side> => {
  const record = readRecord(files, found);
  if (isLeft(record)) return record;
  const { shown, seed } = found;
  const verdict = verdictIn(files, found);
  if (verdict === null) {
    return left(otherFormat(shown, "there is no verdict seed by seed beside it", record.right.command));
  }
  const all = record.right.seeds.map((each) => each.seed);
  const seeds = all.filter((each) => seed === null || String(each) === seed);
  if (seeds.length === 0) return left(noSuchSeed(shown, seed ?? "", all));
  const of = <Value extends SeedValue>(values: readonly Value[]): readonly Value[] =>
    values.filter((each) => seeds.includes(each.seed));
  const thresholds = verdict.thresholds.map((each): SideThreshold => {
    const judged = of(each.seeds);
    const isMet = seed === null ? each.isMet : judged.every((one) => one.isMet);
    return { ...each, isMet, seeds: judged };
  });
  return right({
    shown: seed === null ? shown : `${shown}:${seed}`,
    found,
    record: record.right,
    seeds,
    shownSeed: seeds.includes(verdict.shownSeed) ? verdict.shownSeed : (seeds[0] ?? 0),
    require: verdict.require,
    thresholds,
    measures: verdict.measures.map((each) => ({ ...each, seeds: of(each.seeds) })),
  });
};
