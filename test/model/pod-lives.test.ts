import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { LivedThrough } from "./live-through.js";

const program = fileURLToPath(new URL("../dist/model/live-through.js", import.meta.url));
const WORLDS = 1_250;

test("kubelet 0-4, 7, 8: twenty thousand lives of pods break none of the laws", () => {
  // Other lives every time; those of a failure are lived again with PODSIM_SEED=N.
  const seed = process.env["PODSIM_SEED"] ?? String(randomInt(1_000_000_000));
  process.stdout.write(`The lives of seed ${seed}\n`);
  const run = spawnSync(process.execPath, [program, String(WORLDS), seed], { encoding: "utf8" });
  expect(run.status, `seed ${seed}: ${run.stderr}`).toBe(0);
  const lived = JSON.parse(run.stdout) as LivedThrough;
  expect(lived.lives).toBe(20_000);
  // They were lives: pods restarted containers, were stopped and went away.
  expect(lived.restarts).toBeGreaterThan(20_000);
  expect(lived.kills).toBeGreaterThan(10_000);
  expect(lived.removals).toBeGreaterThan(5_000);
}, 600_000);
