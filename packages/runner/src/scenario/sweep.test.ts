import { isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { parameterSchema } from "./parameter-value.js";
import type { Parameter } from "./parameter-value.js";
import { decodeAt } from "./schema/schema.js";
import { readSweep } from "./sweep.js";
import { sweepCells } from "./sweep-cells.js";

const parameter = (raw: unknown): Parameter => {
  const read = decodeAt(parameterSchema, raw, []);
  if (!isRight(read)) throw new TypeError(JSON.stringify(read.left));
  return read.right;
};

const DECLARED = new Map<string, Parameter | null>([
  ["nodes", parameter({ type: "integer", default: 8, min: 1, max: 20 })],
  ["policy", parameter({ type: "string", enum: ["LeastAllocated", "MostAllocated"], default: "LeastAllocated" })],
  ["surge", parameter({ type: "intOrPercent", default: "25%" })],
  ["rate", parameter({ type: "number", default: 0.5 })],
  ["idle", parameter({ type: "integer", default: 1 })],
]);
const PARAMS = { declared: DECLARED, used: new Set(["nodes", "policy", "surge", "rate"]) };

const read = (raw: unknown) => readSweep(raw, ["spec", "sweep"], PARAMS);
const problems = (raw: unknown): readonly string[] =>
  read(raw).issues.map(({ path, message }) => `${path.slice(2).join(".")}: ${message}`);

describe("a sweep", () => {
  test("over a matrix has every combination but those excluded, then those included that are not in it", () => {
    const { sweep, issues } = read({
      matrix: { policy: ["LeastAllocated", "MostAllocated"], surge: ["0", "25%", 3] },
      exclude: [{ policy: "MostAllocated", surge: "25%" }],
      include: [{ nodes: 9 }, { policy: "MostAllocated", surge: 3 }],
    });
    expect(issues).toEqual([]);
    expect(sweep?.pairSeeds).toBe(true);
    expect(sweep === null ? [] : sweepCells(sweep)).toEqual([
      { policy: "LeastAllocated", surge: 0 },
      { policy: "LeastAllocated", surge: "25%" },
      { policy: "LeastAllocated", surge: 3 },
      { policy: "MostAllocated", surge: 0 },
      { policy: "MostAllocated", surge: 3 },
      { nodes: 9 },
    ]);
  });

  test("that finds a bound takes whole steps of an integer, and sixty-fourths of a number", () => {
    expect(read({ find: { smallest: "nodes", between: [6, 14] } }).sweep?.find).toEqual({
      goal: "smallest",
      parameter: "nodes",
      between: [6, 14],
      step: 1,
    });
    expect(read({ find: { largest: "rate", between: [0, 32] } }).sweep?.find?.step).toBe(0.5);
    expect(read({ find: { largest: "rate", between: [0, 32], step: 4 } }).sweep?.find?.step).toBe(4);
  });

  test("absent is none", () => {
    expect(read(undefined)).toEqual({ sweep: null, issues: [] });
  });
});

describe("an impossible sweep is an error at its place:", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["nothing", {}, [": sweep does not say what to vary"]],
    ["an empty matrix", { matrix: {} }, ["matrix: the matrix is empty"]],
    ["a parameter without values", { matrix: { nodes: [] } }, ["matrix.nodes: the list is too short"]],
    ["unknown parameters", { matrix: { nods: [1] } }, ['matrix.nods: parameter "nods" is not declared']],
    [
      "parameters nothing uses",
      { matrix: { idle: [1] } },
      ['matrix.idle: parameter "idle" stands nowhere in the scenario'],
    ],
    [
      "values outside bounds and lists, and of another type",
      { matrix: { nodes: [0, 21, "x"], policy: ["Most"] } },
      [
        "matrix.nodes.0: 0 is not allowed: min is 1",
        "matrix.nodes.1: 21 is not allowed: max is 20",
        'matrix.nodes.2: expected a whole number, got "x"',
        'matrix.policy.0: "Most" is not allowed: allowed are LeastAllocated, MostAllocated',
      ],
    ],
    ["a value twice", { matrix: { nodes: [3, 3] } }, ["matrix.nodes.1: 3 stands here twice"]],
    [
      "no cell left",
      { matrix: { nodes: [3] }, exclude: [{ nodes: 3 }] },
      ["exclude: every cell of the matrix is excluded"],
    ],
    [
      "an exclusion of nothing",
      { matrix: { nodes: [3] }, exclude: [{ nodes: 4 }] },
      ["exclude.0: this excludes no cell of the matrix"],
    ],
    [
      "an exclusion without a matrix",
      { include: [{ nodes: 3 }], exclude: [{ nodes: 3 }] },
      ["exclude: exclude needs matrix"],
    ],
    ["an inclusion out of bounds", { include: [{ nodes: 99 }] }, ["include.0.nodes: 99 is not allowed: max is 20"]],
    [
      "find with a matrix",
      { matrix: { nodes: [3] }, find: { smallest: "nodes", between: [1, 2] } },
      ["find: find stands with matrix or include"],
    ],
    ["find without a goal", { find: { between: [1, 2] } }, ["find: find does not say of what"]],
    [
      "find with both goals",
      { find: { smallest: "nodes", largest: "rate", between: [1, 2] } },
      ["find: find looks for the smallest and the largest at once"],
    ],
    [
      "bounds the wrong way round",
      { find: { smallest: "nodes", between: [14, 6] } },
      ["find.between: there is nothing between 14 and 6"],
    ],
    [
      "bounds outside the declaration",
      { find: { smallest: "nodes", between: [0, 14] } },
      ["find.between.0: 0 is not allowed: min is 1"],
    ],
    ["one bound", { find: { smallest: "nodes", between: [6] } }, ["find.between: expected two numbers, got a list"]],
    [
      "find on words",
      { find: { smallest: "policy", between: [1, 2] } },
      ['find.smallest: parameter "policy" is a string; there is nothing between two of its values'],
    ],
    [
      "a step too wide",
      { find: { smallest: "nodes", between: [6, 14], step: 9 } },
      ["find.step: a step of 9 leads to no other value"],
    ],
    ["an unknown field", { matrx: {} }, ['matrx: unknown field "matrx" in sweep']],
  ])("%s", (_, raw, expected) => {
    expect(problems(raw)).toEqual(expected);
  });
});
