import { isRight, left, right } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { InvariantViolation } from "./invariant.js";
import {
  addQuantities,
  compareQuantities,
  decodeQuantity,
  formatQuantity,
  MAX_QUANTITY_EXPONENT,
  milliQuantityOf,
  milliValue,
  parseQuantity,
  quantityOf,
  subtractQuantities,
  sumQuantities,
  value,
  ZERO,
  type Quantity,
  type QuantityError,
  type QuantityFormat,
} from "./quantity.js";

const q = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  if (isRight(parsed)) return parsed.right;
  throw new Error(`${text}: ${parsed.left.reason}`);
};

const KI = 1024n;
const UNIT = 1_000_000_000n;

describe("parseQuantity", () => {
  test.each<[string, bigint, QuantityFormat]>([
    ["0", 0n, "DecimalSI"],
    ["00", 0n, "DecimalSI"],
    ["1", UNIT, "DecimalSI"],
    ["1.", UNIT, "DecimalSI"],
    [".5", UNIT / 2n, "DecimalSI"],
    ["+7", 7n * UNIT, "DecimalSI"],
    ["-7", -7n * UNIT, "DecimalSI"],
    ["-0", 0n, "DecimalSI"],
    ["007", 7n * UNIT, "DecimalSI"],
    ["9.01", 9_010_000_000n, "DecimalSI"],
    ["100.035k", 100_035n * UNIT, "DecimalSI"],
    ["1.G", UNIT ** 2n, "DecimalSI"],
    [".0001k", 100_000_000n, "DecimalSI"],
    ["123456789012345678901", 123_456_789_012_345_678_901n * UNIT, "DecimalSI"],
    ["12E", 12n * UNIT ** 3n, "DecimalSI"],
  ])("scheduler 5.20: %s", (text, nano, format) => {
    expect(parseQuantity(text)).toMatchObject(right({ nano, format }));
  });

  test.each<[string, bigint, QuantityFormat]>([
    ["5n", 5n, "DecimalSI"],
    ["5u", 5n * 10n ** 3n, "DecimalSI"],
    ["5m", 5n * 10n ** 6n, "DecimalSI"],
    ["5", 5n * 10n ** 9n, "DecimalSI"],
    ["5k", 5n * 10n ** 12n, "DecimalSI"],
    ["5M", 5n * 10n ** 15n, "DecimalSI"],
    ["5G", 5n * 10n ** 18n, "DecimalSI"],
    ["5T", 5n * 10n ** 21n, "DecimalSI"],
    ["5P", 5n * 10n ** 24n, "DecimalSI"],
    ["5E", 5n * 10n ** 27n, "DecimalSI"],
    ["5Ki", 5n * KI * UNIT, "BinarySI"],
    ["5Mi", 5n * KI ** 2n * UNIT, "BinarySI"],
    ["5Gi", 5n * KI ** 3n * UNIT, "BinarySI"],
    ["5Ti", 5n * KI ** 4n * UNIT, "BinarySI"],
    ["5Pi", 5n * KI ** 5n * UNIT, "BinarySI"],
    ["5Ei", 5n * KI ** 6n * UNIT, "BinarySI"],
    ["5e3", 5n * 10n ** 12n, "DecimalExponent"],
    ["5E3", 5n * 10n ** 12n, "DecimalExponent"],
    ["5e+3", 5n * 10n ** 12n, "DecimalExponent"],
    ["5e-3", 5n * 10n ** 6n, "DecimalExponent"],
    ["1.3E+6", 13n * 10n ** 14n, "DecimalExponent"],
    ["5e0", 5n * UNIT, "DecimalExponent"],
    ["0.5e-9", 1n, "DecimalExponent"],
    [`1e${MAX_QUANTITY_EXPONENT}`, 10n ** BigInt(MAX_QUANTITY_EXPONENT + 9), "DecimalExponent"],
    [`1e-${MAX_QUANTITY_EXPONENT}`, 1n, "DecimalExponent"],
  ])("scheduler 5.21: %s", (text, nano, format) => {
    expect(parseQuantity(text)).toMatchObject(right({ nano, format }));
  });

  test.each<[string, bigint, QuantityFormat]>([
    ["0.9n", 1n, "DecimalSI"],
    ["3.001n", 4n, "DecimalSI"],
    ["-3.001n", -4n, "DecimalSI"],
    ["1.1E-9", 2n, "DecimalExponent"],
    ["0.0000000001", 1n, "DecimalSI"],
    ["0.00000012345", 124n, "DecimalSI"],
    ["0.00000012300", 123n, "DecimalSI"],
    ["0.0000000000", 0n, "DecimalSI"],
    // Binary suffixes: fractions are fine, below one the format changes, above 2^63 - 1 the value stays there.
    ["0.5Mi", 524_288n * UNIT, "BinarySI"],
    ["100.035Ki", 102_435_840_000_000n, "BinarySI"],
    ["0.025Ti", 27_487_790_694_400_000_000n, "BinarySI"],
    ["0.000000000001Ki", 2n, "DecimalSI"],
    ["-0.000000000001Ki", -2n, "DecimalSI"],
    ["0.0009765625Ki", UNIT, "BinarySI"],
    ["0Ki", 0n, "BinarySI"],
    ["7Ei", 7n * KI ** 6n * UNIT, "BinarySI"],
    ["8Ei", (2n ** 63n - 1n) * UNIT, "BinarySI"],
    ["-9Ei", -(2n ** 63n - 1n) * UNIT, "BinarySI"],
    ["9223372036854775807Ki", (2n ** 63n - 1n) * UNIT, "BinarySI"],
  ])("scheduler 5.22: %s", (text, nano, format) => {
    expect(parseQuantity(text)).toMatchObject(right({ nano, format }));
  });

  // The digits may be missing as long as Kubernetes' quick reader takes the text.
  test.each<[string, QuantityFormat]>([
    ["+", "DecimalSI"],
    ["-", "DecimalSI"],
    [".", "DecimalSI"],
    ["m", "DecimalSI"],
    ["E", "DecimalSI"],
    ["Ki", "BinarySI"],
    ["e3", "DecimalExponent"],
  ])("%s is zero, as in Kubernetes", (text, format) => {
    expect(parseQuantity(text)).toEqual(right({ nano: 0n, format, spelling: null }));
  });

  test.each([
    "",
    " ",
    " 1",
    "1 ",
    "1 Gi",
    "1.1.M",
    "1+1.0M",
    "0.1am",
    "aoeu",
    "1,5",
    "0x10",
    "1Gb",
    "4GB",
    "1_000",
    "٣",
    "1\n",
    "NaN",
  ])("scheduler 5.20: %j is not a quantity", (text) => {
    expect(parseQuantity(text)).toEqual(
      left<QuantityError>({
        kind: "syntax",
        reason: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      }),
    );
  });

  test.each([
    "1K",
    "1ki",
    "1mi",
    "0.1mi",
    ".5i",
    "1i",
    "-3.01i",
    "-3.01e-",
    "1e",
    "1e+",
    "1ee3",
    "1Ei3",
    "1m3",
    "1-3",
    "1kk",
    "1nm",
    "1MM",
    "1ME",
    "--1",
  ])("scheduler 5.21: the suffix of %s is unknown", (text) => {
    expect(parseQuantity(text)).toEqual(left({ kind: "suffix", reason: "unable to parse quantity's suffix" }));
  });

  test.each(["Pi", "-Ei", ".Pi", "e-20", "+.e-10"])("%s has no digits", (text) => {
    expect(parseQuantity(text)).toEqual(left({ kind: "number", reason: "unable to parse numeric part of quantity" }));
  });

  test.each(["1e1001", "1e-1001", "0e99999", "1E99999999999999999999"])(
    "the exponent of %s is out of reach",
    (text) => {
      expect(parseQuantity(text)).toEqual(
        left({ kind: "range", reason: "the exponent of a quantity is at most 1000 either way" }),
      );
    },
  );
});

