import { describe, expect, test } from "vitest";
import { invariant } from "@podsim/core";
import type { NodeIx, NodeState, PodTemplateSpec, Taint, Toleration } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterOne, scoreAll, wakes } from "../../testing/one-plugin.js";
import { taintToleration } from "./taint-toleration.js";

const taint = (key: string, value: string, effect: Taint["effect"]): Taint => ({ key, value, effect });

const clusterOf = (...taints: readonly (readonly Taint[])[]): TestCluster => {
  const cluster = new TestCluster();
  taints.forEach((each, i) => cluster.addNode(aNode(`n${i}`, { taints: each })));
  return cluster;
};

const tolerating = (...given: readonly Partial<Toleration>[]): PodTemplateSpec => {
  const tolerations = given.map((each) => ({
    key: "",
    operator: "Equal" as const,
    value: "",
    effect: "" as const,
    ...each,
  }));
  return aTemplate({ spec: { tolerations } });
};

describe("scheduler 3.12: which taints keep pods away", () => {
  const gpu = taint("dedicated", "gpu", "NoSchedule");

  test("the first one that is not tolerated is named", () => {
    const cluster = clusterOf([taint("soft", "", "PreferNoSchedule"), taint("down", "", "NoExecute"), gpu]);
    expect(filterOne(taintToleration, cluster, aTemplate())).toEqual({
      code: "UnschedulableAndUnresolvable",
      reasons: ["node(s) had untolerated taint {down: }"],
    });
    expect(filterOne(taintToleration, cluster, tolerating({ key: "down", operator: "Exists" }))?.reasons).toEqual([
      "node(s) had untolerated taint {dedicated: gpu}",
    ]);
  });

  test.each<[string, Partial<Toleration>, boolean]>([
    ["key, value and effect", { key: "dedicated", value: "gpu", effect: "NoSchedule" }, true],
    ["every effect", { key: "dedicated", value: "gpu" }, true],
    ["another value", { key: "dedicated", value: "cpu" }, false],
    ["another effect", { key: "dedicated", value: "gpu", effect: "NoExecute" }, false],
    ["any value", { key: "dedicated", operator: "Exists" }, true],
    ["everything", { operator: "Exists" }, true],
  ])("7.1: %s", (_, toleration, isTolerated) => {
    expect(filterOne(taintToleration, clusterOf([gpu]), tolerating(toleration)) === null).toBe(isTolerated);
  });
});

describe("scheduler 4.2, 13.13: scores", () => {
  const warnings = ["a", "b", "c"].map((key) => taint(key, "", "PreferNoSchedule"));

  test("the fewer warnings the better", () => {
    const cluster = clusterOf([], warnings.slice(0, 1), warnings.slice(0, 2), warnings);
    expect(scoreAll(taintToleration, cluster, aTemplate())).toEqual([100, 67, 34, 0]);
  });

  test("without warnings, or where all are tolerated, everywhere 100", () => {
    expect(scoreAll(taintToleration, clusterOf([], []), aTemplate())).toEqual([100, 100]);
    expect(scoreAll(taintToleration, clusterOf([], warnings), tolerating({ operator: "Exists" }))).toEqual([100, 100]);
  });

  test("a toleration of another effect does not count", () => {
    const template = tolerating({ operator: "Exists", effect: "NoSchedule" });
    expect(scoreAll(taintToleration, clusterOf([], warnings), template)).toEqual([100, 0]);
  });
});

describe("scheduler 1.51: when it wakes", () => {
  const stateOf = (...taints: readonly Taint[]): NodeState => {
    const state = clusterOf(taints).world.nodes.at(0 as NodeIx);
    invariant(state !== undefined, "the node is there");
    return state;
  };
  const bad = stateOf(taint("down", "", "NoExecute"));
  const good = stateOf(taint("soft", "", "PreferNoSchedule"));

  test.each([
    ["a node it tolerates came", null, good, true],
    ["a node it does not tolerate came", null, bad, false],
    ["it tolerates the node now", bad, good, true],
    ["it tolerated the node before", good, good, false],
    ["it no longer tolerates the node", good, bad, false],
  ])("%s: %s", (_, before, after, isWorthIt) => {
    expect(wakes(taintToleration, new TestCluster(), aTemplate(), { resource: "Node", before, after })).toBe(isWorthIt);
  });
});
