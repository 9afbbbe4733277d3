// The codec of a quantity in an object: kept as text, in the form the API server would print.
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { decodeQuantity, formatQuantity, parseQuantity, value as wholeUnits } from "../quantity.js";
import type { Quantity } from "../quantity.js";
import { invariant } from "../invariant.js";
import { LeafType } from "./api-type.js";
import { showValue } from "./errors.js";
import type { Explanation, Path } from "./errors.js";

const NANO_PER_MILLI = 1_000_000n;

/** The API server keeps no quantity finer than a thousandth: the rest is rounded up. */
const roundUpToMilli = (quantity: Quantity): Quantity => {
  const rest = quantity.nano % NANO_PER_MILLI;
  if (rest === 0n) return quantity;
  const down = quantity.nano - rest;
  return { ...quantity, nano: rest > 0n ? down + NANO_PER_MILLI : down - NANO_PER_MILLI, spelling: null };
};

/** 4294967296 -> "4 294 967 296". */
const grouped = (units: number): string => String(units).replace(/\B(?=(\d{3})+$)/g, " ");

const unitsOf = (text: string): string | null => {
  const parsed = parseQuantity(text);
  return isLeft(parsed) ? null : grouped(wholeUnits(parsed.right));
};

/** "4GB", "4 gib": both readings, binary and decimal. */
const bothSuffixes = (amount: string, letter: string): string | null => {
  const upper = letter.toUpperCase();
  const binary = `${amount}${upper}i`;
  const decimal = `${amount}${upper === "K" ? "k" : upper}`;
  const [binaryUnits, decimalUnits] = [unitsOf(binary), unitsOf(decimal)];
  if (binaryUnits === null || decimalUnits === null) return null;
  return `${binary} = ${binaryUnits} bytes, or ${decimal} = ${decimalUnits} bytes`;
};

/** What was probably meant by a text that is no quantity; null when that is anybody's guess. */
const quantityMeant = (written: string, isCpu: boolean): string | null => {
  const match = /^([+-]?\d+(?:[.,]\d+)?)\s*([a-zA-Z]*)$/.exec(written.trim());
  if (match === null) return null;
  const [, given = "", unit = ""] = match;
  const amount = given.replace(",", ".");
  if (isCpu)
    return /^(c|cpus?|cores?|vcpus?)?$/i.test(unit) ? `write ${amount}` : unit === "m" ? `write ${amount}m` : null;
  const suffix = /^([kmgtpe])i?(?:b|bytes?)?$/i.exec(unit)?.[1];
  if (suffix !== undefined) return bothSuffixes(amount, suffix);
  return unit === "" || /^b(ytes?)?$/i.test(unit) ? `write ${amount}` : null;
};

const explain = (value: unknown, path: Path): Explanation => {
  const message = `${showValue(value)} is not a Kubernetes quantity`;
  if (typeof value !== "string") {
    return { code: "E103", message, why: "a quantity is a number, or a text such as 500m or 2Gi" };
  }
  const isCpu = path.at(-1) === "cpu";
  const meant = quantityMeant(value, isCpu);
  const why = isCpu
    ? "a quantity of CPU is a number of cores such as 2 or 0.5, or of thousandths such as 500m"
    : "suffixes are Ki Mi Gi Ti (powers of 1024) and k M G T (powers of 1000)";
  return { code: "E103", message, why, ...(meant === null ? {} : { fix: meant }) };
};

/** A quantity, e.g. "0.5" read as "500m". Rounded up to thousandths, as the API server does with every resource list. */
export const quantityText: LeafType<string> = new LeafType(
  "a quantity",
  (value) => {
    const decoded = value === undefined ? null : decodeQuantity(value);
    return decoded === null || isLeft(decoded) ? undefined : formatQuantity(roundUpToMilli(decoded.right));
  },
  explain,
  [0],
);

/** The quantity of a text that quantityText has let through. */
export const quantityFrom = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  invariant(isRight(parsed), () => `the quantity "${text}" was let in`);
  return parsed.right;
};
