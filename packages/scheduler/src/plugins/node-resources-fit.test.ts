import { describe, expect, test } from "vitest";
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import type { NodeIx, NodeState, PodTemplateSpec, ResourceList } from "@podsim/core";
import { filterOne, scoreAll, wakes } from "../../testing/one-plugin.js";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "../../testing/cluster-builder.js";
import { nodeResourcesFit } from "./node-resources-fit.js";

const clusterWith = (allocatable: ResourceList): TestCluster => {
  const cluster = new TestCluster();
  cluster.addNode(aNode("n", { allocatable }));
  return cluster;
};

const asking = (requests: ResourceList): PodTemplateSpec => aTemplate({ requests });

describe("scheduler 3.16: what is lacking", () => {
  const cluster = clusterWith({
    cpu: "2",
    memory: "1Gi",
    "ephemeral-storage": "1Gi",
    pods: "2",
    "nvidia.com/gpu": "1",
  });
  cluster.addPod("placed", asking({ cpu: "1", memory: "900Mi", "nvidia.com/gpu": "1" }), { on: "n" });
  const verdict = (requests: ResourceList) => filterOne(nodeResourcesFit, cluster, asking(requests));

  test.each<[ResourceList, string, readonly string[]]>([
    [{ cpu: "1500m" }, "Unschedulable", ["Insufficient cpu"]],
    [{ cpu: "3" }, "UnschedulableAndUnresolvable", ["Insufficient cpu"]],
    [{ memory: "200Mi" }, "Unschedulable", ["Insufficient memory"]],
    [{ "ephemeral-storage": "2Gi" }, "UnschedulableAndUnresolvable", ["Insufficient ephemeral-storage"]],
    [{ "nvidia.com/gpu": "1" }, "Unschedulable", ["Insufficient nvidia.com/gpu"]],
    [{ "hugepages-2Mi": "2Mi" }, "UnschedulableAndUnresolvable", ["Insufficient hugepages-2Mi"]],
    [{ cpu: "1500m", memory: "200Mi" }, "Unschedulable", ["Insufficient cpu", "Insufficient memory"]],
    [{ cpu: "1500m", memory: "2Gi" }, "UnschedulableAndUnresolvable", ["Insufficient cpu", "Insufficient memory"]],
  ])("%j: %s, %j", (requests, code, reasons) => {
    expect(verdict(requests)).toEqual({ code, reasons });
  });

  test("to the last thousandth and byte it fits", () => {
    expect(verdict({ cpu: "1", memory: "124Mi", "ephemeral-storage": "1Gi" })).toBeNull();
  });

  test("3.17: a pod that requests nothing of a resource is not turned away for it", () => {
    const full = clusterWith({ cpu: "1", pods: "10" });
    full.addPod("by-hand", asking({ cpu: "3", memory: "1Gi" }), { on: "n" });
    expect(filterOne(nodeResourcesFit, full, asking({ cpu: "0", "ephemeral-storage": "0" }))).toBeNull();
  });

  test("too many pods, whatever they request; a node that does not say takes none", () => {
    const one = clusterWith({ cpu: "4", pods: "1" });
    one.addPod("placed", asking({}), { on: "n" });
    expect(filterOne(nodeResourcesFit, one, asking({}))).toEqual({ code: "Unschedulable", reasons: ["Too many pods"] });
    expect(filterOne(nodeResourcesFit, clusterWith({ cpu: "4" }), asking({}))?.reasons).toEqual(["Too many pods"]);
  });

  test("extended resources can be ignored, by name or by group", () => {
    const args = { ignoredResources: ["example.com/a"], ignoredResourceGroups: ["vendor.io"] };
    const ignoring = (requests: ResourceList) => filterOne(nodeResourcesFit, cluster, asking(requests), args);
    expect(ignoring({ "example.com/a": "5", "vendor.io/x": "5" })).toBeNull();
    expect(ignoring({ "example.com/b": "5" })?.reasons).toEqual(["Insufficient example.com/b"]);
  });
});

