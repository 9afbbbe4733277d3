// Histories that once broke a law are played again, and keep every law by now.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { caseIn, invariants, judgePlayed, playCase } from "@podsim/runner/testing";
import { expect, test } from "vitest";

const directory = fileURLToPath(new URL("../cases/", import.meta.url));
const files = readdirSync(directory).filter((name) => name.endsWith(".yaml"));

test("there are cases", () => {
  expect(files.length).toBeGreaterThan(0);
});

test.each(files)("%s", (file) => {
  const given = caseIn(readFileSync(`${directory}${file}`, "utf8"));
  if (given === null) throw new Error(`${file} is no case`);
  // Alone, each law is judged whatever the seed.
  for (const law of invariants) {
    const { breaches, failures } = judgePlayed(playCase(given), [law]);
    expect(
      breaches.map(({ violation }) => violation.message),
      law.id,
    ).toEqual([]);
    expect(failures).toEqual([]);
  }
});
