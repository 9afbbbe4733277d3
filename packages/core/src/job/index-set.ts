// Sets of completion indexes as a Job's status keeps them: "1,3-5,7", intervals in order.

export interface Interval {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

/** In order, with gaps between them. */
export type IndexSet = readonly Interval[];

export const NO_INDEXES: IndexSet = [];

const union = (intervals: readonly Interval[]): IndexSet => {
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const end = merged.at(-1);
    if (end !== undefined && first <= end.last + 1) end.last = Math.max(end.last, last);
    else merged.push({ first, last });
  }
  return merged;
};

/** The indexes below `completions` of "0,2-4"; a part that cannot be read is passed over. */
export const parseIndexes = (text: string, completions: number): IndexSet => {
  if (text === "") return NO_INDEXES;
  const intervals = text.split(",").flatMap((part): readonly Interval[] => {
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (from === undefined) return [];
    const first = Number(from);
    if (first >= completions) return [];
    return [{ first, last: Math.min(to === undefined ? first : Number(to), completions - 1) }];
  });
  return union(intervals);
};

/** Neighbours are written with a comma, three and more in a row with a dash. */
export const formatIndexes = (set: IndexSet): string =>
  set
    .map(({ first, last }) =>
      last === first ? String(first) : `${String(first)}${last === first + 1 ? "," : "-"}${String(last)}`,
    )
    .join(",");

export const withIndexes = (set: IndexSet, indexes: Iterable<number>): IndexSet => {
  const more = [...indexes].map((index) => ({ first: index, last: index }));
  return more.length === 0 ? set : union([...set, ...more]);
};

export const mergeIndexes = (a: IndexSet, b: IndexSet): IndexSet => (b.length === 0 ? a : union([...a, ...b]));

export const countIndexes = (set: IndexSet): number => set.reduce((sum, { first, last }) => sum + last - first + 1, 0);

export const hasIndex = (set: IndexSet, index: number): boolean =>
  set.some(({ first, last }) => first <= index && index <= last);

/** How many indexes are in both. */
export const countCommon = (a: IndexSet, b: IndexSet): number => {
  let count = 0;
  for (const one of a) {
    for (const other of b) {
      count += Math.max(0, Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1);
    }
  }
  return count;
};

/** The `count` lowest indexes below `completions` that are not in the set. */
export const lowestMissing = (set: IndexSet, count: number, completions: number): readonly number[] => {
  const missing: number[] = [];
  let candidate = 0;
  for (const { first, last } of [...set, { first: completions, last: completions }]) {
    for (; candidate < Math.min(first, completions) && missing.length < count; candidate++) missing.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return missing;
};