describe("scheduler 13.1-13.3: scores", () => {
  const scoreBeside = (count: number, placed: PodTemplateSpec, next: PodTemplateSpec, args = {}): number => {
    const cluster = clusterWith({ cpu: "4", memory: "32Gi", pods: "110" });
    for (let i = 0; i < count; i++) cluster.addPod(`p${i}`, placed, { on: "n" });
    return scoreAll(nodeResourcesFit, cluster, next, args)[0] ?? -1;
  };
  const standard = asking(STANDARD_REQUESTS);
  const silent = aTemplate();
  const large = asking({ cpu: "900m", memory: "500Mi" });
  const most = { scoringStrategy: { type: "MostAllocated" } };

  test.each([
    [0, 97, 1],
    [1, 95, 4],
    [7, 83, 16],
    [20, 57, 42],
    [39, 19, 80],
  ])("13.1: standard pod beside %d: least %d, most %d", (count, least, mostScore) => {
    expect(scoreBeside(count, standard, standard)).toBe(least);
    expect(scoreBeside(count, standard, standard, most)).toBe(mostScore);
  });

  test.each([
    [0, 98],
    [1, 96],
    [2, 95],
    [10, 82],
    [39, 37],
    [40, 37],
    [109, 16],
  ])("13.2: pods without requests, beside %d: %d", (count, least) => {
    expect(scoreBeside(count, silent, silent)).toBe(least);
  });

  test.each([
    [0, 97],
    [1, 85],
    [4, 49],
  ])("13.3: standard pod beside %d large ones: %d", (count, least) => {
    expect(scoreBeside(count, large, standard)).toBe(least);
  });

  test("4.6: resources given for the pod as a whole are passed over", () => {
    const whole = { requests: { cpu: "3" }, limits: {} };
    const template = aTemplate({ requests: STANDARD_REQUESTS, spec: { resources: whole } });
    expect(scoreBeside(0, standard, template)).toBe(97);
  });
});

describe("scheduler 1.54: when it wakes", () => {
  const nodeWith = (allocatable: ResourceList): NodeState => {
    const cluster = clusterWith(allocatable);
    const state = cluster.world.nodes.at(0 as NodeIx);
    invariant(state !== undefined, "the node is there");
    return state;
  };
  const pod = asking({ cpu: "1" });
  const small = nodeWith({ cpu: "500m", pods: "10" });
  const large = nodeWith({ cpu: "2", pods: "10" });

  test.each([
    ["a node that is large enough", null, large, true],
    ["a node that is not", null, small, false],
    ["a node that grew enough", small, large, true],
    ["a node that shrank to enough", nodeWith({ cpu: "3", pods: "10" }), large, false],
    ["a node that takes more pods", nodeWith({ cpu: "2", pods: "9" }), large, true],
    [
      "a node that has more of something else",
      nodeWith({ cpu: "2", pods: "10" }),
      nodeWith({ ...{ cpu: "2", pods: "10" }, memory: "1Gi" }),
      false,
    ],
  ])("%s", (_, before, after, isWorthIt) => {
    expect(wakes(nodeResourcesFit, new TestCluster(), pod, { resource: "Node", before, after })).toBe(isWorthIt);
  });

  test("any placed pod that goes, however small", () => {
    const cluster = clusterWith({ cpu: "4", pods: "10" });
    const placed = cluster.state(cluster.addPod("placed", aTemplate(), { on: "n" }));
    const waiting = cluster.state(cluster.addPod("waiting", aTemplate()));
    const gone = (before: typeof placed) =>
      wakes(nodeResourcesFit, cluster, pod, { resource: "AssignedPod", before, after: null });
    expect([gone(placed), gone(waiting)]).toEqual([true, false]);
  });
});

test("its arguments are read with every default", () => {
  const decoded = nodeResourcesFit.config.decode({
    scoringStrategy: {
      type: "RequestedToCapacityRatio",
      requestedToCapacityRatio: { shape: [{ utilization: 0, score: 10 }] },
    },
  });
  expect(isRight(decoded) && decoded.right).toMatchObject({
    ignoredResources: [],
    scoringStrategy: {
      resources: [
        { name: "cpu", weight: 1 },
        { name: "memory", weight: 1 },
      ],
    },
  });
});
