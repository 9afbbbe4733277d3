import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Distribution } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import { decodeAt } from "../scenario/schema/schema.js";
import { distribution, distributionText } from "./distribution.js";

const read = (value: unknown): Distribution | readonly string[] => {
  const decoded = decodeAt(distribution, value, ["startup"]);
  return isLeft(decoded) ? decoded.left.map(({ path, code }) => `${path.join(".")} ${code}`) : decoded.right;
};

describe("a distribution is a duration, an object, or a name with parameters", () => {
  test.each<[unknown, Distribution]>([
    ["2s", { kind: "constant", value: 2 * SECOND }],
    ["250ms", { kind: "constant", value: 250 * MILLISECOND }],
    [{ constant: "2s" }, { kind: "constant", value: 2 * SECOND }],
    [{ uniform: { min: "1s", max: "6s" } }, { kind: "uniform", min: SECOND, max: 6 * SECOND }],
    [{ exponential: { mean: "72h" } }, { kind: "exponential", mean: 72 * 3_600 * SECOND }],
    [{ lognormal: { p50: "8s", p99: "25s" } }, { kind: "lognormal", p50: 8 * SECOND, p99: 25 * SECOND }],
    ["lognormal(p50=8s,p99=25s)", { kind: "lognormal", p50: 8 * SECOND, p99: 25 * SECOND }],
    ["uniform( min = 1s, max = 2s )", { kind: "uniform", min: SECOND, max: 2 * SECOND }],
    ["exponential(mean=10s)", { kind: "exponential", mean: 10 * SECOND }],
  ])("%j", (written, meant) => {
    expect(read(written)).toEqual(meant);
  });

  test.each<[unknown, readonly string[]]>([
    [30, ["startup E102"]],
    ["30", ["startup E102"]],
    ["12:30", ["startup E102"]],
    [true, ["startup E104"]],
    [{}, ["startup E107"]],
    [{ normal: { mean: "3s" } }, ["startup.normal E101"]],
    [{ constant: "1s", uniform: { min: "1s", max: "2s" } }, ["startup E108"]],
    [{ uniform: { min: "3s", max: "2s" } }, ["startup.uniform E108"]],
    [{ lognormal: { p50: "8s" } }, ["startup.lognormal.p99 E107"]],
    [{ lognormal: { p50: "0s", p99: "8s" } }, ["startup.lognormal E108"]],
    ["lognormal(p50=8s)", ["startup E104"]],
    ["gamma(a=8s)", ["startup E104"]],
    ["uniform(min=3,max=4s)", ["startup E102"]],
    ["uniform(min=3s,max=1s)", ["startup E108"]],
  ])("%j is refused with its place", (written, faults) => {
    expect(read(written)).toEqual(faults);
  });

  test("the text form is the one annotations have", () => {
    expect(isRight(distributionText.decode("lognormal(p50=8s,p99=25s)"))).toBe(true);
    expect(isLeft(distributionText.decode({ constant: "8s" }))).toBe(true);
  });
});
