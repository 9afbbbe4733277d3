// The decisions of the real kube-scheduler, recorded, against ours.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PLUGINS } from "@podsim/scheduler";
import { readCases } from "./case-file.js";
import type { Case } from "./case-file.js";
import { compareDecisions } from "./compare-decisions.js";
import { decideCase } from "./decide-case.js";
import { KNOWN_DIFFERENCES, OLDER } from "./known-differences.js";

/** CONFORMANCE_CASES names a folder with more recordings, to be judged instead of the ones kept here. */
const fixtures = process.env["CONFORMANCE_CASES"] ?? join(import.meta.dirname, "fixtures");
const families = readdirSync(fixtures);

/** What is not as recorded, and which decisions differ for a known reason. */
const judge = (recorded: Case): { readonly differences: readonly string[]; readonly known: readonly string[] } => {
  const ours = decideCase(recorded, PLUGINS);
  const older = decideCase(recorded, OLDER.plugins);
  const known: string[] = [];
  const differences = recorded.expected.flatMap((expected, i) => {
    const [now, then] = [ours[i], older[i]];
    if (now === undefined || then === undefined) return [`${expected.pod} was not decided`];
    if (compareDecisions(expected, now).length === 0) return [];
    const decision = `${recorded.name} ${expected.pod}`;
    const found = compareDecisions(expected, then);
    if (found.length > 0 && !KNOWN_DIFFERENCES.has(decision)) return found.map((text) => `${expected.pod} ${text}`);
    if (found.length > 0) known.push(decision);
    return [];
  });
  return { differences, known };
};

test("there are recordings of every family", () => {
  const expected = "affinity fit images mixed podaffinity ports preemption spread taints volumes";
  expect(families.join(" ")).toBe(expected);
});

describe.each(families)("%s", (family) => {
  const judged = readCases(fixtures, family).map((recorded) => ({ name: recorded.name, ...judge(recorded) }));

  test.each(judged)("$name: every pod goes where kube-scheduler sent it, for the same reasons", ({ differences }) => {
    expect(differences).toEqual([]);
  });

  test("what is said to differ does differ", () => {
    const said = [...KNOWN_DIFFERENCES.keys()].filter((decision) =>
      judged.some(({ name }) => decision.startsWith(`${name} `)),
    );
    expect(judged.flatMap(({ known }) => known)).toEqual(said);
  });
});
