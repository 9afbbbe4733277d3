// Opens a stored run: its record, and the log of one of its seeds, held against what the record says of it.
import { EVENTS } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { decodeFrames } from "@podsim/core/log";
import type { EventLog } from "@podsim/core/log";
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { Files } from "../io/files.js";
import type { FoundRun } from "./reference.js";
import type { RunRecord, SeedRecord } from "./run-record.js";
import { readRunRecord } from "./run-record.js";
import {
  damagedLog,
  damagedRecord,
  noSuchSeed,
  otherFormat,
  otherLength,
  unreadableFile,
} from "./store-diagnostics.js";

const WHOLE = (): number => Number.MAX_SAFE_INTEGER;

export const readRecord = (files: Files, { shown, directory }: FoundRun): Either<Diagnostic, RunRecord> => {
  const read = files.read(`${directory}/run.json`, WHOLE);
  if (isLeft(read)) return left(unreadableFile(shown, read.left));
  const record = readRunRecord(new TextDecoder().decode(read.right.bytes));
  if (!isLeft(record)) return record;
  return left(
    record.left.kind === "other-format"
      ? otherFormat(shown, `store format ${record.left.format}, podsim ${record.left.podsim}`, [])
      : damagedRecord(shown, record.left.detail),
  );
};

export interface StoredRun {
  /** "zone-outage@9f3c2e1" */
  readonly shown: string;
  readonly directory: string;
  readonly record: RunRecord;
  readonly seed: SeedRecord;
  readonly log: EventLog;
  /** Virtual time up to which the run is known. */
  readonly endUs: SimTime;
  /** For a run that was interrupted: how far it got. */
  readonly note: string | null;
}

const seedOf = (record: RunRecord, { shown, seed }: FoundRun): Either<Diagnostic, SeedRecord> => {
  const found = seed === null ? record.seeds[0] : record.seeds.find((one) => String(one.seed) === seed);
  if (found !== undefined) return right(found);
  const seeds = record.seeds.map((one) => one.seed);
  return left(noSuchSeed(shown, seed ?? "", seeds));
};

/** Every fact of a finished seed, or the facts an interrupted writer left whole. */
export const openRun = (files: Files, found: FoundRun): Either<Diagnostic, StoredRun> => {
  const { shown, directory } = found;
  const record = readRecord(files, found);
  if (isLeft(record)) return record;
  const seed = seedOf(record.right, found);
  if (isLeft(seed)) return seed;
  const { log: file, facts, virtualEndUs } = seed.right;
  const bytes = files.read(`${directory}/${file}`, WHOLE);
  if (isLeft(bytes)) return left(unreadableFile(shown, bytes.left));
  const decoded = decodeFrames(bytes.right.bytes, EVENTS);
  if (isLeft(decoded)) return left(damagedLog(shown, file, decoded.left, record.right.command));
  const { log, intactBytes, leftoverBytes } = decoded.right;
  if (facts !== null && (log.length !== facts || leftoverBytes > 0)) {
    const cut = { facts: log.length, expected: facts, intactBytes, leftoverBytes };
    return left(otherLength(shown, file, cut, record.right.command));
  }
  const unfinished =
    leftoverBytes === 0 ? "" : `; ${leftoverBytes} bytes of an unfinished frame after byte ${intactBytes} are left out`;
  const note =
    facts === null
      ? `the run was cut off while it was written: ${log.length} facts are whole${unfinished}`
      : seed.right.complete
        ? null
        : `the run was stopped early (${seed.right.stopReason}) after ${log.length} facts`;
  return right({
    shown,
    directory,
    record: record.right,
    seed: seed.right,
    log,
    endUs: virtualEndUs ?? log.endUs,
    note,
  });
};
