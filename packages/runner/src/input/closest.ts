// The known name that an unknown one was probably meant to be.

const LONGEST_NAME = 128;

/** How many typing slips still count as the same name: one for short names, a third of the length for longer ones. */
const slipsAllowed = (length: number): number => Math.max(1, Math.floor(length / 3));

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one name into the other (optimal string
 * alignment); any number above `limit` stands for "more than limit".
 */
export const editDistance = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, ix) => ix);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

/**
 * The candidate nearest to `name`, or null when none is near enough to be worth asking about. A difference in upper and
 * lower case alone always counts as near; of equally near candidates the first wins.
 */
export const closest = (name: string, candidates: Iterable<string>): string | null => {
  if (name.length === 0 || name.length > LONGEST_NAME) return null;
  const folded = name.toLowerCase();
  let found: string | null = null;
  let distance = slipsAllowed(name.length) + 1;
  for (const candidate of candidates) {
    if (candidate === name || candidate.length > LONGEST_NAME) continue;
    const far = editDistance(folded, candidate.toLowerCase(), distance - 1);
    // A single letter that matches nothing is not a slip of another single letter.
    if (far < distance && far < Math.max(folded.length, candidate.length)) {
      found = candidate;
      distance = far;
    }
  }
  return found;
};
