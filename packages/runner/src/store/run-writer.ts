// Keeps a run while it happens: logs grow slice by slice in a directory of their own, which takes the run's place when all
// is written. A writer that is killed leaves that directory, and what is in it reads back as a valid beginning.
import type { EventDefinition } from "@podsim/core";
import { createFrameEncoder, encodeHeader } from "@podsim/core/log";
import type { ColumnLog, FrameEncoder } from "@podsim/core/log";
import type { WorldView } from "@podsim/scheduler";
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { FileFailure, FileResult, Files, FileWriter } from "../io/files.js";
import type { PreparedRun } from "../run/prepared.js";
import { VERSION } from "../version.js";
import { BehaviorBookWriter } from "./behavior-book.js";
import type { BehaviorBook } from "./behavior-book.js";
import { noteStart } from "./catalog.js";
import type { StoreLocation } from "./location.js";
import { runsDirectory } from "./location.js";
import type { RunId } from "./run-id.js";
import { RUN_FORMAT, runRecordText } from "./run-record.js";
import type { RunRecord, SeedRecord } from "./run-record.js";
import { unwritableStore } from "./store-diagnostics.js";
import { worldDigest } from "./world-digest.js";

/** What of the process the writer needs: a name for its directory that no other process has. */
export interface WriterProcess {
  readonly id: number;
  /** Whether the process of that number still runs. */
  readonly isRunning: (id: number) => boolean;
}

export interface RunToWrite {
  readonly runId: RunId;
  readonly prepared: PreparedRun;
  readonly clockStart: string;
  /** Arguments that bring the run about again. */
  readonly command: readonly string[];
}

export interface SeedEnd {
  readonly world: WorldView;
  readonly virtualEndUs: number;
  readonly complete: boolean;
  readonly stopReason: string;
}

type Written<T> = Either<Diagnostic, T>;

const checked = <T>(result: FileResult<T>): Written<T> =>
  isLeft(result) ? left(unwritableStore(result.left)) : result;

/** The log of one seed on its way to disk. */
export class SeedWriter {
  readonly #file: FileWriter;
  readonly #encoder: FrameEncoder;
  readonly #log: ColumnLog;

  constructor(file: FileWriter, log: ColumnLog) {
    this.#file = file;
    this.#log = log;
    this.#encoder = createFrameEncoder(log);
  }

  get log(): ColumnLog {
    return this.#log;
  }