describe("decodeQuantity", () => {
  test.each<[unknown, string]>([
    [" 1", "1"],
    ["1 ", "1"],
    ["\t2Gi\n", "2Gi"],
    [1, "1"],
    [0, "0"],
    [-0, "0"],
    [-1, "-1"],
    [10, "10"],
    [0.5, "500m"],
    [1000, "1k"],
    [1e21, "1e+21"],
    [1e-7, "100e-9"],
    [null, "0"],
  ])("scheduler 5.20: JSON %j is %s", (json, text) => {
    const decoded = decodeQuantity(json);
    expect(isRight(decoded) && formatQuantity(decoded.right)).toBe(text);
  });

  test.each([true, undefined, {}, [], ["1"], NaN, Infinity, "", "1 Gi", 1n])("%s is no quantity", (json) => {
    expect(decodeQuantity(json)).toMatchObject(left({ kind: "syntax" }));
  });
});

describe("formatQuantity", () => {
  test.each([
    ["1.08", "1080m"],
    ["0.5", "500m"],
    ["5000m", "5"],
    ["1000", "1k"],
    ["1000M", "1G"],
    ["0.001T", "1G"],
    ["1000u", "1m"],
    ["1080000000n", "1080m"],
    ["1234567000000", "1234567M"],
    ["00", "0"],
    ["0Ki", "0"],
    ["0m", "0"],
    ["10000000000000000000000000k", "10000000000E"],
    // Binary.
    ["1024Mi", "1Gi"],
    ["307200Ki", "300Mi"],
    ["1025024Mi", "1001Gi"],
    ["1024Gi", "1Ti"],
    ["1.5Gi", "1536Mi"],
    ["0.5Ki", "512"],
    [".001Ki", "1024m"],
    [".000000001Ki", "1024n"],
    [".000000000001Ki", "2n"],
    ["1.1Ki", "1126400m"],
    ["1.0009765625Ki", "1025"],
    ["1048576Ki", "1Gi"],
    ["9Ei", "9223372036854775807"],
    ["4096Pi", "4Ei"],
    // Exponents.
    [".001e12", "1e9"],
    ["0.001e0", "1e-3"],
    ["1000e-12", "1e-9"],
    ["1000e0", "1e3"],
    ["0.5e0", "500e-3"],
    ["1.40e10", "14e9"],
    ["2000e-3", "2"],
    ["0e5", "0"],
  ])("scheduler 5.28: %s is printed %s", (text, canonical) => {
    expect(formatQuantity(q(text))).toBe(canonical);
    expect(formatQuantity(q(canonical))).toBe(canonical);
    if (canonical !== "0") expect(formatQuantity(q(`-${text}`))).toBe(`-${canonical}`);
  });

  test.each([
    "1",
    "500m",
    "1080m",
    "80u",
    "1n",
    "1G",
    "300M",
    "3k",
    "1Ki",
    "300Mi",
    "1001Gi",
    "6Ki",
    "1e9",
    "80e-3",
    "12E",
    "5",
    "1025",
  ])("scheduler 5.28: %s is canonical and stays", (text) => {
    expect(q(text)).toMatchObject({ spelling: text });
    expect(formatQuantity(q(text))).toBe(text);
  });

  test.each(["+1", "1.500", "010", "1.234", "100.035k", "1E3", "1e+3", "+12Mi", "1028Mi"])(
    "scheduler 5.28: Kubernetes takes %s for canonical and keeps it",
    (text) => {
      expect(formatQuantity(q(text))).toBe(text);
    },
  );

  test("scheduler 5.28: a computed quantity is printed canonically", () => {
    expect(formatQuantity(addQuantities(q("1.500"), q("0")))).toBe("1500m");
    expect(formatQuantity(addQuantities(q("+12Mi"), q("0")))).toBe("12Mi");
    expect(formatQuantity({ nano: 1_234_567_000_000n, format: "BinarySI", spelling: null })).toBe("1234567m");
    // A binary quantity below 1024, or no multiple of it, gets no decimal suffix unless it has a fraction.
    expect(formatQuantity(q("1562.5Ki"))).toBe("1600000");
    expect(formatQuantity(addQuantities(q("1Ki"), q("99976")))).toBe("101000");
    expect(formatQuantity({ nano: -UNIT, format: "BinarySI", spelling: null })).toBe("-1");
  });
});

