// Core and scheduler compute: no clock, no chance, no outside. Read from the sources, without the linter's help.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findImpurities } from "../rules/purity.js";
import { isTest, projectRoot, sourceFiles } from "../rules/source-files.js";

const pureFiles = sourceFiles(projectRoot).filter(
  (path) => /^packages\/(core|scheduler)\/(src|testing)\//.test(path) && !isTest(path),
);

test("core and scheduler name neither the clock nor chance nor the outside", () => {
  expect(pureFiles.length).toBeGreaterThan(20);
  const found = pureFiles.flatMap((path) =>
    findImpurities(readFileSync(join(projectRoot, path), "utf8")).map(
      ({ line, what }) => `${path}:${String(line)} ${what}`,
    ),
  );
  expect(found).toEqual([]);
});

describe("what is found", () => {
  test.each([
    ["const t = Date.now();", "Date.now"],
    ["const f = Date.now;", "Date.now"],
    ['const t = Date["now"]();', "Date.now"],
    ["const { now } = Date;", "Date"],
    ["const t = new Date(0);", "new Date"],
    ["const t = Date();", "Date()"],
    ["const r = Math.random();", "Math.random"],
    ["const r = Math[`random`]();", "Math.random"],
    ["const { random } = Math;", "Math"],
    ["const pick = [1].map(Math.random);", "Math.random"],
    ["const t = `${Date.now()}`;", "Date.now"],
    ["const t = performance.now();", "performance"],
    ["const home = process.env;", "process"],
    ["console.log(1);", "console"],
    ["setTimeout(() => 1, 5);", "setTimeout"],
    ["const t = globalThis.Date.now();", "globalThis"],
    ['const c = "a".localeCompare("b");', "localeCompare"],
    ["const s = (5).toLocaleString();", "toLocaleString"],
    ['import { readFileSync } from "node:fs";', "import node:fs"],
    ['import fs from "fs";', "import fs"],
    ['import type { Stats } from "node:fs";', "import node:fs"],
    ['export { join } from "path";', "import path"],
    ['const fs = await import("node:fs");', "import()"],
  ])("%s", (text, what) => {
    expect(findImpurities(text)).toEqual([{ line: 1, what }]);
  });

  test.each([
    "// Date.now and Math.random are forbidden here\nexport const a = 1;",
    'const message = "Date.now(), Math.random()";',
    "const x = Math.floor(2.5);",
    "const t = Date.UTC(2026, 0, 1);",
    "interface Probe { readonly process: string; now(): number }",
    "const f = (process: string): string => process;",
    "const name = container.process;",
    "const o = { console: 1 };",
    "type At = Date;",
    'import { path } from "./path.js";',
  ])("nothing in: %s", (text) => {
    expect(findImpurities(text)).toEqual([]);
  });

  test("the line is told", () => {
    expect(findImpurities("// one\nconst a = 1;\nconst r = Math.random();\n")).toEqual([
      { line: 3, what: "Math.random" },
    ]);
  });
});