  writeHeader(registry: readonly EventDefinition[]): Written<void> {
    return checked(this.#file.write(encodeHeader(registry)));
  }

  /** Writes what was recorded since the last call, as one frame; after it a kill loses nothing of that. */
  append(): Written<void> {
    const frame = this.#encoder.encode(this.#log.length);
    return frame.length === 0 ? right(undefined) : checked(this.#file.write(frame));
  }

  /** Writes the rest and waits until the disk has it. */
  close(): Written<void> {
    const rest = this.append();
    if (isLeft(rest)) return rest;
    const flushed = checked(this.#file.flush());
    const closed = checked(this.#file.close());
    return isLeft(flushed) ? flushed : closed;
  }
}

const SWAP_TRIES = 5;

export class RunWriter {
  readonly #files: Files;
  readonly #store: StoreLocation;
  readonly #run: RunToWrite;
  readonly #process: WriterProcess;
  readonly #seeds: SeedRecord[] = [];
  readonly #book = new BehaviorBookWriter();

  constructor(files: Files, store: StoreLocation, run: RunToWrite, process: WriterProcess) {
    this.#files = files;
    this.#store = store;
    this.#run = run;
    this.#process = process;
  }

  /** Where the run is being written. */
  get directory(): string {
    return `${this.#place}.partial-${this.#process.id}`;
  }

  /** Where it will be. */
  get #place(): string {
    return `${runsDirectory(this.#store)}/${this.#run.runId.id}`;
  }

  begin(): Written<void> {
    const removed = checked(this.#files.remove(this.directory));
    if (isLeft(removed)) return removed;
    const made = checked(this.#files.makeDirectory(this.directory));
    if (isLeft(made)) return made;
    noteStart(this.#files, this.#store, this.#run.runId.id);
    return this.#writeRecord(false, null);
  }

  beginSeed(seed: number, log: ColumnLog): Written<SeedWriter> {
    const name = `seed-${seed}.log`;
    this.#seeds.push({
      seed,
      log: name,
      facts: null,
      digest: null,
      worldDigest: null,
      virtualEndUs: null,
      complete: false,
      stopReason: "",
    });
    const opened = checked(this.#files.open(`${this.directory}/${name}`, "truncate"));
    if (isLeft(opened)) return opened;
    const writer = new SeedWriter(opened.right, log);
    const header = writer.writeHeader(log.registry);
    if (isLeft(header)) return header;
    const recorded = this.#writeRecord(false, null);
    return isLeft(recorded) ? recorded : right(writer);
  }

  /** Closes the log of the seed begun last. */
  finishSeed(writer: SeedWriter, end: SeedEnd): Written<SeedRecord> {
    const closed = writer.close();
    if (isLeft(closed)) return closed;
    const { log } = writer;
    const begun = this.#seeds.pop();
    const finished: SeedRecord = {
      seed: begun?.seed ?? 0,
      log: begun?.log ?? "",
      facts: log.length,
      digest: log.digest(),
      worldDigest: worldDigest(end.world),
      virtualEndUs: end.virtualEndUs,
      complete: end.complete,
      stopReason: end.stopReason,
    };
    this.#seeds.push(finished);
    this.#book.add(log, this.#run.prepared);
    const recorded = this.#writeRecord(false, null);
    return isLeft(recorded) ? recorded : right(finished);
  }

  /** Where the log of a seed that somebody else writes belongs. */
  logFile(seed: number): string {
    return `${this.directory}/seed-${seed}.log`;
  }

  /** Notes a seed whose log lies whole in its logFile; seeds are taken in their order. */
  takeSeed({ seed, ...rest }: Omit<SeedRecord, "log">, book: BehaviorBook): Written<void> {
    this.#seeds.push({ seed, log: `seed-${seed}.log`, ...rest });
    this.#book.merge(book);
    return this.#writeRecord(false, null);
  }

  /** Writes the verdict (any JSON value) and puts the run in its place. */
  finish(verdict: unknown, complete: boolean, tookMillis: number): Written<string> {
    const text = `${JSON.stringify(verdict, null, 2)}\n`;
    const judged = checked(this.#files.replace(`${this.directory}/verdict.json`, text));
    if (isLeft(judged)) return judged;
    const recorded = this.#writeRecord(complete, tookMillis);
    if (isLeft(recorded)) return recorded;
    const swapped = checked(this.#swap());
    if (isLeft(swapped)) return swapped;
    this.#removeLeftovers();
    return right(this.#place);
  }

  #record(complete: boolean, tookMillis: number | null): RunRecord {
    const { runId, prepared, clockStart, command } = this.#run;
    const { featureGates, kubernetes, reseeds, scheduler } = prepared.settings;
    const params = prepared.parameters ?? [];
    const plugins = (prepared.plugins ?? []).map(({ file, digest }) => ({ file: this.#files.resolve(file), digest }));
    return {
      apiVersion: "podsim.dev/v1alpha1",
      kind: "Run",
      formatVersion: RUN_FORMAT,
      podsim: VERSION,
      run: runId.id,
      name: runId.name,
      hash: runId.hash,
      question: prepared.question,
      ...(params.length === 0 ? {} : { params: Object.fromEntries(params.map(({ name, value }) => [name, value])) }),
      command,
      inputDigest: prepared.inputDigest(),
      kubernetes,
      ...(featureGates === undefined ? {} : { featureGates }),
      ...(reseeds === undefined ? {} : { reseeds }),
      clockStart,
      horizonUs: prepared.horizonUs,
      require: prepared.require,
      thresholds: prepared.thresholds,
      complete,
      seeds: this.#seeds,
      ...(scheduler === undefined ? {} : { scheduler }),
      ...(plugins.length === 0 ? {} : { plugins }),
      ...this.#book.book(),
      meta: { wall: { tookMillis } },
    };
  }

  #writeRecord(complete: boolean, tookMillis: number | null): Written<void> {
    const text = runRecordText(this.#record(complete, tookMillis));
    return checked(this.#files.replace(`${this.directory}/run.json`, text));
  }

  /** The old run steps aside and the new one takes its place; another process may be doing the same. */
  #swap(): FileResult<void> {
    const aside = `${this.#place}.replaced-${this.#process.id}`;
    let failure: FileFailure | null = null;
    for (let attempt = 0; attempt < SWAP_TRIES; attempt += 1) {
      this.#files.remove(aside);
      this.#files.rename(this.#place, aside);
      const placed = this.#files.rename(this.directory, this.#place);
      if (!isLeft(placed)) {
        this.#files.remove(aside);
        return placed;
      }
      failure = placed.left;
    }
    return left(failure ?? { kind: "other", path: this.#place, detail: "" });
  }

  /** What killed writers of this same run left behind is of no use once the run is whole. */
  #removeLeftovers(): void {
    const listed = this.#files.list(runsDirectory(this.#store));
    if (isLeft(listed)) return;
    for (const { name } of listed.right) {
      const match = /^(.*)\.(?:partial|replaced)-(\d+)$/.exec(name);
      if (match === null || match[1] !== this.#run.runId.id) continue;
      const writer = Number(match[2]);
      if (writer === this.#process.id || this.#process.isRunning(writer)) continue;
      this.#files.remove(`${runsDirectory(this.#store)}/${name}`);
    }
  }
}
