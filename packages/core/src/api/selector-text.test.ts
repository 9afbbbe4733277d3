import { isRight, left } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Labels } from "./meta.js";
import { compileSelectorText } from "./selector-text.js";

const judge = (text: string, labels: Labels): boolean | string => {
  const compiled = compileSelectorText(text);
  return isRight(compiled) ? compiled.right(labels) : compiled.left;
};

describe("compileSelectorText", () => {
  test.each<[string, Labels, boolean]>([
    ["", {}, true],
    ["  \t", { a: "b" }, true],
    ["a=b", { a: "b" }, true],
    ["a=b", { a: "c" }, false],
    ["a=b", {}, false],
    ["a==b", { a: "b" }, true],
    ["a == b", { a: "b" }, true],
    [" a\t=\nb\r", { a: "b" }, true],
    ["a!=b", { a: "b" }, false],
    ["a!=b", { a: "c" }, true],
    ["a!=b", {}, true],
    ["a", { a: "" }, true],
    ["a", {}, false],
    ["!a", { a: "" }, false],
    ["! a", {}, true],
    ["a in (b,c)", { a: "c" }, true],
    ["a in (b,c)", { a: "d" }, false],
    ["a in(b)", { a: "b" }, true],
    ["a notin (b,c)", { a: "c" }, false],
    ["a notin ( b , c )", { a: "d" }, true],
    ["a notin (b)", {}, true],
    ["a>5", { a: "6" }, true],
    ["a>5", { a: "5" }, false],
    ["a < 5", { a: "4" }, true],
    ["a<5", {}, false],
    ["a=b,c!=d,e in (x,y),f,!g", { a: "b", e: "y", f: "" }, true],
    ["a=b,c!=d,e in (x,y),f,!g", { a: "b", c: "d", e: "y", f: "" }, false],
    ["a=b,c!=d,e in (x,y),f,!g", { a: "b", e: "y", f: "", g: "" }, false],
    ["example.com/a=b", { "example.com/a": "b" }, true],
    // The empty value.
    ["a=", { a: "" }, true],
    ["a=", {}, false],
    ["a=,b", { a: "", b: "" }, true],
    ["a!=", { a: "" }, false],
    ["a in ()", { a: "" }, true],
    ["a in ()", {}, false],
    ["a in (,b)", { a: "" }, true],
    ["a in (b,)", { a: "" }, true],
    ["a in (,)", { a: "" }, true],
    ["a in (b,,c)", { a: "" }, true],
    ["a in (b,,c)", { a: "c" }, true],
    ["a in (b,,c)", { a: "d" }, false],
    // Words that are operators elsewhere.
    ["in in (in,notin)", { in: "notin" }, true],
    ["in", { in: "" }, true],
    ["notin=in", { notin: "in" }, true],
    ["!in", {}, true],
    // Keys that objects inherit.
    ["constructor", {}, false],
    ["!toString", {}, true],
    ["valueOf!=x", {}, true],
  ])("%j on %j is %j", (text, labels, expected) => {
    expect(judge(text, labels)).toBe(expected);
  });

  test.each([
    [",", "found ',', expected: !, identifier, or 'end of string'"],
    ["=a", "found '=', expected: !, identifier, or 'end of string'"],
    ["(a)", "found '(', expected: !, identifier, or 'end of string'"],
    ["a,", "found '', expected: identifier after ','"],
    ["a,,b", "found ',', expected: identifier after ','"],
    ["a,=b", "found '=', expected: identifier after ','"],
    ["a=b c", "found 'c', expected: ',' or 'end of string'"],
    ["!a=b", "found '=', expected: ',' or 'end of string'"],
    ["!a b", "found 'b', expected: ',' or 'end of string'"],
    ["a in (b) c", "found 'c', expected: ',' or 'end of string'"],
    ["!", "unable to parse requirement: found '', expected: identifier"],
    ["!!a", "unable to parse requirement: found '!', expected: identifier"],
    ["!(a)", "unable to parse requirement: found '(', expected: identifier"],
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ["a!", "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"],
    ["a)", "unable to parse requirement: found ')', expected: in, notin, =, ==, !=, gt, lt"],
    ["a===b", "unable to parse requirement: found '=', expected: identifier"],
    ["a=!b", "unable to parse requirement: found '!', expected: identifier"],
    ["a=(b)", "unable to parse requirement: found '(', expected: identifier"],
    ["a in b", "unable to parse requirement: found 'b' expected: '('"],
    ["a in", "unable to parse requirement: found '' expected: '('"],
    ["a in (", "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ["a in (=", "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ["a in (b", "unable to parse requirement: found '', expected: ',' or ')'"],
    ["a in (b c)", "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ["a in (b,", "unable to parse requirement: found '', expected: ',', or identifier"],
    ["a in (b,=)", "unable to parse requirement: found '=', expected: ',', or identifier"],
    ["a in (b,,)", "unable to parse requirement: found ')', expected: ',', or identifier"],
    [
      "a>x",
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [
      "a<",
      "unable to parse requirement: values[0]: Invalid value: \"\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])("%s is refused", (text, error) => {
    expect(compileSelectorText(text)).toEqual(left(error));
  });

  test.each([
    [
      "-a",
      'unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of alphanumeric characters',
    ],
    ["a/b/c=d", 'unable to parse requirement: <nil>: Invalid value: "a/b/c": a qualified name must consist of'],
    ["/a", 'unable to parse requirement: <nil>: Invalid value: "/a": prefix part must be non-empty'],
    ["a=-b", 'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be an empty string'],
    ["a in (x,-c,-b)", 'unable to parse requirement: [values[0][a]: Invalid value: "-b": a valid label must be'],
    ["a>-1", 'unable to parse requirement: values[0][a]: Invalid value: "-1": a valid label must be an empty string'],
  ])("scheduler 7.7: %s has a key or value that no label has", (text, error) => {
    expect(judge(text, {})).toEqual(expect.stringContaining(error));
  });
});
