import { describe, expect, test } from "vitest";
import { SECOND } from "../time.js";
import { planTermination } from "./termination.js";
import type { Stopping } from "./termination.js";

const stopping = (container: number, over: Partial<Stopping> = {}): Stopping => ({
  container,
  role: "regular",
  preStop: null,
  exitsAfterUs: 0,
  exitCode: 0,
  hookDiesWithIt: true,
  endedAtUs: null,
  ...over,
});

const hook = (seconds: number, fails = false) => ({ takesUs: Math.round(seconds * SECOND), fails });
const START = 100 * SECOND;
const IGNORES = { exitsAfterUs: null } as const;

/** Seconds from the start of the stop until SIGTERM and until the end, by container. */
const timesOf = (running: readonly Stopping[], grace: number): Readonly<Record<number, readonly [number, number]>> =>
  Object.fromEntries(
    planTermination(running, grace, START).map(({ container, signalAtUs, exitAtUs }) => [
      container,
      [(signalAtUs - START) / SECOND, (exitAtUs - START) / SECOND],
    ]),
  );

describe("one container", () => {
  test.each([
    ["no hook: the grace", null, 30, [0, 30]],
    ["preStop 5.9 s: whole seconds are taken off", hook(5.9), 30, [5.9, 30.9]],
    ["preStop that never ends: abandoned at the grace, 2 s are left", hook(1_000), 30, [30, 32]],
    ["preStop that takes the whole grace", hook(30), 30, [30, 32]],
    ["grace 1: 2 s all the same", null, 1, [0, 2]],
    ["grace 0: no hook", hook(5), 0, [0, 2]],
  ] as const)("kubelet 3.18, 3.19, A5: %s", (_, preStop, grace, times) => {
    expect(timesOf([stopping(0, { ...IGNORES, preStop })], grace)[0]).toEqual(times);
  });

  test("kubelet 3.18: a hook is told as completed, failed or abandoned, and not run without grace", () => {
    const outcome = (preStop: Stopping["preStop"], grace: number) =>
      planTermination([stopping(0, { preStop })], grace, 0)[0]?.preStop?.outcome ?? null;
    expect(outcome(hook(5), 30)).toBe("completed");
    expect(outcome(hook(5, true), 30)).toBe("failed");
    expect(outcome(hook(31, true), 30)).toBe("abandoned");
    expect(outcome(hook(5), 0)).toBe(null);
  });

  test("kubelet 3.22, A7: its own exit code in time, 137 where SIGKILL comes first", () => {
    const codeOf = (exitsAfter: number | null) =>
      planTermination(
        [stopping(0, { exitsAfterUs: exitsAfter === null ? null : exitsAfter * SECOND, exitCode: 143 })],
        30,
        0,
      )[0]?.exitCode;
    expect(codeOf(5)).toBe(143);
    expect(codeOf(30)).toBe(143);
    expect(codeOf(31)).toBe(137);
    expect(codeOf(null)).toBe(137);
  });
});

describe("a pod with sidecars", () => {
  const sidecar = (container: number, over: Partial<Stopping> = {}): Stopping =>
    stopping(container, { role: "sidecar", ...over });

  test("kubelet 3.16, A11: regular containers at once, then the later sidecar, then the earlier", () => {
    const a = stopping(2, { exitsAfterUs: 3 * SECOND });
    const b = stopping(3, { exitsAfterUs: 5 * SECOND });
    const times = timesOf([sidecar(0), sidecar(1, { exitsAfterUs: 2 * SECOND }), a, b], 30);
    expect(times).toEqual({ 2: [0, 3], 3: [0, 5], 1: [5, 7], 0: [7, 7] });
  });

  test("kubelet 3.16, F11: its preStop runs at once, before its turn", () => {
    const [, plan] = planTermination(
      [sidecar(0, { preStop: hook(2) }), stopping(1, { exitsAfterUs: 6 * SECOND })],
      30,
      0,
    );
    expect(plan?.preStop?.endsAtUs).toBe(2 * SECOND);
    expect(plan?.signalAtUs).toBe(6 * SECOND);
  });

  test("kubelet 3.16: the time it waits is taken off its grace in whole seconds", () => {
    const app = stopping(1, { exitsAfterUs: 5.5 * SECOND });
    expect(timesOf([sidecar(0, IGNORES), app], 30)[0]).toEqual([5.5, 30.5]);
  });

  test("kubelet 3.16: after a preStop it waits no longer than what the hook has left of the grace", () => {
    const app = stopping(1, { ...IGNORES, preStop: hook(1_000) });
    // 5 whole seconds are gone for the hook, 25 are waited from 5.9 s on, and nothing is left of the grace.
    expect(timesOf([sidecar(0, { ...IGNORES, preStop: hook(5.9) }), app], 30)[0]).toEqual([30.9, 32.9]);
  });

  test("kubelet 3.16: when the grace is used up nobody waits any more", () => {
    const times = timesOf([sidecar(0, IGNORES), sidecar(1, IGNORES), stopping(2, IGNORES)], 30);
    expect(times).toEqual({ 2: [0, 30], 1: [30, 32], 0: [30, 32] });
  });

  test("kubelet 3.16: it does not wait for a plain init container", () => {
    const slow = stopping(1, { role: "unordered", exitsAfterUs: 20 * SECOND });
    expect(timesOf([sidecar(0), slow], 30)).toEqual({ 0: [0, 0], 1: [0, 20] });
  });
});

describe("a container that ends by itself while it is being stopped", () => {
  const at = (seconds: number): number => START + seconds * SECOND;

  test("kubelet 3.18: its hook ends with it, and the stop is over", () => {
    const running = [stopping(0, { ...IGNORES, preStop: hook(20), endedAtUs: at(4) })];
    const [plan] = planTermination(running, 30, START);
    expect(plan?.preStop).toEqual({ endsAtUs: at(4), outcome: "failed" });
    expect([plan?.exitAtUs, plan?.doneAtUs]).toEqual([at(4), at(4)]);
  });

  test("kubelet 3.23: a hook that is no process in it goes on", () => {
    const running = [stopping(0, { ...IGNORES, preStop: hook(20), hookDiesWithIt: false, endedAtUs: at(4) })];
    const [plan] = planTermination(running, 30, START);
    expect(plan?.preStop).toEqual({ endsAtUs: at(20), outcome: "completed" });
    expect([plan?.exitAtUs, plan?.doneAtUs]).toEqual([at(4), at(20)]);
  });

  test("kubelet 3.16: sidecars have their turn sooner", () => {
    const app = stopping(1, { ...IGNORES, endedAtUs: at(4) });
    expect(timesOf([stopping(0, { role: "sidecar" }), app], 30)).toEqual({ 0: [4, 4], 1: [0, 4] });
  });
});
