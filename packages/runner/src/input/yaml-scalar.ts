// What a plain YAML scalar means to kubectl, whose reader is YAML 1.1 with some of 1.2 and without base 60 or timestamps.

export type Scalar = string | number | boolean | null;

// kubectl reads YAML through sigs.k8s.io/yaml and go.yaml.in/yaml/v2, for which single letters are booleans too.
const WORDS: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

const LONGEST_WORD = 5;

const DECIMAL = /^([-+]?)(0|[1-9][0-9]*)$/;
const OTHER_BASE = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

const LARGEST_UNSIGNED = 2n ** 64n - 1n;
const LARGEST_SIGNED = 2n ** 63n - 1n;

interface PlainNumber {
  readonly value: number;
  /** Go has an integer, whose exact digits are here, where this is not null; otherwise a float. */
  readonly integer: bigint | null;
}

/** A number beyond the range of 64-bit floats stays text. */
const floatOf = (text: string): PlainNumber | null => {
  const value = Number(text);
  return FLOAT.test(text) && Number.isFinite(value) ? { value, integer: null } : null;
};

/** At most 64 bits, and unsigned only without a sign; larger ones are floats if they are decimal, else text. */
const integerOf = (sign: string, size: bigint): PlainNumber | null => {
  const integer = sign === "-" ? -size : size;
  const largest = sign === "" ? LARGEST_UNSIGNED : sign === "-" ? LARGEST_SIGNED + 1n : LARGEST_SIGNED;
  return size <= largest ? { value: Number(integer), integer } : null;
};

const otherBaseOf = (digits: string): PlainNumber | null => {
  const found = OTHER_BASE.exec(digits);
  if (found === null) return null;
  const [, sign = "", hex, binary, octal = "0"] = found;
  if (hex !== undefined) return integerOf(sign, BigInt(`0x${hex}`));
  return integerOf(sign, BigInt(binary !== undefined ? `0b${binary}` : `0o${octal}`));
};

const numberOf = (text: string): PlainNumber | null => {
  const first = text.charCodeAt(0);
  if (first === 46) return floatOf(text);
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (!isNumeric) return null;
  const digits = text.includes("_") ? text.replace(/_/g, "") : text;
  const decimal = DECIMAL.exec(digits);
  // 08 is not octal: like a decimal of more than 64 bits it is read as a float.
  const integer = decimal === null ? otherBaseOf(digits) : integerOf(decimal[1] ?? "", BigInt(decimal[2] ?? "0"));
  return integer ?? floatOf(digits);
};

/** NaN and the infinities come back as such: JSON, and so Kubernetes, has no way to write them. */
export const resolvePlain = (text: string): Scalar => {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  return numberOf(text)?.value ?? text;
};

const CORE = "tag:yaml.org,2002:";

export type TaggedScalar = { readonly value: Scalar } | { readonly refused: "unknown-tag" | "wrong-value" };

/** A scalar under an explicit tag, quoted or not. */
export const resolveTagged = (tag: string, text: string): TaggedScalar => {
  if (tag === "!" || tag === `${CORE}str`) return { value: text };
  const meant = resolvePlain(text);
  const accept = (fits: boolean): TaggedScalar => (fits ? { value: meant } : { refused: "wrong-value" });
  switch (tag) {
    case `${CORE}int`:
      return accept(numberOf(text)?.integer != null);
    case `${CORE}float`:
      return accept(typeof meant === "number");
    case `${CORE}bool`:
      return accept(typeof meant === "boolean");
    case `${CORE}null`:
      return accept(meant === null);
    case `${CORE}timestamp`:
      return /^\d{4}-\d/.test(text) ? { value: text } : { refused: "wrong-value" };
    default:
      return { refused: "unknown-tag" };
  }
};

/** Go's %g with the fewest digits that tell the number apart from its 32-bit neighbours. */
const shortestFloat32 = (value: number): string => {
  const single = Math.fround(value);
  if (single === 0) return Object.is(value, -0) ? "-0" : "0";
  let digitCount = 1;
  while (digitCount < 9 && Math.fround(Number(value.toExponential(digitCount - 1))) !== single) digitCount += 1;
  const [mantissa = "", exponentText = "0"] = single.toExponential(digitCount - 1).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 6) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  return Number(`${mantissa}e${exponent}`).toFixed(Math.max(0, digitCount - 1 - exponent));
};

/** A key as the text that kubectl makes of it; null for the empty key, which it refuses. */
export const keyText = (text: string): string | null => {
  const value = resolvePlain(text);
  if (value === null) return null;
  if (typeof value !== "number") return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  return String(numberOf(text)?.integer ?? shortestFloat32(value));
};
