import { describe, expect, test } from "vitest";
import type { PodTemplateSpec, ResourceList } from "@podsim/core";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "../../testing/cluster-builder.js";
import { scoreAll } from "../../testing/one-plugin.js";
import { nodeResourcesBalancedAllocation } from "./node-resources-balanced-allocation.js";

const scoreBeside = (
  count: number,
  placed: PodTemplateSpec,
  next: PodTemplateSpec,
  allocatable: ResourceList = { cpu: "4", memory: "32Gi", pods: "110" },
  args: object = {},
): number | undefined => {
  const cluster = new TestCluster();
  cluster.addNode(aNode("n", { allocatable }));
  for (let i = 0; i < count; i++) cluster.addPod(`p${i}`, placed, { on: "n" });
  return scoreAll(nodeResourcesBalancedAllocation, cluster, next, args)[0];
};

const standard = aTemplate({ requests: STANDARD_REQUESTS });

describe("scheduler 13.1, 13.3: standard pods", () => {
  test.each([
    [0, 99],
    [2, 98],
    [8, 95],
    [20, 89],
    [39, 80],
  ])("beside %d of its kind: %d", (count, score) => {
    expect(scoreBeside(count, standard, standard)).toBe(score);
  });

  test.each([
    [1, 89],
    [2, 78],
    [4, 57],
  ])("beside %d large ones: %d", (count, score) => {
    expect(scoreBeside(count, aTemplate({ requests: { cpu: "900m", memory: "500Mi" } }), standard)).toBe(score);
  });
});

test("scheduler 4.12: of three resources the standard deviation", () => {
  const resources = ["cpu", "memory", "ephemeral-storage"].map((name) => ({ name, weight: 1 }));
  const requests = { cpu: "1", memory: "8Gi", "ephemeral-storage": "50" };
  const allocatable = { cpu: "4", memory: "32Gi", "ephemeral-storage": "100", pods: "9" };
  expect(scoreBeside(0, standard, aTemplate({ requests }), allocatable, { resources })).toBe(88);
});

test("scheduler 4.11: a pod that requests nothing is not scored; containers that say nothing count nothing", () => {
  expect(scoreBeside(0, standard, aTemplate())).toBe(0);
  expect(scoreBeside(5, aTemplate(), standard)).toBe(99);
});

test("scheduler 4.12: a full resource counts as 1, a missing one not at all", () => {
  expect(scoreBeside(0, standard, aTemplate({ requests: { cpu: "8", memory: "32Gi" } }))).toBe(100);
  expect(scoreBeside(0, standard, aTemplate({ requests: { cpu: "4" } }), { cpu: "4", pods: "9" })).toBe(100);
});
