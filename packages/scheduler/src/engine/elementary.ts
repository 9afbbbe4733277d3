// Logarithm, exponential and the normal quantile from + - * / and sqrt alone: these round the same way on every platform,
// which Math.log and Math.exp are not bound to do, so a sampled duration is the same microsecond everywhere.
import { invariant } from "./invariant.js";

const SQRT_HALF = Math.SQRT1_2;
/** ln 2 in two parts; the first has so few bits that its product with a small whole number is exact. */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const CHUNK = 2 ** 32;

/** 2 (s + s^3/3 + s^5/5 + …) with z = s^2 <= 0.03: 1/23, …, 1/3 from the last term to the first. */
const ATANH = [1 / 23, 1 / 21, 1 / 19, 1 / 17, 1 / 15, 1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3];

/** Natural logarithm of a finite x > 0; relative error below 1e-15. */
export const ln = (x: number): number => {
  invariant(x > 0 && x < Infinity, () => `no logarithm: of ${String(x)}`);
  let mantissa = x;
  let exponent = 0;
  for (; mantissa >= CHUNK; mantissa /= CHUNK) exponent += 32;
  for (; mantissa < 1 / CHUNK; mantissa *= CHUNK) exponent -= 32;
  for (; mantissa >= 2 * SQRT_HALF; mantissa /= 2) exponent += 1;
  for (; mantissa < SQRT_HALF; mantissa *= 2) exponent -= 1;
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s;
  const tail = 2 * s * z * horner(ATANH, z);
  return exponent * LN2_HIGH + (2 * s + (tail + exponent * LN2_LOW));
};

/** 1/13!, …, 1/1!, 1. */
const EXPONENTIAL = [
  1 / 6227020800,
  1 / 479001600,
  1 / 39916800,
  1 / 3628800,
  1 / 362880,
  1 / 40320,
  1 / 5040,
  1 / 720,
  1 / 120,
  1 / 24,
  1 / 6,
  1 / 2,
  1,
  1,
];

/** e^x for a finite |x| <= 700; relative error below 1e-15. */
export const exp = (x: number): number => {
  const exponent = Math.round(x / (LN2_HIGH + LN2_LOW));
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  return scaled(horner(EXPONENTIAL, rest), exponent);
};

/** x * 2^exponent, exact while the result is a normal number. */
const scaled = (x: number, exponent: number): number => {
  let result = x;
  let rest = exponent;
  for (; rest >= 32; rest -= 32) result *= CHUNK;
  for (; rest <= -32; rest += 32) result /= CHUNK;
  for (; rest > 0; rest -= 1) result *= 2;
  for (; rest < 0; rest += 1) result /= 2;
  return result;
};

/** A polynomial from the highest coefficient to the constant. */
const horner = (coefficients: readonly number[], x: number): number => {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
};

interface Rational {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

/** The three rational functions of Wichura's PPND16 (Algorithm AS 241, Applied Statistics 37, 1988). */
const CENTRE: Rational = {
  over: [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  under: [
    5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
    687.1870074920579083, 42.313330701600911252, 1,
  ],
};
const FLANK: Rational = {
  over: [
    7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  under: [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
    6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
};
const FAR_TAIL: Rational = {
  over: [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
    2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  under: [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1,
  ],
};

const ratio = (rational: Rational, x: number): number => horner(rational.over, x) / horner(rational.under, x);

/** The z below which a standard normal variable falls with probability p, 0 < p < 1; relative error below 1e-14. */
export const normalQuantile = (p: number): number => {
  const q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const z = r <= 5 ? ratio(FLANK, r - 1.6) : ratio(FAR_TAIL, r - 5);
  return q < 0 ? -z : z;
};
