import { describe, expect, test } from "vitest";
import { isLeft } from "fp-ts/lib/Either.js";
import { pluginTrials } from "../still/trials.js";
import { PluginFailure } from "./plugin-failure.js";
import type { AnyPlugin } from "./plugin.js";
import { readUserPlugin } from "./user-plugin.js";

const trials = pluginTrials();
const read = (plugin: unknown) => readUserPlugin({ default: plugin }, new Set(["NodeName"]), trials);

const faultsOf = (plugin: unknown): string => {
  const result = read(plugin);
  return isLeft(result) ? result.left.join("\n") : "";
};

const accepted = (plugin: unknown): AnyPlugin => {
  const result = read(plugin);
  if (isLeft(result)) throw new Error(result.left.join("\n"));
  return result.right;
};

const scoring = (score: unknown) => ({ name: "Mine", build: () => ({ score: () => score }) });
const filtering = (filter: unknown) => ({ name: "Mine", build: () => ({ filter: () => filter }) });
const no = { code: "Unschedulable", reasons: ["no"] };
const asking = (test: unknown, verdict: unknown = no) =>
  filtering({
    kind: "nodes",
    narrow: (nodes: { keep(test: unknown): void }) => nodes.keep(test),
    verdictOf: () => verdict,
  });

describe("a module that holds a plugin", () => {
  test("its points follow from its hooks; it is woken by everything unless it says", () => {
    const plugin = accepted(scoring(5));
    expect(plugin.points).toEqual(["preScore", "score"]);
    expect(plugin.build({}).wakesOn).toHaveLength(2);
  });

  test("arguments are its defaults with some replaced; others are refused", () => {
    const plugin = accepted({ ...scoring(5), defaults: { share: 0.5, mode: "tight" } });
    expect(plugin.config.decode({ share: 1 })).toMatchObject({ right: { share: 1, mode: "tight" } });
    expect(isLeft(plugin.config.decode({ shar: 1 }))).toBe(true);
    expect(isLeft(plugin.config.decode({ share: "much" }))).toBe(true);
  });
});

describe("what is refused at load, by name", () => {
  test.each([
    ["nothing", undefined, "no default export that is a plugin"],
    ["a name that is taken", { ...scoring(1), name: "NodeName" }, 'there is a plugin "NodeName" already'],
    ["no name", { build: () => ({}) }, "its name is no text"],
    ["a mistyped field", { ...scoring(1), bild: 1 }, "did you mean build?"],
    ["no build", { name: "Mine" }, "no function build"],
    ["a build that throws", { name: "Mine", build: () => JSON.parse("{") as unknown }, "build() threw SyntaxError"],
    ["no hook", { name: "Mine", build: () => ({}) }, "it has no hook"],
    ["a point without its hook", { ...scoring(1), points: ["filter"] }, "cannot take part in filter: it has no hook"],
    ["an unknown point", { ...scoring(1), points: ["rank"] }, "cannot take part in rank: the points are"],
    ["a score out of range", scoring(101), "it gave 101"],
    ["no number", scoring(NaN), "it gave NaN"],
    ["half a point", scoring(() => 0.5), "it gave 0.5 for node a-1"],
    ["a score of no kind", scoring("best"), 'it gave "best"'],
    ["a filter of no kind", filtering({ kind: "some" }), 'it gave the kind "some"'],
    ["a test that gives no number", asking(() => "no"), 'its test gave "no" for node a-1'],
    ["a verdict without reasons", asking(() => 1, { code: "Unschedulable", reasons: [] }), "no reasons"],
    ["a verdict of another kind", asking(() => 1, { code: "Never", reasons: ["x"] }), 'the code "Never"'],
  ])("%s", (_, plugin, fault) => {
    expect(faultsOf(plugin)).toContain(fault);
  });

  test("a filter that remembers", () => {
    let asked = 0;
    expect(faultsOf(asking(() => (asked++ % 3 === 0 ? 0 : 1)))).toContain("of a node alone something else");
  });

  test("scores that change", () => {
    let asked = 0;
    expect(faultsOf(scoring(() => asked++ % 100))).toContain("others when it is asked again");
  });
});

test("what it does wrong later is told with its name and the pod's", () => {
  let isWell = true;
  const plugin = accepted({ name: "Mine", build: () => ({ score: () => () => (isWell ? 1 : -1) }) });
  const [trial] = trials;
  if (trial === undefined) throw new Error("there is a trial");
  isWell = false;
  const hooks = plugin.build({});
  const ask = (): unknown => {
    const outcome = hooks.score?.(
      trial.pod,
      trial.cluster,
      { size: 0, at: () => 0 as never, keep: () => undefined },
      new Float64Array(0),
    );
    return typeof outcome === "function" ? outcome(0 as never) : outcome;
  };
  expect(ask).toThrow(PluginFailure);
  expect(ask).toThrow('plugin "Mine" failed in score for pod default/small: it gave -1 for node a-1');
});
