// The kit is worth as much as the bugs it finds: every one that is planted is found by one of the laws, and what is found
// of it is as small as it gets.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { BugReport } from "./find-bug.js";
import { PLANTED_BUGS } from "./planted-bugs.js";

const program = fileURLToPath(new URL("../dist/mutation/find-bug.js", import.meta.url));

/** Scenarios that may be tried before a bug counts as not found. */
const SCENARIOS = 1_000;

const reports = new Map<string, Promise<BugReport>>();

/** Looks for all of them, one after the other, in one process; what it says of each is there as soon as it is found. */
const search = (): void => {
  const child = spawn(process.execPath, [program, String(SCENARIOS), ...PLANTED_BUGS.map(({ id }) => id)]);
  const err: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const waiting = new Map<string, (report: BugReport) => void>();
  const failing: ((reason: Error) => void)[] = [];
  for (const { id } of PLANTED_BUGS) {
    const report = new Promise<BugReport>((resolve, reject) => {
      waiting.set(id, resolve);
      failing.push(reject);
    });
    // Who waits for it hears of it; nobody else has to.
    report.catch(() => undefined);
    reports.set(id, report);
  }
  createInterface({ input: child.stdout }).on("line", (line) => {
    const report = JSON.parse(line) as BugReport;
    waiting.get(report.bug)?.(report);
  });
  child.on("close", () => {
    for (const fail of failing) fail(new Error(Buffer.concat(err).toString("utf8")));
  });
};

search();

const reportOf = async (id: string): Promise<BugReport> => {
  const report = await reports.get(id);
  if (report === undefined) throw new Error(`nobody looks for ${id}`);
  return report;
};

test("there are at least thirty, each another", () => {
  expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(PLANTED_BUGS.map(({ id }) => id)).size).toBe(PLANTED_BUGS.length);
});

test.each(PLANTED_BUGS)(
  "$id is found, and its case is 1-minimal, blames nobody without the bug, and replays to the same digest",
  async ({ id, isIrreproducible = false }) => {
    const report = await reportOf(id);
    expect(report.law, `${id} within ${String(SCENARIOS)} scenarios`).not.toBeNull();
    expect(report.isInnocentWithout, report.story.join("\n")).toBe(true);
    if (isIrreproducible) return;
    expect(report.replayed).toBe(report.digest);
    expect([report.isMinimal, report.needless], report.story.join("\n")).toEqual([true, []]);
    expect(report.partCount).toBeGreaterThan(0);
  },
  900_000,
);

test("in the median a story has at most twelve events", async () => {
  const counts: number[] = [];
  for (const { id } of PLANTED_BUGS) counts.push((await reportOf(id)).eventCount);
  counts.sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(12);
}, 900_000);
