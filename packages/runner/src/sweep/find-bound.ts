// Looks for the smallest or largest value that passes, trying as few as it can; where passing is not a matter of more or
// less, it says so and tries them all.

export interface Tried {
  readonly value: number;
  readonly isMet: boolean;
  /** By seed, so that a seed that passes with less and fails with more is noticed. */
  readonly seeds: readonly { readonly seed: number; readonly isMet: boolean }[];
}

export interface Violation {
  /** null = of the verdict over all seeds. */
  readonly seed: number | null;
  /** It passes here … */
  readonly passes: number;
  /** … and fails here, though this is further in the direction that should only help. */
  readonly fails: number;
}

export interface FoundBound {
  /** null = no value passes. */
  readonly value: number | null;
  /** In order of value. */
  readonly tried: readonly Tried[];
  readonly violations: readonly Violation[];
  /** Every value was tried, because passing is not a matter of more or less. */
  readonly isExhaustive: boolean;
}

/** Values tried one by one after a violation. */
const EXHAUSTIVE_MAX = 1_000;

/** `low`, `low + step` … up to `high`. */
export const valuesBetween = (low: number, high: number, step: number): readonly number[] => {
  const count = Math.floor((high - low) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, ix) => Number((low + ix * step).toPrecision(12)));
};

/** From what should be hardest to what should be easiest. */
const violationsIn = (ordered: readonly Tried[]): readonly Violation[] => {
  const found: Violation[] = [];
  const judge = (seed: number | null, isMet: (tried: Tried) => boolean | undefined): void => {
    const first = ordered.find((tried) => isMet(tried) === true);
    if (first === undefined) return;
    const later = ordered.slice(ordered.indexOf(first)).find((tried) => isMet(tried) === false);
    if (later !== undefined) found.push({ seed, passes: first.value, fails: later.value });
  };
  judge(null, ({ isMet }) => isMet);
  for (const { seed } of ordered[0]?.seeds ?? []) {
    judge(seed, ({ seeds }) => seeds.find((each) => each.seed === seed)?.isMet);
  }
  return found;
};

/**
 * `smallest`: more should help. `largest`: less should. `tryValue` runs all seeds with one value; the same seeds for every
 * value, so that values differ by nothing else. null from it ends the search.
 */
export const findBound = async (
  goal: "smallest" | "largest",
  values: readonly number[],
  tryValue: (value: number) => Promise<Tried | null>,
): Promise<FoundBound | null> => {
  const ordered = goal === "smallest" ? values : [...values].reverse();
  const tried = new Map<number, Tried>();
  const isMet = async (ix: number): Promise<boolean | null> => {
    const known = tried.get(ix);
    if (known !== undefined) return known.isMet;
    const found = await tryValue(ordered[ix] ?? 0);
    if (found !== null) tried.set(ix, found);
    return found?.isMet ?? null;
  };
  let [fails, passes] = [-1, ordered.length - 1];
  // The easiest value first: if even that fails, more halving would find nothing.
  for (let ix = passes; passes - fails > 1 || !tried.has(ix); ix = (fails + passes) >> 1) {
    const met = await isMet(ix);
    if (met === null) return null;
    if (met) passes = ix;
    else if (ix === ordered.length - 1) break;
    else fails = ix;
    if (passes - fails <= 1) break;
  }
  const inOrder = (): readonly Tried[] => [...tried].sort(([a], [b]) => a - b).map(([, each]) => each);
  const violations = violationsIn(inOrder());
  const isOpen = violations.length > 0 || tried.get(ordered.length - 1)?.isMet !== true;
  const isExhaustive = isOpen && ordered.length <= EXHAUSTIVE_MAX;
  if (isExhaustive) {
    for (const ix of ordered.keys()) if ((await isMet(ix)) === null) return null;
  }
  const all = inOrder();
  const found = all.find((each) => each.isMet)?.value ?? null;
  const byValue = goal === "smallest" ? all : [...all].reverse();
  return { value: found, tried: byValue, violations: violationsIn(all), isExhaustive };
};
