import { describe, expect, test } from "vitest";
import { Table } from "./table.js";

describe("a table as kubectl lays it out", () => {
  test("columns are three blanks apart and a line ends with its last cell", () => {
    const lines = new Table().lines([
      ["NAME", "READY", "STATUS", "RESTARTS", "AGE"],
      ["web-7c4f9d5b6-x2k8q", "1/1", "Running", "0", "3m12s"],
      ["db-0", "0/2", "Init:1/3", "4 (12s ago)", "47h"],
    ]);
    expect(lines).toEqual([
      "NAME                  READY   STATUS     RESTARTS      AGE",
      "web-7c4f9d5b6-x2k8q   1/1     Running    0             3m12s",
      "db-0                  0/2     Init:1/3   4 (12s ago)   47h",
    ]);
  });

  test("a column is at least six wide, its gap included", () => {
    expect(
      new Table().lines([
        ["A", "B"],
        ["x", "y"],
      ]),
    ).toEqual(["A     B", "x     y"]);
  });

  test("rows printed later keep to the columns, and widen them for what follows", () => {
    const table = new Table();
    expect(
      table.lines([
        ["NAME", "AGE"],
        ["web", "1s"],
      ]),
    ).toEqual(["NAME   AGE", "web    1s"]);
    expect(table.lines([["api", "2s"]])).toEqual(["api    2s"]);
    expect(table.lines([["a-much-longer-name", "3s"]])).toEqual(["a-much-longer-name   3s"]);
    expect(table.lines([["web", "4s"]])).toEqual(["web                  4s"]);
  });

  test("an empty last cell leaves no blanks behind", () => {
    expect(
      new Table().lines([
        ["A", "B"],
        ["x", ""],
      ])[1],
    ).toBe("x");
  });

  test("of a cell with several lines the first is shown", () => {
    expect(new Table().lines([["a\nb", "c"]])).toEqual(["a...   c"]);
  });

  test("what could move a cursor is shown instead of sent", () => {
    expect(new Table().lines([["\u001b[31mred", "x"]])[0]).toBe("^[[31mred   x");
  });

  test("colour does not count towards a column's width", () => {
    const table = new Table((cell, column) => (column === 0 ? `\u001b[32m${cell}\u001b[0m` : cell));
    expect(
      table.lines([
        ["ok", "x"],
        ["longer", "y"],
      ]),
    ).toEqual(["\u001b[32mok\u001b[0m       x", "\u001b[32mlonger\u001b[0m   y"]);
  });
});
