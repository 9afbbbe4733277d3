// Reads a value by its codec and judges what could be read of it: every problem at once, and none that only follows from
// another.
import { isRecord } from "./api-type.js";
import type { ApiType, Findings, JsonRecord } from "./api-type.js";
import { contextPath, toProblem, UnknownField } from "./errors.js";
import type { IgnoredField, Path, Problem } from "./errors.js";
import { readWhole } from "./struct.js";
import type { Validity } from "./validity.js";

export interface Checked<A> {
  /** Null if there are problems. */
  readonly value: A | null;
  /** Of shape first, then of validity, each group in the order of the fields. */
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredField[];
}

/** The places validity has nothing to say about, because what is there could not be read. */
const unreadPlaces = (problems: readonly Problem[], { errors, unread }: Findings): readonly Path[] => {
  const places = [...problems.map(({ path }) => path), ...unread];
  for (const { context } of errors) {
    const { type, key = "" } = context[context.length - 1] ?? {};
    // A mistyped field is taken for the one that was meant.
    const meant = type instanceof UnknownField ? type.suggestion(key) : null;
    if (meant !== null) places.push([...contextPath(context).slice(0, -1), meant]);
  }
  return places;
};

const startsWith = (path: Path, start: Path): boolean => start.every((step, i) => path[i] === step);

/** A consequence of something unread: at or below its place, or about a part of the object that it belongs to. */
const followsFrom = (problem: Path, unread: Path): boolean =>
  startsWith(problem, unread) || (problem.length > 1 && startsWith(unread, problem));

const isWritten = (value: unknown, path: Path): boolean => {
  let place = value;
  for (const step of path) {
    if (typeof place !== "object" || place === null || !Object.hasOwn(place, step)) return false;
    place = (place as JsonRecord)[step];
  }
  return true;
};

/** Defaults repeat what was written elsewhere, and with it what is wrong with it: that is told where it was written. */
const withoutRepeated = (problems: readonly Problem[], value: unknown): readonly Problem[] => {
  const complaintOf = ({ code, got, why }: Problem): string => [code, got, why].join("\n");
  const [written, told] = [new Set<Problem>(), new Set<string>()];
  for (const problem of problems) {
    if (!isWritten(value, problem.path)) continue;
    written.add(problem);
    told.add(complaintOf(problem));
  }
  // Each place that lacks something lacks it for itself.
  return problems.filter(
    (problem) => written.has(problem) || problem.code === "E302" || !told.has(complaintOf(problem)),
  );
};

/** `check` hears of a draft that may have faults, and of what was written; what it objects to goes to `validity`. */
export const decodeChecked = <Draft extends object>(
  value: unknown,
  codec: ApiType<Draft>,
  validity: Validity,
  check: (into: Validity, draft: Draft, written: JsonRecord) => void,
): Checked<Draft> => {
  const { value: draft, findings } = readWhole(codec, value);
  if (draft !== undefined) check(validity, draft, isRecord(value) ? value : {});
  const { errors, ignored } = findings;
  if (draft !== undefined && errors.length + validity.problems.length === 0) {
    return { value: draft, problems: [], ignored };
  }
  const unreadable = errors.map(toProblem);
  const unread = unreadPlaces(unreadable, findings);
  const invalid = validity.problems.filter(({ path }) => !unread.some((place) => followsFrom(path, place)));
  return { value: null, problems: [...unreadable, ...withoutRepeated(invalid, value)], ignored };
};
