// The project's own scenarios record the same facts as ever, on every machine and version of Node. A digest that changes
// means that something now happens otherwise: say what and why in the commit, and write the new ones down with
// UPDATE_GOLDEN=1 npx vitest run test/golden
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeConsole, nodeFiles, runScenario } from "@podsim/runner";
import { expect, test } from "vitest";

const scenarios = fileURLToPath(new URL("../../scenarios/", import.meta.url));
const goldenFile = fileURLToPath(new URL("./digests.json", import.meta.url));
const names = readdirSync(scenarios, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

const digestOf = async (name: string): Promise<string> => {
  const access = { files: nodeFiles(scenarios), readInput: nodeConsole().readInput };
  const digests: string[] = [];
  const outcome = await runScenario(`${scenarios}${name}`, access, { seeds: [1] }, {
    onSeed: ({ cluster }) => void digests.push(cluster.log.digest()),
  });
  expect(outcome._tag, `${name} loads`).toBe("Right");
  return digests.join(" ");
};

const golden = JSON.parse(readFileSync(goldenFile, "utf8")) as Readonly<Record<string, string>>;

test.each(names)("%s, seed 1", async (name) => {
  const digest = await digestOf(name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    const known = JSON.parse(readFileSync(goldenFile, "utf8")) as Record<string, string>;
    writeFileSync(goldenFile, `${JSON.stringify({ ...known, [name]: digest }, null, 2)}\n`);
    return;
  }
  expect(digest).toBe(golden[name]);
});

test("every golden digest has its scenario", () => {
  expect(Object.keys(golden).sort()).toEqual(names);
});
