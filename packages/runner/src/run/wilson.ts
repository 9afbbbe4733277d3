// How far a share seen in a few runs can be trusted.

const Z95 = 1.959963984540054;

/** The 95 % Wilson score interval of `passed` out of `total` (> 0): shares, 0..1. */
export const wilsonInterval = (passed: number, total: number): readonly [low: number, high: number] => {
  const share = passed / total;
  const spread = Z95 ** 2 / total;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z95 / (1 + spread)) * Math.sqrt((share * (1 - share)) / total + spread / (4 * total));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
};
