// Expands file patterns such as ./nodes/*.yaml; what is not found is told together with what was there instead.
import type { Files } from "./files.js";

export interface Expansion {
  /** Paths that begin as the pattern does, in the order of names. */
  readonly paths: readonly string[];
  /** Directories whose names were compared and did not match, with those names: for "looked in …". */
  readonly lookedIn: readonly { readonly directory: string; readonly names: readonly string[] }[];
  /** The first fixed part of the pattern that does not exist; null when all do. */
  readonly missing: string | null;
}

const DEPTH_LIMIT = 32;

export const isPattern = (path: string): boolean => /[*?]/.test(path);

/** Whether * (any characters) and ? (one character) make the segment equal to the name; takes time linear per star. */
const matches = (segment: string, name: string): boolean => {
  let at = 0;
  let ix = 0;
  let star = -1;
  let resumeAt = 0;
  while (at < name.length) {
    if (segment[ix] === "*") {
      star = ix;
      ix += 1;
      resumeAt = at;
    } else if (ix < segment.length && (segment[ix] === "?" || segment[ix] === name[at])) {
      ix += 1;
      at += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      resumeAt += 1;
      at = resumeAt;
      ix = star + 1;
    } else return false;
  }
  while (segment[ix] === "*") ix += 1;
  return ix === segment.length;
};

const join = (directory: string, name: string): string =>
  directory === "" ? name : directory.endsWith("/") ? directory + name : `${directory}/${name}`;

interface Walk {
  readonly files: Files;
  readonly base: string;
  readonly paths: string[];
  readonly lookedIn: { directory: string; names: readonly string[] }[];
  missing: string | null;
}

const expandFrom = (walk: Walk, directory: string, segments: readonly string[], depth: number): void => {
  const [segment, ...rest] = segments;
  if (segment === undefined || depth > DEPTH_LIMIT) return;
  if (!isPattern(segment)) {
    const path = join(directory, segment);
    if (!walk.files.exists(walk.files.resolve(walk.base, path))) walk.missing ??= path;
    else if (rest.length === 0) walk.paths.push(path);
    else expandFrom(walk, path, rest, depth + 1);
    return;
  }
  const listed = walk.files.list(walk.files.resolve(walk.base, directory === "" ? "." : directory));
  if (listed._tag === "Left") return;
  // As in a shell, a leading dot must be written.
  const entries = listed.right.filter(({ name }) => segment.startsWith(".") || !name.startsWith("."));
  if (segment === "**") {
    expandFrom(walk, directory, rest.length === 0 ? ["*"] : rest, depth + 1);
    for (const { name, kind, isLink } of entries) {
      if (kind === "directory" && !isLink) expandFrom(walk, join(directory, name), segments, depth + 1);
    }
    return;
  }
  const isLast = rest.length === 0;
  const matching = entries.filter(({ name, kind }) => (kind === "directory") !== isLast && matches(segment, name));
  if (matching.length === 0)
    walk.lookedIn.push({ directory: directory === "" ? "." : directory, names: entries.map(({ name }) => name) });
  for (const { name } of matching) {
    if (rest.length === 0) walk.paths.push(join(directory, name));
    else expandFrom(walk, join(directory, name), rest, depth + 1);
  }
};

/**
 * The files a pattern stands for, seen from the directory `base`: * and ? match within a name, ** any directories. A
 * path without them stands for itself, directory or not. ** does not follow symbolic links.
 */
export const expandPattern = (files: Files, base: string, pattern: string): Expansion => {
  const walk: Walk = { files, base, paths: [], lookedIn: [], missing: null };
  const isAbsolute = pattern.startsWith("/");
  const segments = pattern.split("/").filter((segment, ix) => segment !== "" && (segment !== "." || ix === 0));
  const [first = "", ...others] = segments;
  // "./" in front is kept, so that a path prints as it was written.
  if (first === "." && others.length > 0) expandFrom(walk, ".", others, 0);
  else expandFrom(walk, isAbsolute ? "/" : "", segments, 0);
  return { paths: [...new Set(walk.paths)], lookedIn: walk.lookedIn, missing: walk.missing };
};
