// Kubernetes quantities ("500m", "2Gi"): read, added and printed exactly as resource.Quantity does. For the door only:
// inside the simulation resources are plain numbers, from milliValue (cpu) and value (everything else).
import { left, right, type Either } from "fp-ts/lib/Either.js";
import { invariant } from "./invariant.js";
import { keptReadings } from "./kept-readings.js";

/** Which family of suffixes a quantity was written with, and is printed with again. */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

export interface Quantity {
  /** The value times 10^9; nothing finer exists. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
  /** The spelling it was read from, where Kubernetes keeps that; null = printed canonically. */
  readonly spelling: string | null;
}

export interface QuantityError {
  /** "syntax": not number + suffix; "number": no digits; "suffix": unknown suffix; "range": exponent out of reach. */
  readonly kind: "syntax" | "number" | "suffix" | "range";
  /** Kubernetes' own sentence, except for "range", which Kubernetes lets pass. */
  readonly reason: string;
}

export const ZERO: Quantity = { nano: 0n, format: "DecimalSI", spelling: "0" };

/** Decimal exponents beyond this are refused: no resource is near, and the digits would fill memory. */
export const MAX_QUANTITY_EXPONENT = 1_000;

const NANO_PER_UNIT = 1_000_000_000n;
const NANO_PER_MILLI = 1_000_000n;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"] as const; // 10^-9 .. 10^18 by thousands
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const; // 1024^0 .. 1024^6

interface Scale {
  readonly format: QuantityFormat;
  /** Of ten, or of 1024 where the format is BinarySI. */
  readonly exponent: number;
}

const SUFFIX_SCALES: ReadonlyMap<string, Scale> = new Map<string, Scale>([
  ...BINARY_SUFFIXES.map((suffix, k) => [suffix, { format: "BinarySI", exponent: k }] as const),
  ...DECIMAL_SUFFIXES.map((suffix, k) => [suffix, { format: "DecimalSI", exponent: 3 * k - 9 }] as const),
]);

const refuse = (kind: QuantityError["kind"], reason: string): Either<QuantityError, never> => left({ kind, reason });

const SYNTAX = refuse(
  "syntax",
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
);
const NUMBER = refuse("number", "unable to parse numeric part of quantity");
const SUFFIX = refuse("suffix", "unable to parse quantity's suffix");
const RANGE = refuse("range", `the exponent of a quantity is at most ${MAX_QUANTITY_EXPONENT} either way`);

// Looser than the sentence above says: the digits may be missing ("Ki" is 0), as they may in Kubernetes.
const QUANTITY = /^([+-]?)(0*)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/;
const EXPONENT = /^[eE]([+-]?\d+)$/;

const scaleOf = (suffix: string): Either<QuantityError, Scale> => {
  const known = SUFFIX_SCALES.get(suffix);
  if (known !== undefined) return right(known);
  const exponent = EXPONENT.exec(suffix)?.[1];
  if (exponent === undefined) return SUFFIX;
  if (Math.abs(Number(exponent)) > MAX_QUANTITY_EXPONENT) return RANGE;
  return right({ format: "DecimalExponent", exponent: Number(exponent) });
};

/** n / d, away from zero where it does not come out even (d > 0). */
const divideAway = (n: bigint, d: bigint): bigint => {
  const quotient = n / d;
  if (n % d === 0n) return quotient;
  return n < 0n ? quotient - 1n : quotient + 1n;
};

/** digits × 10^exponent in nano-units, rounded away from zero. */
const toNano = (digits: bigint, exponent: number): bigint =>
  exponent >= -9 ? digits * 10n ** BigInt(exponent + 9) : divideAway(digits, 10n ** BigInt(-9 - exponent));

/** Whether Kubernetes reads the number into an int64 right away. Only then may it keep the spelling. */
const isReadFast = (whole: string, fraction: string, { format, exponent }: Scale): boolean => {
  if (format !== "BinarySI") return whole.length + fraction.length <= 18 && exponent - fraction.length >= -9;
  return fraction === "" && whole.length + 3 * exponent <= 14;
};

/** Kubernetes' test for "already canonical", which lets a few spellings through that are not ("1.500", "+1"). */
const keepsSpelling = (whole: string, fraction: string, { format, exponent }: Scale): boolean => {
  const digits = whole + fraction;
  if (format === "BinarySI") return Number(digits) % 8 !== 0;
  return (exponent - fraction.length) % 3 === 0 && !digits.endsWith("000") && !digits.startsWith("0");
};

const readQuantity = (text: string): Either<QuantityError, Quantity> => {
  const match = text === "" ? null : QUANTITY.exec(text);
  if (match === null) return SYNTAX;
  const [, sign, zeros = "", significant = "", fraction = "", suffix = ""] = match;
  const scaled = scaleOf(suffix);
  if (scaled._tag === "Left") return scaled;
  const scale = scaled.right;
  const whole = significant === "" ? "0" : significant;
  const isFast = isReadFast(whole, fraction, scale);
  if (!isFast && zeros + significant + fraction === "") return NUMBER;

  const isBinary = scale.format === "BinarySI";
  const digits = BigInt(whole + fraction) * (isBinary ? 1024n ** BigInt(scale.exponent) : 1n);
  let nano = toNano(digits, (isBinary ? 0 : scale.exponent) - fraction.length);
  if (isBinary && nano > MAX_INT64 * NANO_PER_UNIT) nano = MAX_INT64 * NANO_PER_UNIT;
  // A binary suffix could not print less than one.
  const format = isBinary && nano > 0n && nano < NANO_PER_UNIT ? "DecimalSI" : scale.format;
  const spelling = isFast && keepsSpelling(whole, fraction, scale) ? text : null;
  return right({ nano: sign === "-" ? -nano : nano, format, spelling });
};

