// The engine's hidden classes do not multiply with what is simulated: where each pod makes some of its own, everything that
// reads them is slow for good (DECISIONS of the scheduler, new keys before a spread).
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const BENCH = new URL("../../benchmarks/dist/run-bench.js", import.meta.url).href;

/** How many hidden classes a process makes that runs so many pods on ten nodes. */
const classesWith = (pods: number): number => {
  const directory = mkdtempSync(join(tmpdir(), "podsim-maps-"));
  try {
    const log = join(directory, "maps.log");
    const size = JSON.stringify({ pods, nodes: 20, gapSeconds: 0 });
    const program = `const { benchWholeRun } = await import("${BENCH}"); console.log(benchWholeRun(${size}).readyCount);`;
    const flags = ["--log-maps", `--logfile=${log}`, "--no-logfile-per-isolate", "--input-type=module"];
    const { stdout, status } = spawnSync(process.execPath, [...flags, "-e", program], { encoding: "utf8" });
    expect({ stdout: stdout.trim(), status }).toEqual({ stdout: String(pods), status: 0 });
    return readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("map,Transition,")).length;
  } finally {
    rmSync(directory, { recursive: true });
  }
};

test("400 pods more make no hidden classes of their own", { timeout: 120_000 }, () => {
  const [few, many] = [classesWith(200), classesWith(600)];
  expect(few).toBeGreaterThan(1_000);
  expect((many - few) / 400).toBeLessThan(0.2);
});
