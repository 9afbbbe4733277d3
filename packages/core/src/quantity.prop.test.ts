import fc from "fast-check";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  subtractQuantities,
  sumQuantities,
  value,
  type Quantity,
} from "./quantity.js";

const read = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  if (isLeft(parsed)) throw new Error(`${text}: ${parsed.left.reason}`);
  return parsed.right;
};

const SUFFIX_VALUES: readonly (readonly [suffix: string, numerator: bigint, denominator: bigint])[] = [
  ["n", 1n, 10n ** 9n],
  ["u", 1n, 10n ** 6n],
  ["m", 1n, 1000n],
  ["", 1n, 1n],
  ["k", 1000n, 1n],
  ["M", 10n ** 6n, 1n],
  ["G", 10n ** 9n, 1n],
  ["e3", 1000n, 1n],
  ["E-3", 1n, 1000n],
  ["e+1", 10n, 1n],
  ["Ki", 1024n, 1n],
  ["Mi", 1024n ** 2n, 1n],
  ["Gi", 1024n ** 3n, 1n],
  ["Ti", 1024n ** 4n, 1n],
  ["Pi", 1024n ** 5n, 1n],
];

const digits = fc.oneof(
  fc.nat(2_000).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String),
  fc.tuple(fc.nat(99), fc.nat(9)).map(([n, zeros]) => `${n}${"0".repeat(zeros)}`),
);
const spelled = fc.record({
  sign: fc.constantFrom("", "", "+", "-"),
  whole: digits,
  fraction: fc.option(fc.oneof(digits, fc.constantFrom("", "5", "500", "0000000001")), { nil: null }),
  suffix: fc.constantFrom(...SUFFIX_VALUES),
});
const text = spelled.map(
  ({ sign, whole, fraction, suffix }) => `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${suffix[0]}`,
);
const quantity = text.map(read);

describe("quantities", () => {
  test("scheduler 5.22: the value is the number, rounded away from zero at 10^-9 and held at 2^63 - 1", () => {
    fc.assert(
      fc.property(spelled, ({ sign, whole, fraction, suffix: [suffix, numerator, denominator] }) => {
        const decimals = fraction ?? "";
        const n = BigInt(whole + decimals) * numerator * 10n ** 9n;
        const d = denominator * 10n ** BigInt(decimals.length);
        const rounded = (n + d - 1n) / d;
        const max = (2n ** 63n - 1n) * 10n ** 9n;
        const magnitude = suffix.endsWith("i") && rounded > max ? max : rounded;
        const parsed = read(`${sign}${whole}${fraction === null ? "" : `.${fraction}`}${suffix}`);
        expect(parsed.nano).toBe(sign === "-" ? -magnitude : magnitude);
      }),
    );
  });

  // A binary quantity printed without a suffix is read back as a decimal one, and may gain a k: 1562.5Ki, 1600000, 1600k.
  const expectStable = (printed: string, from: Quantity): void => {
    const again = read(printed);
    expect(again.nano).toBe(from.nano);
    if (again.format === from.format) expect(formatQuantity(again)).toBe(printed);
    expect(formatQuantity(read(formatQuantity(again)))).toBe(formatQuantity(again));
  };

  test("scheduler 5.28: printing and reading loses nothing, and a printed text is its own print", () => {
    fc.assert(
      fc.property(text, (written) => {
        const parsed = read(written);
        expectStable(formatQuantity(parsed), parsed);
      }),
    );
  });

  test("scheduler 5.28: what was computed is printed without fraction, sign + or leading zeros, and reads back", () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const sum = addQuantities(a, b);
        // A binary sum may pass the bound that reading holds it to.
        fc.pre(sum.nano > -(2n ** 92n) && sum.nano < 2n ** 92n);
        const printed = formatQuantity(sum);
        expect(printed).toMatch(/^(0|-?[1-9]\d*([numkMGTPE]|[KMGTPE]i|e-?\d+)?)$/);
        expectStable(printed, sum);
      }),
    );
  });

  test("scheduler 5.27: the order is that of the numbers", () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const order = compareQuantities(a, b);
        expect(compareQuantities(b, a)).toBe(order === 0 ? 0 : -order);
        expect(order).toBe(Math.sign(Number(subtractQuantities(a, b).nano)));
        if (order <= 0) {
          expect(value(a)).toBeLessThanOrEqual(value(b));
          expect(milliValue(a)).toBeLessThanOrEqual(milliValue(b));
        }
      }),
    );
  });

  test("scheduler 5.24: a rounded sum is never more than the sum of the rounded, nor less than the exact one", () => {
    // Small enough that no thousandths reach 2^53.
    const small = fc
      .tuple(fc.nat(5_000_000), fc.constantFrom("n", "u", "m", "", "Ki"), fc.nat(999))
      .map(([n, suffix, fraction]) => read(`${n}.${fraction}${suffix}`));
    fc.assert(
      fc.property(fc.array(small, { maxLength: 8 }), (parts) => {
        const sum = sumQuantities(parts);
        for (const [rounded, nanoPerStep] of [
          [milliValue, 10n ** 6n],
          [value, 10n ** 9n],
        ] as const) {
          const total = BigInt(rounded(sum)) * nanoPerStep;
          expect(total >= sum.nano && total - sum.nano < nanoPerStep).toBe(true);
          expect(rounded(sum)).toBeLessThanOrEqual(parts.reduce((n, part) => n + rounded(part), 0));
        }
      }),
    );
  });

  test("addition is exact: any order, and subtraction takes it back", () => {
    fc.assert(
      fc.property(fc.array(quantity, { maxLength: 6 }), quantity, (parts, extra) => {
        const sum = sumQuantities(parts);
        expect(sumQuantities(parts.toReversed()).nano).toBe(sum.nano);
        expect(subtractQuantities(addQuantities(sum, extra), extra).nano).toBe(sum.nano);
      }),
    );
  });

  test("scheduler 5.20: no text makes it throw, and what is accepted is printed so that it is accepted again", () => {
    const piece = fc.constantFrom(
      "0",
      "1",
      "25",
      ".",
      "+",
      "-",
      "e",
      "E",
      "i",
      "n",
      "u",
      "m",
      "k",
      "K",
      "M",
      "G",
      "T",
      "P",
      " ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join("")),
        ),
        (any) => {
          const parsed = parseQuantity(any);
          if (isRight(parsed)) {
            expect(any).toMatch(/^[+-]?[0-9.]*[eEinumkKMGTP]*[-+]?[0-9]*$/);
            expect(read(formatQuantity(parsed.right)).nano).toBe(parsed.right.nano);
          } else {
            expect(["syntax", "number", "suffix", "range"]).toContain(parsed.left.kind);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
