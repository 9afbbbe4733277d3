// Lengths of time and amounts in scenario files: with a unit, always.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { parseDuration, parseQuantity, showValue, value as wholeUnits } from "@podsim/core";
import type { Duration, DurationRefusal } from "@podsim/core";
import { Leaf } from "./schema.js";
import type { Explanation, Schema } from "./schema.js";
import { grouped } from "./shown.js";

const UNITS = "units: us ms s m h d; 1h30m works";

const unitMissing = (written: string): Explanation => ({
  code: "E102",
  message: "a time needs a unit",
  why: `${written} could be seconds or minutes`,
  fix: `write ${written}s or ${written}m   (${UNITS})`,
});

const FIXES: Readonly<Record<DurationRefusal["kind"], string>> = {
  "missing-unit": `add a unit   (${UNITS})`,
  "unknown-unit": `use one of the units   (${UNITS})`,
  "out-of-order": "write the large unit first: 1h30m",
  negative: "write a time of 0s or more",
  "too-precise": "round it to whole microseconds",
  "too-long": "write a shorter time",
  malformed: `write a time such as 30s, 5m or 1h30m   (${UNITS})`,
};

const refused = (text: string, { kind, reason, part }: DurationRefusal): Explanation => {
  if (kind === "missing-unit" && part === text) return unitMissing(text);
  const isClock = /^\d+:\d/.test(text);
  return {
    code: "E102",
    message: reason,
    why: isClock
      ? "12:30 is a number in some readers of YAML and a text in others"
      : "times are numbers with a unit each",
    fix: isClock ? "write 12m30s" : FIXES[kind],
    ...(part === text ? {} : { token: part }),
  };
};

const parse = (value: unknown): Either<Explanation, Duration> => {
  if (typeof value === "number") return left(unitMissing(String(value)));
  if (typeof value !== "string") {
    const message = `expected a time such as 30s, got ${showValue(value)}`;
    return left({
      code: "E104",
      message,
      why: "times are texts with a unit",
      fix: `write 30s, 5m or 1h30m   (${UNITS})`,
    });
  }
  const parsed = parseDuration(value.trim());
  return isLeft(parsed) ? left(refused(value.trim(), parsed.left)) : parsed;
};

/** A length of time, in microseconds. */
export const duration: Schema<Duration> = new Leaf(
  "a time such as 30s",
  (value): value is Duration => typeof value === "number",
  parse,
);

const SUFFIXES = "suffixes are Ki Mi Gi Ti (powers of 1024) and k M G T (powers of 1000)";

/** "4GB" -> what both readings of it would be. */
const bytesMeant = (written: string): string => {
  const match = /^(\d+)\s*([kmgt])i?b?(ytes?)?$/i.exec(written.trim());
  const [, amount = "", letter = ""] = match ?? [];
  const binary = `${amount}${letter.toUpperCase()}i`;
  const decimal = `${amount}${letter.toUpperCase() === "K" ? "k" : letter.toUpperCase()}`;
  const [b, d] = [parseQuantity(binary), parseQuantity(decimal)];
  if (match === null || isLeft(b) || isLeft(d)) return "write an amount such as 420Mi";
  return `${binary} = ${grouped(wholeUnits(b.right))} bytes, or ${decimal} = ${grouped(wholeUnits(d.right))} bytes`;
};

/** An amount of bytes as a Kubernetes quantity; at least 1. */
export const bytes: Schema<number> = new Leaf(
  "an amount of bytes such as 420Mi",
  (value): value is number => typeof value === "number",
  (value): Either<Explanation, number> => {
    const written = typeof value === "number" ? String(value) : value;
    // A rate may be written per second.
    const parsed = typeof written === "string" ? parseQuantity(written.replace(/\/s$/, "")) : null;
    if (typeof written !== "string" || parsed === null || isLeft(parsed)) {
      const message = `${showValue(value)} is not a Kubernetes quantity`;
      return left({ code: "E103", message, why: SUFFIXES, fix: bytesMeant(String(written)) });
    }
    const size = wholeUnits(parsed.right);
    if (size >= 1) return right(size);
    return left({
      code: "E108",
      message: `${written} is less than one byte`,
      why: SUFFIXES,
      fix: "write an amount such as 420Mi",
    });
  },
);
