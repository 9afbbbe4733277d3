// Arithmetic that scores share: kube-scheduler computes them in whole numbers, division cutting off the fraction.

export const MAX_SCORE = 100;

export const isScore = (score: number): boolean => score >= 0 && score <= MAX_SCORE;

/** Beyond this, 100 times the whole is no longer exact in a double. */
const EXACT_WHOLE_MAX = 70_000_000_000_000;

/** part * 100 / whole in whole numbers; 0 <= part <= whole, whole > 0. */
export const percentOf = (part: number, whole: number): number =>
  whole <= EXACT_WHOLE_MAX ? Math.floor((part * 100) / whole) : Number((BigInt(part) * 100n) / BigInt(whole));

/**
 * Scales scores[0..count) so that the highest becomes 100 (the lowest wanted: 0), in place. Where all are 0 they stay
 * 0, or all become 100 if less is better. Scores are whole numbers >= 0.
 */
export const normalizeScores = (scores: Float64Array, count: number, better: "more" | "less"): void => {
  let highest = 0;
  for (let k = 0; k < count; k++) highest = Math.max(highest, scores[k] ?? 0);
  if (highest === 0) {
    if (better === "less") scores.fill(MAX_SCORE, 0, count);
    return;
  }
  for (let k = 0; k < count; k++) {
    const scaled = Math.floor((MAX_SCORE * (scores[k] ?? 0)) / highest);
    scores[k] = better === "more" ? scaled : MAX_SCORE - scaled;
  }
};
