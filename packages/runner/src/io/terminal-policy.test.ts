import { describe, expect, test } from "vitest";
import { memoryConsole } from "../../testing/memory-console.js";
import { progressStyle, wantsColor } from "./terminal-policy.js";
import type { ColorFlag, ProgressFlag } from "./terminal-policy.js";

type Environment = Readonly<Record<string, string>>;

describe("colour", () => {
  test.each<[boolean, Environment, ColorFlag, boolean]>([
    [true, {}, "auto", true],
    [false, {}, "auto", false],
    [true, { TERM: "dumb" }, "auto", false],
    [true, { NO_COLOR: "1" }, "auto", false],
    [true, { NO_COLOR: "" }, "auto", true],
    [true, { PODSIM_NO_COLOR: "1" }, "auto", false],
    [false, { FORCE_COLOR: "1" }, "auto", true],
    [false, { FORCE_COLOR: "" }, "auto", true],
    [true, { FORCE_COLOR: "0" }, "auto", false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, "auto", false],
    [false, { NO_COLOR: "1" }, "always", true],
    [true, { FORCE_COLOR: "1" }, "never", false],
  ])("terminal %j with %j and --color %s: %j", (isTty, environment, flag, expected) => {
    const { stdout, environment: lookUp } = memoryConsole({ isTty, environment });
    expect(wantsColor(stdout, lookUp, flag)).toBe(expected);
  });
});

describe("progress", () => {
  test.each<[boolean, Environment, ProgressFlag, string]>([
    [true, {}, "auto", "tty"],
    [false, {}, "auto", "plain"],
    [true, { CI: "true" }, "auto", "plain"],
    [true, { TERM: "dumb" }, "auto", "plain"],
    [false, {}, "tty", "tty"],
    [true, {}, "json", "json"],
    [true, {}, "none", "none"],
  ])("terminal %j with %j and --progress %s: %s", (isTty, environment, flag, expected) => {
    const { stderr, environment: lookUp } = memoryConsole({ isTty, environment });
    expect(progressStyle(stderr, lookUp, flag)).toBe(expected);
  });
});

test("a variable called like a property of every object is unset", () => {
  expect(memoryConsole().environment("constructor")).toBeNull();
});
