import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { combinations, readParam } from "./cells.js";

const valuesOf = (written: string): readonly string[] => {
  const read = readParam(written);
  if (isLeft(read)) throw new TypeError(read.left.message);
  return read.right.values;
};

test.each([
  ["x=6..14..2", ["6", "8", "10", "12", "14"]],
  ["x=6..9", ["6", "7", "8", "9"]],
  ["x=0.4..0.8..0.1", ["0.4", "0.5", "0.6", "0.7", "0.8"]],
  ["x=-2..2..2", ["-2", "0", "2"]],
  ["x=6..9..2", ["6", "8"]],
  ["p=a,b", ["a", "b"]],
  ["p=25%", ["25%"]],
  ["p=a=b,c", ["a=b", "c"]],
])("%s is %j", (written, expected) => {
  expect(valuesOf(written)).toEqual(expected);
});

test.each([
  ["x", "it does not say which values"],
  ["x=", "it does not say which values"],
  ["=3", "it does not say which values"],
  ["x=9..6", "the lower value comes first"],
  ["x=1..2..0", "a step has to be more than 0"],
  ["x=1..1000000", "10000 are allowed"],
  ["x=a,b,a", "a stands there twice"],
])("%s is refused: %s", (written, message) => {
  const read = readParam(written);
  expect(isRight(read) ? "" : read.left.message).toContain(message);
});

test("cells are all combinations, the last parameter running fastest", () => {
  expect(
    combinations([
      { name: "a", values: ["1", "2"] },
      { name: "b", values: ["x", "y"] },
    ]),
  ).toEqual([
    { a: "1", b: "x" },
    { a: "1", b: "y" },
    { a: "2", b: "x" },
    { a: "2", b: "y" },
  ]);
});
