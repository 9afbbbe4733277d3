import { describe, expect, test } from "vitest";
import { SECOND } from "@podsim/core/time";
import { memoryConsole } from "../../../testing/memory-console.js";
import type { ProgressState } from "./progress.js";
import { Progress } from "./progress.js";

const plan = {
  name: "zone-outage",
  seedCount: 2,
  horizonUs: 1000 * SECOND,
  entries: [{ name: "zone-a-dark", atUs: 300 * SECOND }],
};

/** What is written when the states come so many milliseconds after the start. */
const shown = (
  style: "tty" | "plain" | "json" | "none",
  states: readonly (readonly [millis: number, state: Partial<ProgressState>])[],
): string => {
  const console = memoryConsole({ isTty: style === "tty", columns: 60 });
  let millis = 0;
  const progress = new Progress(style, console.stderr, plan, () => millis);
  let state: ProgressState = { seedsDone: 0, seed: 1, nowUs: 0, factCount: 0 };
  for (const [at, change] of states) {
    millis = at;
    state = { ...state, ...change };
    progress.update(state);
  }
  progress.finish(state);
  return console.stderrText();
};

describe("progress", () => {
  test("of a run that is over within half a second is not shown", () => {
    expect(
      shown("plain", [
        [100, { nowUs: SECOND }],
        [400, { nowUs: 900 * SECOND }],
      ]),
    ).toBe("");
    expect(shown("none", [[5000, { nowUs: SECOND }]])).toBe("");
  });

  test("in plain is a line at the start, one every tenth or every 30 s, and one at the end", () => {
    const text = shown("plain", [
      [600, { nowUs: 10 * SECOND, factCount: 6000 }],
      [700, { nowUs: 20 * SECOND }],
      [2000, { nowUs: 230 * SECOND, factCount: 40_000 }],
      [2100, { nowUs: 240 * SECOND }],
      [40_000, { seedsDone: 1, seed: 2, nowUs: 100 * SECOND, factCount: 500_000 }],
    ]);
    expect(text.split("\n")).toEqual([
      "zone-outage  0% · virtual 10s of 16m40s · seed 1, 0 of 2 done · 10k facts/s wall · zone-a-dark in 4m50s virtual",
      "zone-outage  11% · virtual 3m50s of 16m40s · seed 1, 0 of 2 done · 20k facts/s wall · 15s left · zone-a-dark in 1m10s virtual",
      "zone-outage  55% · virtual 1m40s of 16m40s · seed 2, 1 of 2 done · 13k facts/s wall · 33s left · zone-a-dark in 3m20s virtual",
      "zone-outage  done in 40s",
      "",
    ]);
  });

  test("on a terminal is one line redrawn at most ten times a second, cut to its width, and taken away", () => {
    const text = shown("tty", [
      [600, { nowUs: 10 * SECOND, factCount: 6000 }],
      [650, { nowUs: 20 * SECOND }],
      [720, { nowUs: 30 * SECOND }],
    ]);
    const drawn = text.split("\r\u001b[2K").slice(1);
    expect(drawn).toHaveLength(3);
    expect(drawn.at(-1)).toBe("");
    for (const line of drawn) expect([...line].length).toBeLessThan(60);
  });

  test("for programs is a record a second", () => {
    const records = shown("json", [
      [600, { nowUs: 500 * SECOND, factCount: 10 }],
      [900, {}],
      [1700, { seedsDone: 1 }],
    ])
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records[0]).toEqual({
      kind: "Progress",
      share: 0.25,
      seed: 1,
      seedsDone: 0,
      seeds: 2,
      tUs: 500 * SECOND,
      facts: 10,
      wallMillis: 600,
    });
    expect(records).toHaveLength(3);
  });
});
