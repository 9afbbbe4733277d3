// What can be wrong with a stored run, in the shape of every other error: E401 none, E402 another format, E403 damaged.
import type { FrameError } from "@podsim/core/log";
import { describeFrameError } from "@podsim/core/log";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { FileFailure } from "../io/files.js";
import { VERSION } from "../version.js";
import { RUN_FORMAT } from "./run-record.js";

const SHOWN_MAX = 8;

const shownRuns = (runs: readonly string[]): string => {
  const more = runs.length > SHOWN_MAX ? ` and ${runs.length - SHOWN_MAX} more` : "";
  return runs.slice(0, SHOWN_MAX).join(", ") + more;
};

export const noStore = (shown: string): Diagnostic =>
  diagnostic(null, null, {
    code: "E401",
    message: "no run has been kept yet",
    why: `there is no ${shown} here or in a directory above`,
    fix: "run something first: podsim run scenarios/zone-outage",
  });

export const noSuchRun = (reference: string, runs: readonly string[], near: string | null): Diagnostic =>
  diagnostic(null, null, {
    code: "E401",
    message: `no run "${reference}"`,
    why: runs.length === 0 ? "no run is kept in this store" : `the runs kept here, latest first: ${shownRuns(runs)}`,
    fix:
      near !== null
        ? `did you mean ${near}?`
        : runs.length === 0
          ? "run something first: podsim run …"
          : "podsim runs ls",
  });

export const ambiguousRun = (reference: string, runs: readonly string[]): Diagnostic =>
  diagnostic(null, null, {
    code: "E401",
    message: `"${reference}" is the start of several runs`,
    why: `it stands for ${shownRuns(runs)}`,
    fix: "write more of the hash, or the whole name",
  });

export const noSuchSeed = (run: string, seed: string, seeds: readonly number[]): Diagnostic =>
  diagnostic(null, null, {
    code: "E401",
    message: `run ${run} has no seed ${seed}`,
    why: `its seeds are ${seeds.join(", ")}`,
    fix: `name one of them: ${run}:${seeds[0] ?? 1}`,
  });

export const badReference = (reference: string): Diagnostic =>
  diagnostic(null, null, {
    code: "E401",
    message: `"${reference}" names no run`,
    why: "a run is @ (the latest), @~2, a name, name@hash, the start of a hash or a path, each with :SEED or without",
    fix: "podsim runs ls",
  });

export const otherFormat = (run: string, what: string, command: readonly string[]): Diagnostic =>
  diagnostic(null, null, {
    code: "E402",
    message: `run ${run} was written by another version of podsim: ${what}`,
    why: `this is podsim ${VERSION}, which reads store format ${RUN_FORMAT}`,
    fix: command.length === 0 ? "re-run it with this version" : `re-run it: podsim ${command.join(" ")}`,
  });

export const damagedRecord = (run: string, detail: string): Diagnostic =>
  diagnostic(null, null, {
    code: "E403",
    message: `run ${run} is damaged: run.json cannot be read, ${detail}`,
    why: "what is written down about the run was changed after it was written",
    fix: "re-run it, or remove it: podsim runs rm",
  });

export const damagedLog = (run: string, file: string, error: FrameError, command: readonly string[]): Diagnostic =>
  error.kind === "OtherFormat" || error.kind === "OtherRegistry"
    ? otherFormat(run, describeFrameError(error), command)
    : diagnostic(null, null, {
        code: "E403",
        message: `run ${run} is damaged: ${file}: ${describeFrameError(error)}`,
        why: "the bytes on disk do not have the checksum they were written with",
        fix: `re-run it: podsim ${command.join(" ")}`,
      });

/** A log that ends before, or goes on behind, what the run has written down of it. */
export const otherLength = (
  run: string,
  file: string,
  cut: {
    readonly facts: number;
    readonly expected: number;
    readonly intactBytes: number;
    readonly leftoverBytes: number;
  },
  command: readonly string[],
): Diagnostic => {
  const endsAt = `${file} ends at byte ${cut.intactBytes + cut.leftoverBytes}`;
  const found =
    cut.facts < cut.expected
      ? `${endsAt}, facts ${cut.facts} to ${cut.expected - 1} are missing`
      : cut.facts > cut.expected
        ? `${file} holds facts ${cut.expected} to ${cut.facts - 1}, which are not of this run`
        : `${endsAt}, and its facts at byte ${cut.intactBytes}`;
  return diagnostic(null, null, {
    code: "E403",
    message: `run ${run} is damaged: ${found}`,
    why: `run.json says ${cut.expected} facts; ${cut.facts} are there, in the first ${cut.intactBytes} bytes`,
    fix: `re-run it: podsim ${command.join(" ")}`,
  });
};

export const otherDigest = (run: string, what: string, expected: string, got: string): Diagnostic =>
  diagnostic(null, null, {
    code: "E403",
    message: `run ${run} does not verify: ${what} has digest ${got}, run.json says ${expected}`,
    why: "either file was changed or replaced after the run",
    fix: "re-run it and compare: podsim runs show",
  });

export const unreadableFile = (run: string, failure: FileFailure): Diagnostic =>
  diagnostic(null, null, {
    code: "E403",
    message: `run ${run} cannot be read: ${failure.path}`,
    why: failure.kind === "missing" ? "the file is not there" : `the system says: ${failure.detail}`,
    fix: "re-run it, or check the disk and its permissions",
  });

export const unwritableStore = (failure: FileFailure): Diagnostic =>
  diagnostic(null, null, {
    code: "E403",
    message: `the run cannot be kept: ${failure.path}`,
    why: `the system says: ${failure.detail}`,
    fix: "make room or give another place: --store DIR",
  });
