// Reads a value by its codec and judges what could be read of it: every problem at once, and none that only follows from
// another.
import type { ApiType, Findings } from "./api-type.js";
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

/** `check` hears of a draft that may have faults; what it objects to goes to `validity`. */
export const decodeChecked = <Draft extends object>(
  value: unknown,
  codec: ApiType<Draft>,
  validity: Validity,
  check: (into: Validity, draft: Draft) => void,
): Checked<Draft> => {
  const { value: draft, findings } = readWhole(codec, value);
  if (draft !== undefined) check(validity, draft);
  const { errors, ignored } = findings;
  if (draft !== undefined && errors.length + validity.problems.length === 0) {
    return { value: draft, problems: [], ignored };
  }
  const unreadable = errors.map(toProblem);
  const unread = unreadPlaces(unreadable, findings);
  const invalid = validity.problems.filter(({ path }) => !unread.some((place) => followsFrom(path, place)));
  return { value: null, problems: [...unreadable, ...invalid], ignored };
};
