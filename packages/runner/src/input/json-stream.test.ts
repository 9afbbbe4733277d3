import { describe, expect, test } from "vitest";
import { parseJsonStream } from "./json-stream.js";

const told = (text: string): readonly string[] =>
  parseJsonStream(text).errors.map(({ code, message, start, end }) => `${start}-${end} ${code} ${message}`);

describe("values", () => {
  test("several in one text, with --- lines between them or not", () => {
    const { values, errors } = parseJsonStream('{"a":1}\n[2] 3\n---\n"x"\r\n---\r\n---\nnull ');
    expect(errors).toEqual([]);
    expect(values.map(({ value }) => value)).toEqual([{ a: 1 }, [2], 3, "x", null]);
    expect(values.map(({ start, end }) => [start, end])).toEqual([
      [0, 7],
      [8, 11],
      [12, 13],
      [18, 21],
      [32, 36],
    ]);
  });

  test("nothing but white space is no value", () => {
    expect(parseJsonStream(" \n\t")).toEqual({ values: [], errors: [] });
  });
});

describe("what is wrong, and where", () => {
  test.each([
    ['{"a": 1,}', "7-8 E002 there is a comma before the closing }"],
    ["[1, 2,]", "5-6 E002 there is a comma before the closing ]"],
    ['{"a": 1 "b": 2}', "8-9 E002 a comma or } is missing before this"],
    ["[1 2]", "3-4 E002 a comma or ] is missing before this"],
    ["[1}", "2-3 E002 a comma or ] is missing before this"],
    ['{"a" 1}', '5-6 E002 a ":" is missing before this'],
    ['{"a": 1', "0-1 E002 this { is never closed"],
    ['{"a": [1, [2', "10-11 E002 this [ is never closed"],
    ['{"a"', "0-1 E002 this { is never closed"],
    ["{", "0-1 E002 this { is never closed"],
    ["[1,", "2-3 E002 the file ends where a value is expected"],
    ['{"a": "x', "6-7 E002 this quote is never closed"],
    ['["x\ny"]', "1-2 E002 this quote is never closed"],
    ['["x\ty"]', "3-4 E002 a control character stands in a text"],
    ['["\\q"]', "2-4 E002 this escape is not known"],
    ['["\\u12"]', "2-4 E002 this escape is not known"],
    ["{a: 1}", "1-2 E002 a is not in quotes"],
    ["[yes]", "1-4 E002 yes is not in quotes"],
    ["['x']", "1-2 E002 JSON texts stand in double quotes"],
    ["[1] // x", "4-6 E002 JSON has no comments"],
    ["[ # x\n1]", "2-3 E002 JSON has no comments"],
    ["[-]", "1-2 E002 a minus needs a number"],
    ["[1e999]", "1-6 E002 this number is too large"],
    ["[+1]", "1-2 E002 this does not belong here"],
    ["[.5]", "1-2 E002 this does not belong here"],
    ["[01]", "2-3 E002 a comma or ] is missing before this"],
    ["[1] ]", "4-5 E002 this does not belong here"],
    ['{"__proto__": 1}', "1-12 E009 the key __proto__ is not allowed"],
    ['{"\\u005f_proto__": {"x": 1}}', "1-17 E009 the key __proto__ is not allowed"],
    ["[".repeat(201), "200-201 E007 values are nested more than 200 deep"],
  ])("%s", (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  test("a key given twice is told with both places and does not end reading; strings with brackets do not confuse it", () => {
    const text = '{"x": "},{\\"", "a": {"a": 1}, "b": ["a"], "a": 2, "\\u0061": 3, "c": tru}';
    const { errors } = parseJsonStream(text);
    expect(errors.map(({ code, start }) => [code, start])).toEqual([
      ["E008", text.indexOf('"a": 2')],
      ["E008", text.indexOf('"\\u0061"')],
      ["E002", text.indexOf("tru")],
    ]);
    expect(errors[0]?.note).toEqual({ start: 15, end: 18, label: "first given here" });
    expect(errors[1]?.note).toEqual({ start: 15, end: 18, label: "first given here" });
  });

  test("no more than 20 errors", () => {
    expect(parseJsonStream(`{${'"a":1,'.repeat(500)}"b":1}`).errors).toHaveLength(20);
  });
});