/**
 * Reads a quantity's text; no white space around it. What is finer than 10^-9 is rounded up (away from zero), and
 * values with a binary suffix end at 2^63 - 1.
 */
export const parseQuantity = keptReadings(readQuantity);

/** Reads a quantity from JSON: a text (white space around it is forgiven), a number, or null, which is zero. */
export const decodeQuantity = (json: unknown): Either<QuantityError, Quantity> => {
  if (json === null) return right(ZERO);
  if (typeof json === "number") return parseQuantity(String(json));
  return typeof json === "string" ? parseQuantity(json.trim()) : SYNTAX;
};

/** Divides by `base` as long as that comes out even, at most `limit` times. */
const factorOut = (n: bigint, base: bigint, limit: number): readonly [rest: bigint, times: number] => {
  let rest = n;
  let times = 0;
  while (times < limit && rest % base === 0n) {
    rest /= base;
    times++;
  }
  return [rest, times];
};

const canonicalText = ({ nano, format }: Quantity): string => {
  if (nano === 0n) return "0";
  if (format === "BinarySI" && nano % NANO_PER_UNIT === 0n) {
    const units = nano / NANO_PER_UNIT;
    if (units <= -1024n || units >= 1024n) {
      const [mantissa, times] = factorOut(units, 1024n, BINARY_SUFFIXES.length - 1);
      return `${mantissa}${BINARY_SUFFIXES[times] ?? ""}`;
    }
  }
  if (format === "DecimalExponent") {
    const [mantissa, times] = factorOut(nano, 1000n, Infinity);
    return times === 3 ? String(mantissa) : `${mantissa}e${3 * times - 9}`;
  }
  const [mantissa, times] = factorOut(nano, 1000n, DECIMAL_SUFFIXES.length - 1);
  return `${mantissa}${DECIMAL_SUFFIXES[times] ?? ""}`;
};

/**
 * The text Kubernetes prints: no fraction, the largest suffix that loses nothing ("1500m", "1536Mi"). A spelling that
 * passed for canonical when it was read comes back unchanged.
 */
export const formatQuantity = (quantity: Quantity): string => quantity.spelling ?? canonicalText(quantity);

const toNumber = (n: bigint): number =>
  n > MAX_EXACT ? Number.MAX_SAFE_INTEGER : n < -MAX_EXACT ? -Number.MAX_SAFE_INTEGER : Number(n);

/**
 * Whole units (bytes, pods), rounded up away from zero. Ends at ±(2^53 - 1), where Kubernetes counts on to 2^63 - 1
 * and then overflows.
 */
export const value = (quantity: Quantity): number => toNumber(divideAway(quantity.nano, NANO_PER_UNIT));

/** Thousandths (CPU millis), rounded up away from zero; ends like `value`. */
export const milliValue = (quantity: Quantity): number => toNumber(divideAway(quantity.nano, NANO_PER_MILLI));

/** A quantity of whole units: |units| <= 2^53 - 1. */
export const quantityOf = (units: number, format: QuantityFormat): Quantity => {
  invariant(Number.isSafeInteger(units), () => `a quantity of ${units} units`);
  return { nano: BigInt(units) * NANO_PER_UNIT, format, spelling: null };
};

/** A quantity of thousandths: |millis| <= 2^53 - 1. */
export const milliQuantityOf = (millis: number, format: QuantityFormat): Quantity => {
  invariant(Number.isSafeInteger(millis), () => `a quantity of ${millis} thousandths`);
  return { nano: BigInt(millis) * NANO_PER_MILLI, format, spelling: null };
};

/** a + b, exactly. The format is a's, unless a is zero. */
export const addQuantities = (a: Quantity, b: Quantity): Quantity => ({
  nano: a.nano + b.nano,
  format: a.nano === 0n ? b.format : a.format,
  spelling: null,
});

/** a - b, exactly. The format is a's, unless a is zero. */
export const subtractQuantities = (a: Quantity, b: Quantity): Quantity => ({
  nano: a.nano - b.nano,
  format: a.nano === 0n ? b.format : a.format,
  spelling: null,
});

/** The exact sum. Round (value, milliValue) afterwards, once: 0.5m twice is 1m, not 2m. */
export const sumQuantities = (quantities: Iterable<Quantity>): Quantity => {
  let sum = ZERO;
  for (const quantity of quantities) sum = addQuantities(sum, quantity);
  return sum;
};

/** -1, 0 or 1 by value alone: 1, 1000m and 1e0 are equal. */
export const compareQuantities = (a: Quantity, b: Quantity): -1 | 0 | 1 =>
  a.nano === b.nano ? 0 : a.nano < b.nano ? -1 : 1;
