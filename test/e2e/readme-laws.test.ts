// The laws the README states are run as they stand there: each finds a history that breaks it, and each is told as a story.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { check, scenario } from "@podsim/runner/testing";
import type { Invariant } from "@podsim/runner/testing";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const [, code = ""] = /```ts law\n([^]*?)\n```/.exec(readme) ?? [];

// Where the packages can be found from.
const directory = `${root}node_modules/.readme-laws/`;
mkdirSync(directory, { recursive: true });
const file = `${directory}laws-${String(process.pid)}.mjs`;
writeFileSync(file, code);

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Laws {
  readonly oneNodeEach: Invariant;
  readonly noLateRestarts: Invariant;
  readonly comesBack: Invariant;
  readonly test: () => void;
}

const laws = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Laws;

test.each(["oneNodeEach", "noLateRestarts", "comesBack"] as const)(
  "%s finds the history that breaks it",
  (name) => {
    const { counterexample, failure } = check(laws[name], scenario({ nodes: 3 }), { numRuns: 400, minimise: false });
    expect(failure).toBeNull();
    expect(counterexample?.breach.invariant.id).toBe(laws[name].id);
    expect(counterexample?.slice.length).toBeGreaterThan(0);
  },
  120_000,
);

test("all of them together throw the story of one", () => {
  const thrown = ((): unknown => {
    try {
      laws.test();
    } catch (error) {
      return error;
    }
    return null;
  })();
  expect((thrown as Error | null)?.name).toBe("LawBroken");
  expect((thrown as Error).message).toMatch(/▲ violated here/);
}, 240_000);
