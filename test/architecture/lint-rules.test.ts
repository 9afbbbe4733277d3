// Every rule of the linter that the house depends on is shown what it forbids, under the project's own configuration.
import { join } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../rules/source-files.js";

interface Complaint {
  readonly ruleId: string | null;
  readonly message: string;
}

/** Without types a text can be judged under the name of a file that does not exist. */
const withoutTypes = new ESLint({
  cwd: projectRoot,
  overrideConfig: [{ files: ["**/*.ts"], ...tseslint.configs.disableTypeChecked }],
});
const withTypes = new ESLint({ cwd: projectRoot });

const judge = async (linter: ESLint, path: string, text: string): Promise<readonly Complaint[]> => {
  const [result] = await linter.lintText(text, { filePath: join(projectRoot, path) });
  return result?.messages ?? [];
};

// The first use loads the configuration and TypeScript.
beforeAll(async () => judge(withoutTypes, "packages/core/src/x.ts", ""), 60_000);

const core = "packages/core/src/x.ts";
const coreTest = "packages/core/src/x.test.ts";
const scheduler = "packages/scheduler/src/x.ts";
const runner = "packages/runner/src/io/x.ts";
const long = `export const f = (): void => {\n${"  g();\n".repeat(80)}};`;

describe("forbidden, with what to do instead", () => {
  test.each([
    [core, "export const t = Date.now();", /SimTime/],
    [scheduler, "export const t = new Date(0);", /SimTime/],
    [core, "export const t = Date();", /SimTime/],
    [core, "const { now } = Date; export const t = now;", /member/],
    [scheduler, "export const r = Math.random();", /draw/],
    [core, "export const t = performance.now();", /SimTime/],
    [core, "export const e = process.env;", /runner\/src\/io/],
    [scheduler, "console.log(1);", /runner\/src\/io/],
    [scheduler, "setTimeout(() => undefined, 1);", /agenda/],
    [core, 'import { readFileSync } from "node:fs"; readFileSync;', /runner\/src\/io/],
    [core, 'import { readFileSync } from "fs"; readFileSync;', /runner\/src\/io/],
    [core, 'export const c = "a".localeCompare("b");', /locale/],
    [coreTest, "export const t = new Date();", /SimTime/],
    [coreTest, "export const r = Math.random();", /draw/],
    [scheduler, "export const f = () => ({ get a() { return 1; } });", /class/],
    [core, "export class A { f: () => number; constructor() { this.f = () => 1; } }", /field/],
    [runner, "export const f = () => ({ get a() { return 1; } });", /class/],
    [runner, "export default 1;", /name/],
    [runner, 'export * from "./y.js";', /never/],
    [runner, 'export const f = async (): Promise<unknown> => import("yaml");', /lazily/],
    [runner, "export const f = (x: any): void => x;", /any/],
    [runner, "export const f = () => 1;", /return type/],
    [runner, "export const f = (a: string[]): string => a[0]!;", /non-null/],
    [runner, long, /too many lines/],
    [runner, "// eslint-disable-next-line no-var\nexport var a = 1;", /description/],
    [runner, "// eslint-disable-next-line no-var -- nothing to disable\nexport const a = 1;", /Unused/],
    [runner, "// @ts-expect-error\nexport const a = 1;", /description/],
  ])("%s: %s", async (path, text, message) => {
    const complaints = await judge(withoutTypes, path, text);
    expect(complaints.map((complaint) => complaint.message).join("\n")).toMatch(message);
  });
});

describe("allowed", () => {
  test.each([
    [runner, 'import { readFileSync } from "node:fs"; export const t = readFileSync("x") && Date.now();'],
    [core, "export const f = (process: string): string => process;"],
    [coreTest, 'export const t = new Date("2026-01-01T00:00:00Z").toISOString();'],
    ["packages/scheduler/src/engine/agenda.ts", "export const f = (a: number[]): number => a[0]!;"],
    [coreTest, long],
    ["vitest.config.ts", "export default {};"],
  ])("%s: %.60s", async (path, text) => {
    expect(await judge(withoutTypes, path, text)).toEqual([]);
  });
});

test("types are used: a forgotten promise and a forgotten case are found", { timeout: 60_000 }, async () => {
  const text = [
    "// Two mistakes that only types reveal.",
    "const later = async (): Promise<number> => Promise.resolve(1);",
    "export const forget = (): void => { later(); };",
    'export const f = (x: "a" | "b"): number => { switch (x) { case "a": return 1; } return 2; };',
  ].join("\n");
  const complaints = await judge(withTypes, "packages/core/src/time.ts", text);
  expect(complaints.map(({ ruleId }) => ruleId).sort()).toEqual([
    "@typescript-eslint/no-floating-promises",
    "@typescript-eslint/switch-exhaustiveness-check",
  ]);
});
