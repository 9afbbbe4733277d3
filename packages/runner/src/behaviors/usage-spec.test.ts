import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import type { Usage } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import { decodeAt } from "../scenario/schema/schema.js";
import { stressMemory } from "./stress-arguments.js";
import { countUsage, memory } from "./usage-spec.js";

const MI = 2 ** 20;
const curve = (...points: readonly (readonly [atUs: number, amount: number, until: "step" | "ramp"])[]): Usage => ({
  kind: "curve",
  points: points.map(([atUs, amount, until]) => ({ atUs, amount, until })),
});

const read = (value: unknown): unknown => {
  const decoded = decodeAt(memory, value, ["memory"]);
  return isLeft(decoded) ? decoded.left.map(({ path, code }) => `${path.join(".")} ${code}`) : decoded.right;
};

const limited = (use: Usage) => ({ use, killedAtLimit: true });

describe("memory over time", () => {
  test.each<[unknown, unknown]>([
    ["200Mi", limited(curve([0, 200 * MI, "step"]))],
    [{ constant: "200Mi" }, limited(curve([0, 200 * MI, "step"]))],
    [
      { constant: "1Gi", oomAt: "never" },
      { use: curve([0, 1024 * MI, "step"]), killedAtLimit: false },
    ],
    [
      { ramp: { from: "50Mi", to: "600Mi", over: "10m" }, oomAt: "limit" },
      limited(curve([0, 50 * MI, "ramp"], [10 * MINUTE, 600 * MI, "step"])),
    ],
    [{ ramp: { to: "1Mi", over: "1m" } }, limited(curve([0, 0, "ramp"], [MINUTE, MI, "step"]))],
    ["ramp(from=50Mi, to=600Mi, over=10m)", limited(curve([0, 50 * MI, "ramp"], [10 * MINUTE, 600 * MI, "step"]))],
    [
      {
        steps: [
          { at: "0s", use: "1Mi" },
          { at: "5m", use: "2Mi" },
        ],
      },
      limited(curve([0, MI, "step"], [5 * MINUTE, 2 * MI, "step"])),
    ],
    [{ steps: [{ at: "5m", use: "2Mi" }] }, limited(curve([0, 0, "step"], [5 * MINUTE, 2 * MI, "step"]))],
    [
      { uniform: { min: "1Mi", max: "2Mi" } },
      limited({ kind: "drawn", amount: { kind: "uniform", min: MI, max: 2 * MI } }),
    ],
    ["lognormal(p50=1Mi,p99=4Mi)", limited({ kind: "drawn", amount: { kind: "lognormal", p50: MI, p99: 4 * MI } })],
  ])("%j", (written, meant) => {
    expect(read(written)).toEqual(meant);
  });

  test.each<[unknown, readonly string[]]>([
    ["lots", ["memory E103"]],
    [{}, ["memory E107"]],
    [{ constant: "1Mi", ramp: { to: "2Mi", over: "1m" } }, ["memory E108"]],
    [{ ramp: { to: "2Mi" } }, ["memory.ramp.over E107"]],
    [{ steps: [] }, ["memory.steps E108"]],
    [
      {
        steps: [
          { at: "5m", use: "2Mi" },
          { at: "5m", use: "3Mi" },
        ],
      },
      ["memory.steps E108"],
    ],
    [{ uniform: { min: "2Mi", max: "1Mi" } }, ["memory.uniform E108"]],
    [{ constant: "1Mi", oomAt: "request" }, ["memory.oomAt E108"]],
    [{ leak: "1Mi" }, ["memory.leak E101"]],
    ["ramp(from=50Mi)", ["memory E104"]],
  ])("%j is refused with its place", (written, faults) => {
    expect(read(written)).toEqual(faults);
  });

  test("numbers of processes are written without a unit", () => {
    expect(decodeAt(countUsage, 20, [])).toMatchObject({ right: curve([0, 20, "step"]) });
    expect(isLeft(decodeAt(countUsage, "20Mi", []))).toBe(true);
  });
});

describe("what stress takes", () => {
  test.each([
    ["stress --vm 1 --vm-bytes 250M --vm-hang 1", 250 * MI],
    ["/usr/bin/stress-ng --vm=2 --vm-bytes=1g", 2 * 1024 * MI],
    ["stress -m 1", 256 * MI],
  ])("%s", (command, bytes) => {
    const usage = stressMemory(command.split(" "));
    expect(usage).toMatchObject({ kind: "curve", points: [{ amount: 0 }, { amount: bytes }] });
  });

  test.each(["stress --cpu 2", "nginx --vm 1", "stress --vm 1 --vm-bytes 20%"])("nothing of %s", (command) => {
    expect(stressMemory(command.split(" "))).toBeNull();
  });
});
