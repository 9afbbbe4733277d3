// Finds the run that a person means: @, @~2, zone-outage, zone-outage@9f3c2e1, 9f3c, a path; with :14 for the seed.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { closest } from "../input/closest.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { Files } from "../io/files.js";
import type { CatalogEntry } from "./catalog.js";
import { listRuns, shownRun } from "./catalog.js";
import type { StoreLocation } from "./location.js";
import { ambiguousRun, badReference, noStore, noSuchRun } from "./store-diagnostics.js";

export interface FoundRun {
  /** "zone-outage@9f3c2e1", or the path given. */
  readonly shown: string;
  readonly directory: string;
  /** As written after the colon; null = the first. */
  readonly seed: string | null;
}

const REFERENCE = /^(.*?)(?::(\d+))?$/s;
const LATEST = /^@(?:~(\d+))?$/;
const HASH = /^[0-9a-f]{4,32}$/;

type Lookup = Either<Diagnostic, CatalogEntry>;

const latest = (reference: string, back: number, runs: readonly CatalogEntry[]): Lookup => {
  const entry = runs[back];
  return entry === undefined ? left(noSuchRun(reference, runs.map(shownRun), null)) : right(entry);
};

const oneOf = (reference: string, matching: readonly CatalogEntry[], runs: readonly CatalogEntry[]): Lookup => {
  const [first, second] = matching;
  if (first === undefined) {
    const names = runs.flatMap((run) => [run.name, shownRun(run)]);
    return left(noSuchRun(reference, runs.map(shownRun), closest(reference, names)));
  }
  return second === undefined ? right(first) : left(ambiguousRun(reference, matching.map(shownRun)));
};

const lookUp = (reference: string, runs: readonly CatalogEntry[]): Lookup => {
  const back = LATEST.exec(reference);
  if (back !== null) return latest(reference, Number(back[1] ?? 0), runs);
  const exact = runs.find(({ id }) => id === reference);
  if (exact !== undefined) return right(exact);
  const at = reference.lastIndexOf("@");
  if (at > 0) {
    const [name, hash] = [reference.slice(0, at), reference.slice(at + 1)];
    const matching = runs.filter((run) => run.name === name && startsAlike(run.hash, hash));
    return oneOf(reference, hash === "" ? [] : matching, runs);
  }
  // A name stands for its latest run; runs are listed latest first.
  const named = runs.find(({ name }) => name === reference);
  if (named !== undefined) return right(named);
  const hashed = HASH.test(reference) ? runs.filter(({ hash }) => startsAlike(hash, reference)) : [];
  return oneOf(reference, hashed, runs);
};

/** Whether one is the start of the other: directories carry seven digits, people may copy more. */
const startsAlike = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

const isRunDirectory = (files: Files, path: string): boolean => files.exists(`${files.resolve(path)}/run.json`);

/** Left: E401 with what there is to choose from. */
export const findRun = (files: Files, store: StoreLocation, text: string): Either<Diagnostic, FoundRun> => {
  const reference = text.replace(/^run\//, "");
  const [, wanted = "", seed = null] = REFERENCE.exec(reference) ?? [];
  if (wanted === "") return left(badReference(text));
  if (/[/\\]/.test(wanted) || wanted === ".") {
    return isRunDirectory(files, wanted)
      ? right({ shown: wanted, directory: files.resolve(wanted), seed })
      : left(noSuchRun(text, listRuns(files, store).map(shownRun), null));
  }
  if (!store.exists) return left(noStore(store.shown));
  const entry = lookUp(wanted, listRuns(files, store));
  return isLeft(entry) ? entry : right({ shown: shownRun(entry.right), directory: entry.right.directory, seed });
};
