// The worked examples are run as they stand: the bug is found and told as their README tells it, and what was mended holds.
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { assertHolds, check, LawBroken, playCase, scenario, UnusableCase } from "@podsim/runner/testing";
import { judgePlayed, reductionsOf } from "@podsim/runner/testing";
import type { CaseScenario, Invariant, Reconciler } from "@podsim/runner/testing";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../examples/leader-election/", import.meta.url));
const textOf = (file: string): string => readFileSync(`${folder}${file}`, "utf8");
const load = async (file: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ pathToFileURL(`${folder}${file}`).href)) as Record<string, unknown>;

const readme = textOf("README.md");
const block = (info: string): string => new RegExp(`\`\`\`${info}\\n([^]*?)\\n\`\`\``).exec(readme)?.[1] ?? "";

const law = (await load("laws.mjs"))["waitsForExpiry"] as Invariant;
const broken = (await load("elector.mjs"))["elector"] as Reconciler;
const mended = (await load("elector-mended.mjs"))["elector"] as Reconciler;

/** As check.mjs has them. */
const histories = (controller: Reconciler) =>
  scenario({ controllers: [controller], nodes: 1, workloads: 0, steps: 4, minutes: 3 });

const breaks = (given: CaseScenario): boolean => {
  try {
    return judgePlayed(playCase(given), [law]).breaches.length > 0;
  } catch (thrown) {
    if (thrown instanceof UnusableCase) return false;
    throw thrown;
  }
};

test("the leader election's bug is found, and its README tells what is left of the history", () => {
  let told = "";
  try {
    assertHolds(law, histories(broken), { numRuns: 200 });
  } catch (thrown) {
    if (!(thrown instanceof LawBroken)) throw thrown;
    told = thrown.message;
    const { case: smallest, found } = thrown.counterexample;
    expect(found.isMinimal).toBe(true);
    for (const { part, rest } of reductionsOf(smallest)) expect(breaks(rest), `without ${part}`).toBe(false);
    // The same history does no harm to the mended one.
    expect(breaks({ ...smallest, controllers: [mended] })).toBe(false);
  }
  expect(block("text story")).not.toBe("");
  expect(told).toContain(block("text story"));
}, 240_000);

test("the mended one keeps the law", () => {
  const { counterexample, failure, passed } = check(law, histories(mended), { numRuns: 60 });
  expect([counterexample, failure, passed]).toEqual([null, null, 60]);
}, 240_000);

test("the README shows the lines that differ, as they are in the files", () => {
  expect(textOf("elector.mjs")).toContain(block("js bug"));
  expect(textOf("elector-mended.mjs")).toContain(block("js fix"));
  expect(textOf("elector.mjs").replace(block("js bug"), block("js fix")).split("\n").slice(1)).toEqual(
    textOf("elector-mended.mjs").split("\n").slice(1),
  );
});
