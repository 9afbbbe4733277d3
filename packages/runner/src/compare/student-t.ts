// How wide an interval has to be when few values are known: the quantile of Student's distribution.

/** The share of the distribution between -t and t, for a whole number of degrees of freedom (Abramowitz & Stegun 26.7.3-4). */
const shareWithin = (t: number, degrees: number): number => {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  if (degrees === 1) return (2 * angle) / Math.PI;
  let term = isOdd ? cosine : 1;
  let sum = term;
  for (let k = isOdd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
};

const known = new Map<number, number>();

const HALVINGS = 60;

/** The t that 95 % of the distribution lie within, both sides; degrees of freedom: a whole number >= 1. */
export const studentT95 = (degrees: number): number => {
  const before = known.get(degrees);
  if (before !== undefined) return before;
  let [low, high] = [1.9, 13];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  known.set(degrees, high);
  return high;
};
