import { describe, expect, test } from "vitest";
import type { ContainerPort, PodTemplateSpec } from "@podsim/core";
import { aContainer } from "@podsim/core/testing";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterOne, wakes } from "../../testing/one-plugin.js";
import { nodePorts } from "./node-ports.js";

const on = (hostPort: number, hostIP = "", protocol: ContainerPort["protocol"] = "TCP"): ContainerPort => ({
  containerPort: 80,
  hostPort,
  protocol,
  ...(hostIP === "" ? {} : { hostIP }),
});

const claiming = (...ports: readonly ContainerPort[]): PodTemplateSpec =>
  aTemplate({ spec: { containers: [aContainer({ ports })] } });

const beside = (...ports: readonly ContainerPort[]): TestCluster => {
  const cluster = new TestCluster();
  cluster.addNode(aNode("n"));
  cluster.addPod("placed", claiming(...ports), { on: "n" });
  return cluster;
};

describe("scheduler 3.14: which ports collide", () => {
  test.each([
    ["the same port", on(80), on(80), true],
    ["another port", on(80), on(81), false],
    ["another protocol", on(80), on(80, "", "UDP"), false],
    ["the same address", on(80, "10.0.0.1"), on(80, "10.0.0.1"), true],
    ["another address", on(80, "10.0.0.1"), on(80, "10.0.0.2"), false],
    ["every address and one", on(80), on(80, "10.0.0.2"), true],
    ["one address and every", on(80, "10.0.0.1"), on(80, "0.0.0.0"), true],
    ["a container port alone", on(80), { containerPort: 80, protocol: "TCP" as const }, false],
  ])("%s", (_, used, wanted, isTaken) => {
    expect(filterOne(nodePorts, beside(used), claiming(wanted)) !== null).toBe(isTaken);
  });

  test("what it says", () => {
    expect(filterOne(nodePorts, beside(on(80)), claiming(on(80)))).toEqual({
      code: "Unschedulable",
      reasons: ["node(s) didn't have free ports for the requested pod ports"],
    });
  });

  test("3.15: ports of init containers that end do not count, those of sidecars do", () => {
    const init = (sidecar: boolean): PodTemplateSpec =>
      aTemplate({ spec: { initContainers: [aContainer({ name: "i", ports: [on(80)], sidecar })] } });
    expect(filterOne(nodePorts, beside(on(80)), init(false))).toBeNull();
    expect(filterOne(nodePorts, beside(on(80)), init(true))).not.toBeNull();
  });
});

describe("scheduler 1.53: when it wakes", () => {
  const gone = (used: ContainerPort, wanted: ContainerPort): boolean => {
    const cluster = beside(used);
    const placed = [...cluster.world.pods.values()][0] ?? null;
    return wakes(nodePorts, cluster, claiming(wanted), { resource: "AssignedPod", before: placed, after: null });
  };

  test("a pod that held a port it wants is gone", () => {
    expect([gone(on(80), on(80)), gone(on(80), on(81))]).toEqual([true, false]);
  });

  test("any new node", () => {
    const cluster = beside(on(80));
    const after = [...cluster.world.nodes.values()][0] ?? null;
    expect(wakes(nodePorts, cluster, claiming(on(80)), { resource: "Node", before: null, after })).toBe(true);
  });
});
