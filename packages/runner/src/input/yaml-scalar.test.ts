import { describe, expect, test } from "vitest";
import { keyText, resolvePlain, resolveTagged } from "./yaml-scalar.js";

// kubectl reads manifests through sigs.k8s.io/yaml, which uses go.yaml.in/yaml/v2; the tables follow its resolve.go as
// vendored in kubernetes/kubernetes.
describe("go-yaml v2 resolve: plain scalars", () => {
  test.each([
    ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
    ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map(
      (word) => [word, false] as const,
    ),
    ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ])("%j is %j", (text, value) => {
    expect(resolvePlain(text)).toBe(value);
  });

  test.each(["yES", "oN", "tRUE", "nULL", "Y ", "yep", "none", "nan", "inf", "+Inf", "Infinity", "NaN", "constructor"])(
    "%j stays text",
    (text) => {
      expect(resolvePlain(text)).toBe(text);
    },
  );

  test.each([
    ["0", 0],
    ["-0", 0],
    ["+12", 12],
    ["0644", 420],
    ["-0644", -420],
    ["0o644", 420],
    ["0O17", 15],
    ["0x1F", 31],
    ["-0X1f", -31],
    ["0b101", 5],
    ["1_000", 1000],
    ["0x_ff", 255],
    ["08", 8],
    ["0190", 190],
    ["1.5", 1.5],
    ["1.", 1],
    [".5", 0.5],
    ["-.5", -0.5],
    ["1e3", 1000],
    ["1E-3", 0.001],
    ["1_0.5", 10.5],
    ["685.230_15e+03", 685230.15],
    ["18446744073709551615", 18446744073709551615],
    ["-9223372036854775808", -9223372036854775808],
    ["123456789012345678901234567890", 1.2345678901234568e29],
  ])("%s is the number %d", (text, value) => {
    expect(resolvePlain(text)).toBe(value);
  });

  test.each([
    ["12:30", "no base 60"],
    ["1:30:00", "no base 60"],
    ["190:20:30.15", "no base 60"],
    ["2001-12-14", "timestamps stay text"],
    ["2001-12-14T21:59:43.10-05:00", "timestamps stay text"],
    ["0x", "no digits"],
    ["0xZZ", "no digits"],
    ["1e999", "beyond 64-bit floats"],
    ["0xffffffffffffffffff", "beyond 64 bits and not decimal"],
    ["+18446744073709551615_x", "not a number"],
    [".", "no digits"],
    ["-", "no digits"],
    ["1.2.3", "a version"],
    ["500m", "a quantity"],
    ["1e", "no exponent"],
    ["e3", "no digits"],
    ["1 000", "blank"],
  ])("%s stays text: %s", (text) => {
    expect(resolvePlain(text)).toBe(text);
  });

  test("infinities and not-a-number are told apart from text, for the reader to refuse", () => {
    expect([".inf", "-.inf", "+.INF", ".nan"].map(resolvePlain)).toEqual([Infinity, -Infinity, Infinity, NaN]);
  });
});

describe("go-yaml v2 resolve: explicit tags", () => {
  const core = (name: string): string => `tag:yaml.org,2002:${name}`;

  test("a tag that fits decides, quoted or not", () => {
    expect(resolveTagged(core("str"), "5")).toEqual({ value: "5" });
    expect(resolveTagged("!", "yes")).toEqual({ value: "yes" });
    expect(resolveTagged(core("int"), "0x10")).toEqual({ value: 16 });
    expect(resolveTagged(core("float"), "5")).toEqual({ value: 5 });
    expect(resolveTagged(core("bool"), "off")).toEqual({ value: false });
    expect(resolveTagged(core("null"), "~")).toEqual({ value: null });
    expect(resolveTagged(core("timestamp"), "2001-12-14")).toEqual({ value: "2001-12-14" });
  });

  test("one that does not is refused, as is any tag of a program", () => {
    expect(resolveTagged(core("int"), "1e3")).toEqual({ refused: "wrong-value" });
    expect(resolveTagged(core("int"), "five")).toEqual({ refused: "wrong-value" });
    expect(resolveTagged(core("bool"), "1")).toEqual({ refused: "wrong-value" });
    for (const tag of [core("binary"), core("set"), core("python/object:os.system"), "!vault"]) {
      expect(resolveTagged(tag, "x")).toEqual({ refused: "unknown-tag" });
    }
  });
});

describe("sigs.k8s.io/yaml: keys become text", () => {
  test.each([
    ["web", "web"],
    ["y", "true"],
    ["off", "false"],
    ["010", "8"],
    ["1_000", "1000"],
    ["0x1F", "31"],
    ["9007199254740993", "9007199254740993"],
    ["-1", "-1"],
    ["08", "8"],
    ["1.0", "1"],
    ["1.50", "1.5"],
    ["0.1", "0.1"],
    ["1.20", "1.2"],
    ["123456.7", "123456.7"],
    ["1e6", "1e+06"],
    ["1234567.0", "1.234567e+06"],
    ["1e-5", "1e-05"],
    ["0.0001", "0.0001"],
    ["16777217.0", "1.6777216e+07"],
    [".inf", ".inf"],
    ["-.inf", "-.inf"],
    [".nan", ".nan"],
    ["2001-12-14", "2001-12-14"],
  ])("the key %s is %j", (text, key) => {
    expect(keyText(text)).toBe(key);
  });

  test("null cannot be a key", () => {
    expect(keyText("~")).toBeNull();
    expect(keyText("")).toBeNull();
  });
});