describe("value and milliValue", () => {
  test.each([
    ["0", 0, 0],
    ["1", 1, 1000],
    ["1.5", 2, 1500],
    ["-1.5", -2, -1500],
    ["100.1m", 1, 101],
    ["0.1m", 1, 1],
    ["-0.1m", -1, -1],
    ["1n", 1, 1],
    ["1u", 1, 1],
    ["999m", 1, 999],
    ["1.5Ki", 1536, 1_536_000],
    ["0.5Ki", 512, 512_000],
    ["2Gi", 2_147_483_648, 2_147_483_648_000],
    ["200Mi", 209_715_200, 209_715_200_000],
    ["1e3", 1000, 1_000_000],
    ["7910m", 8, 7910],
  ])("scheduler 5.23: %s has value %i and %i thousandths", (text, units, millis) => {
    expect(value(q(text))).toBe(units);
    expect(milliValue(q(text))).toBe(millis);
  });

  test.each([
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ["9007199254740990.5", Number.MAX_SAFE_INTEGER],
    ["9007199254740992", Number.MAX_SAFE_INTEGER],
    ["10E", Number.MAX_SAFE_INTEGER],
    ["-10E", -Number.MAX_SAFE_INTEGER],
    ["8Pi", Number.MAX_SAFE_INTEGER],
  ])("the value of %s ends at 2^53 - 1", (text, units) => {
    expect(value(q(text))).toBe(units);
  });

  test("thousandths end there as well", () => {
    expect(milliValue(q("9007199254740.991"))).toBe(Number.MAX_SAFE_INTEGER);
    expect(milliValue(q("9007199254740.992"))).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("arithmetic", () => {
  test.each([
    ["10", "10", "20", "0"],
    ["10", "1Ki", "1034", "-1014"],
    ["1Gi", "1k", "1073742824", "1073740824"],
    ["1Gi", "1Mi", "1025Mi", "1023Mi"],
    ["1Gi", "0", "1Gi", "1Gi"],
    ["0", "1Gi", "1Gi", "-1Gi"],
    ["0Ki", "1500m", "1500m", "-1500m"],
    ["100m", "0Ki", "100m", "100m"],
    ["1e3", "1", "1001", "999"],
    ["0.5m", "0.5m", "1m", "0"],
    ["9Ei", "1", "8Ei", "9223372036854775806"],
  ])("%s and %s make %s and leave %s", (a, b, sum, difference) => {
    expect(formatQuantity(addQuantities(q(a), q(b)))).toBe(sum);
    expect(formatQuantity(subtractQuantities(q(a), q(b)))).toBe(difference);
  });

  test("scheduler 5.24: values are added exactly before they are rounded", () => {
    const halves = [q("0.5m"), q("0.5m")];
    expect(halves.map(milliValue)).toEqual([1, 1]);
    expect(milliValue(sumQuantities(halves))).toBe(1);
    expect(value(sumQuantities([q("0.1"), q("0.2"), q("0.7")]))).toBe(1);
  });

  test("a sum takes the format of its first quantity that is not zero", () => {
    expect(sumQuantities([])).toBe(ZERO);
    expect(formatQuantity(sumQuantities([q("0"), q("1Gi"), q("1024")]))).toBe("1048577Ki");
    expect(formatQuantity(sumQuantities([q("0Ki"), q("500m"), q("1Gi")]))).toBe("1073741824500m");
  });

  test.each<[string, string, -1 | 0 | 1]>([
    ["0", "0", 0],
    ["1", "1000m", 0],
    ["1", "1e0", 0],
    ["1Ki", "1024", 0],
    ["0", "0Ki", 0],
    ["100m", "50m", 1],
    ["50m", "100m", -1],
    ["10000T", "100Gi", 1],
    ["1G", "1Gi", -1],
    ["-1", "-2", 1],
    ["1n", "0", 1],
    ["8Ei", "9Ei", 0],
  ])("scheduler 5.27: %s against %s is %i", (a, b, order) => {
    expect(compareQuantities(q(a), q(b))).toBe(order);
  });

  test("quantities made from numbers", () => {
    expect(formatQuantity(quantityOf(1024, "BinarySI"))).toBe("1Ki");
    expect(formatQuantity(quantityOf(1_234_000, "DecimalSI"))).toBe("1234k");
    expect(formatQuantity(quantityOf(1_000_000, "DecimalExponent"))).toBe("1e6");
    expect(formatQuantity(milliQuantityOf(1500, "DecimalSI"))).toBe("1500m");
    expect(formatQuantity(milliQuantityOf(1_234_000, "DecimalSI"))).toBe("1234");
    expect(formatQuantity(milliQuantityOf(1024, "BinarySI"))).toBe("1024m");
    expect(() => quantityOf(0.5, "DecimalSI")).toThrow(InvariantViolation);
    expect(() => milliQuantityOf(2 ** 53, "DecimalSI")).toThrow(InvariantViolation);
  });
});

describe("quantities that were read before", () => {
  test("are what they were, right or wrong, however many others were read since", () => {
    const texts = ["500m", "0.5", "1Ki", "1024", "1e3", "x", "", "1.5Gi", `${"0".repeat(40)}7`, `${"9".repeat(40)}z`];
    const first = texts.map(parseQuantity);
    expect(texts.map(parseQuantity)).toEqual(first);
    for (let n = 0; n < 10_000; n += 1) expect(value(q(String(n)))).toBe(n);
    expect(texts.map(parseQuantity)).toEqual(first);
  });

  test("texts of one value stay apart by their spelling", () => {
    expect([q("1024"), q("1Ki"), q("1024")].map(({ format }) => format)).toEqual([
      "DecimalSI",
      "BinarySI",
      "DecimalSI",
    ]);
  });
});
