// The kit is worth as much as the bugs it finds: every one that is planted is found by one of the laws.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { BugReport } from "./find-bug.js";
import { PLANTED_BUGS } from "./planted-bugs.js";

const program = fileURLToPath(new URL("../dist/mutation/find-bug.js", import.meta.url));

/** Scenarios that may be tried before a bug counts as not found. */
const SCENARIOS = 600;

/** In the suite every third; PODSIM_BUGS=all npx vitest run test/mutation looks for all of them. */
const SOUGHT = PLANTED_BUGS.filter((_, ix) => process.env["PODSIM_BUGS"] === "all" || ix % 3 === 0);

const find = (bug: string, how: "found" | "smallest"): Promise<BugReport> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, bug, String(SCENARIOS), how]);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString("utf8")) as BugReport);
      else reject(new Error(`${bug}: ${Buffer.concat(err).toString("utf8")}`));
    });
  });

test("there are at least thirty, each another", () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(PLANTED_BUGS.map(({ id }) => id)).size).toBe(PLANTED_BUGS.length);
});

describe.concurrent("found", () => {
  test.each(SOUGHT.map(({ id }) => id))(
    "%s",
    async (id) => {
      const { law } = await find(id, "found");
      expect(law, `${id} within ${String(SCENARIOS)} scenarios`).not.toBeNull();
    },
    300_000,
  );
});

/** Of these the search is followed to its end, which takes longer. */
const FOLLOWED = ["ready-without-start", "gates-ignored", "surge-forgotten"];

test("what is found is 1-minimal, short, and replays to the same digest", async () => {
  const reports: BugReport[] = [];
  for (const id of FOLLOWED) reports.push(await find(id, "smallest"));
  for (const { bug, isMinimal, digest, replayed } of reports) {
    expect(isMinimal, bug).toBe(true);
    expect(replayed, bug).toBe(digest);
  }
  const counts = reports.map(({ eventCount }) => eventCount).sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(12);
}, 600_000);
