import { describe, expect, test } from "vitest";
import { nodeRelabelled } from "@podsim/core";
import type { Labels, NodeIx, NodeSelectorTerm, PodSpec, PodTemplateSpec } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterAll, filterOne, keptBy, scoreAll, wakes } from "../../testing/one-plugin.js";
import { nodeAffinity } from "./node-affinity.js";

const clusterOf = (...labels: readonly Labels[]): TestCluster => {
  const cluster = new TestCluster();
  labels.forEach((each, i) => cluster.addNode(aNode(`n${i}`, { labels: each })));
  return cluster;
};

const requiring = (...nodeSelectorTerms: readonly NodeSelectorTerm[]): Partial<PodSpec> => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});

const isIn = (key: string, ...values: readonly string[]): NodeSelectorTerm => ({
  matchExpressions: [{ key, operator: "In", values }],
});
const named = (...values: readonly string[]): NodeSelectorTerm => ({
  matchFields: [{ key: "metadata.name", operator: "In", values }],
});

const pod = (spec: Partial<PodSpec>): PodTemplateSpec => aTemplate({ spec });

describe("scheduler 3.13, 7.9-7.11: which nodes are kept", () => {
  const cluster = clusterOf({ disk: "ssd", zone: "a" }, { disk: "hdd", zone: "a" }, { zone: "b", cores: "16" }, {});

  test.each<[string, Partial<PodSpec>, readonly string[]]>([
    ["nothing asked", {}, ["n0", "n1", "n2", "n3"]],
    ["nodeSelector: all of it", { nodeSelector: { disk: "ssd", zone: "a" } }, ["n0"]],
    ["terms: any of them", requiring(isIn("disk", "hdd"), isIn("zone", "b")), ["n1", "n2"]],
    ["both must hold", { nodeSelector: { zone: "a" }, ...requiring(isIn("disk", "hdd")) }, ["n1"]],
    ["an empty term selects nothing", requiring({}), []],
    ["no terms select nothing", requiring(), []],
    ["numbers", requiring({ matchExpressions: [{ key: "cores", operator: "Gt", values: ["8"] }] }), ["n2"]],
    ["by name", requiring(named("n1")), ["n1"]],
    ["by name, of several terms", requiring(named("n1"), named("n3")), ["n1", "n3"]],
    ["7.8: a term that cannot be used selects nothing", requiring(isIn("disk"), isIn("zone", "b")), ["n2"]],
  ])("%s", (_, spec, kept) => {
    expect(keptBy(nodeAffinity, cluster, pod(spec))).toEqual(kept);
  });

  test("what it says", () => {
    expect(filterOne(nodeAffinity, cluster, pod({ nodeSelector: { disk: "tape" } }))).toEqual({
      code: "UnschedulableAndUnresolvable",
      reasons: ["node(s) didn't match Pod's node affinity/selector"],
    });
  });

  test("names that exclude each other end the matter", () => {
    const both: NodeSelectorTerm = { matchFields: [...named("n0").matchFields!, ...named("n1").matchFields!] };
    expect(filterOne(nodeAffinity, cluster, pod(requiring(both)))?.reasons).toEqual(["pod affinity terms conflict"]);
  });

  test("a profile's added affinity comes first", () => {
    const args = {
      addedAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [isIn("zone", "a")] } },
    };
    const verdicts = filterAll(nodeAffinity, cluster, pod({ nodeSelector: { disk: "hdd" } }), args);
    expect(Object.entries(verdicts).map(([name, verdict]) => [name, verdict?.reasons.join()])).toEqual([
      ["n0", "node(s) didn't match Pod's node affinity/selector"],
      ["n1", undefined],
      ["n2", "node(s) didn't match scheduler-enforced node affinity"],
      ["n3", "node(s) didn't match scheduler-enforced node affinity"],
    ]);
  });

  test("labels that change are seen", () => {
    const changing = clusterOf({}, { disk: "ssd" });
    const template = pod({ nodeSelector: { disk: "ssd" } });
    for (let i = 0; i < 3; i++) expect(keptBy(nodeAffinity, changing, template)).toEqual(["n1"]);
    changing.record(nodeRelabelled, 0, { labels: { disk: "ssd" } });
    changing.record(nodeRelabelled, 1, { labels: {} });
    expect(keptBy(nodeAffinity, changing, template)).toEqual(["n0"]);
  });
});

describe("scheduler 4.3, 13.13: scores", () => {
  const preferring = (...terms: readonly (readonly [weight: number, NodeSelectorTerm])[]): Partial<PodSpec> => ({
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: terms.map(([weight, preference]) => ({ weight, preference })),
      },
    },
  });

  test("weights of the terms a node fulfils, scaled to the best", () => {
    const cluster = clusterOf({}, { a: "x" }, { b: "x" }, { a: "x", b: "x", c: "x" });
    const spec = preferring([20, isIn("a", "x")], [50, isIn("b", "x")], [10, isIn("c", "x")], [99, {}], [0, isIn("c")]);
    expect(scoreAll(nodeAffinity, cluster, pod(spec))).toEqual([0, 25, 62, 100]);
  });

  test("nothing preferred, or nothing found", () => {
    const cluster = clusterOf({}, { a: "x" });
    expect(scoreAll(nodeAffinity, cluster, pod({}))).toEqual([0, 0]);
    expect(scoreAll(nodeAffinity, cluster, pod(preferring([5, isIn("z", "x")])))).toEqual([0, 0]);
  });

  test("a profile's wishes are added", () => {
    const wish = { weight: 40, preference: isIn("a", "x") };
    const args = { addedAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [wish] } };
    const cluster = clusterOf({ b: "x" }, { a: "x" });
    expect(scoreAll(nodeAffinity, cluster, pod(preferring([80, isIn("b", "x")])), args)).toEqual([100, 50]);
  });
});

describe("scheduler 1.52: when it wakes", () => {
  const cluster = clusterOf({ disk: "ssd" }, { disk: "hdd" });
  const [good = null, bad = null] = [0, 1].map((ix) => cluster.world.nodes.at(ix as NodeIx) ?? null);
  const template = pod({ nodeSelector: { disk: "ssd" } });

  test.each([
    ["a node that matches came", null, good, true],
    ["a node that does not came", null, bad, false],
    ["it matches now", bad, good, true],
    ["it matched before", good, good, false],
  ])("%s", (_, before, after, isWorthIt) => {
    expect(wakes(nodeAffinity, cluster, template, { resource: "Node", before, after })).toBe(isWorthIt);
  });
});
