import { describe, expect, test } from "vitest";
import { imageStored, nodeCordoned, nodeRelabelled, nodeTainted } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import { aContainer } from "@podsim/core/testing";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "../../testing/cluster-builder.js";

const ZONE = "topology.kubernetes.io/zone";

const clusterOf = (...names: readonly string[]): TestCluster => {
  const cluster = new TestCluster();
  for (const name of names) cluster.addNode(aNode(name));
  return cluster;
};

const orderOf = ({ world }: TestCluster): readonly string[] =>
  world.nodes.order().map((node) => world.nodes.at(node)?.name ?? "");

const podsOn = ({ world }: TestCluster, node: NodeIx): readonly string[] =>
  world.nodes.podsOn(node).map(({ pod }) => pod.identity.name);

describe("columns", () => {
  test("scheduler 2.9: requests of placed pods add up, with and without what scores assume", () => {
    const cluster = clusterOf("a");
    const a = cluster.nodeIx("a");
    cluster.addPod("sized", aTemplate({ requests: STANDARD_REQUESTS }), { on: "a" });
    const silent = cluster.addPod("silent", aTemplate(), { on: "a" });
    const { nodes } = cluster.world;
    const read = (name: string): readonly number[] => [
      nodes.resource(name).allocatable(a),
      nodes.resource(name).requested(a),
      nodes.resource(name).assumed(a),
    ];
    expect(read("cpu")).toEqual([4_000, 100, 200]);
    expect(read("memory")).toEqual([32 * 2 ** 30, 500 * 2 ** 20, 700 * 2 ** 20]);
    expect([nodes.podCount(a), nodes.podsAllocatable(a)]).toEqual([2, 110]);
    cluster.removePod(silent);
    expect(read("cpu")).toEqual([4_000, 100, 100]);
    expect(nodes.podCount(a)).toBe(1);
  });

  test("scalars count from the first pod or node that names them", () => {
    const cluster = clusterOf("plain");
    cluster.addNode(aNode("gpu", { allocatable: { cpu: "4", pods: "10", "nvidia.com/gpu": "2" } }));
    const column = cluster.world.nodes.resource("nvidia.com/gpu");
    expect([column.allocatable(cluster.nodeIx("plain")), column.allocatable(cluster.nodeIx("gpu"))]).toEqual([0, 2]);
    cluster.addPod("p", aTemplate({ requests: { "nvidia.com/gpu": "1" } }), { on: "gpu" });
    expect(column.requested(cluster.nodeIx("gpu"))).toBe(1);
    expect(cluster.world.nodes.resource("example.com/none").allocatable(cluster.nodeIx("gpu"))).toBe(0);
  });

  test("equal taints and equal labels have equal numbers", () => {
    const cluster = clusterOf("a", "b");
    const [a, b] = [cluster.nodeIx("a"), cluster.nodeIx("b")];
    const { nodes } = cluster.world;
    expect(nodes.taintSetOf(a)).toBe(0);
    for (const node of [a, b]) cluster.record(nodeTainted, node, { key: "k", value: "", effect: "NoSchedule" });
    expect(nodes.taintSetOf(a)).toBe(nodes.taintSetOf(b));
    expect(nodes.taintsIn(nodes.taintSetOf(a))).toEqual([{ key: "k", value: "", effect: "NoSchedule" }]);
    expect(nodes.labelSets[a]).not.toBe(nodes.labelSets[b]);
    cluster.record(nodeRelabelled, b, { labels: { "kubernetes.io/hostname": "a" } });
    expect(nodes.labelSets[a]).toBe(nodes.labelSets[b]);
  });

  test("cordoned nodes are counted", () => {
    const cluster = clusterOf("a", "b");
    cluster.record(nodeCordoned, cluster.nodeIx("a"), {});
    expect(cluster.world.nodes.unschedulableCount).toBe(1);
    cluster.removeNode("a");
    expect(cluster.world.nodes.unschedulableCount).toBe(0);
  });

  test("a change of a node or its pods gives it another number", () => {
    const cluster = clusterOf("a", "b");
    const [a, b] = [cluster.nodeIx("a"), cluster.nodeIx("b")];
    const before = [cluster.world.nodes.changes[a], cluster.world.nodes.changes[b]];
    cluster.addPod("p", aTemplate(), { on: "a" });
    expect(cluster.world.nodes.changes[a]).not.toBe(before[0]);
    expect(cluster.world.nodes.changes[b]).toBe(before[1]);
  });

  test("values of a label have numbers, none at all is 0", () => {
    const cluster = new TestCluster();
    const labelled = [{ [ZONE]: "z1" }, {}, { [ZONE]: "" }, { [ZONE]: "z1" }];
    const nodes = labelled.map((labels, i) => cluster.addNode(aNode(`n${i}`, { labels })));
    const zones = cluster.world.nodes.topology(ZONE);
    const [first, none, empty, same] = nodes.map((node) => zones.valueOf(node));
    expect([none, empty]).toEqual([0, zones.emptyValue]);
    expect(first).toBe(same);
    cluster.record(nodeRelabelled, nodes[1] ?? 0, { labels: { [ZONE]: "z1" } });
    expect(zones.valueOf(nodes[1] as NodeIx)).toBe(first);
  });
});

describe("scheduler 2.6: order of nodes", () => {
  test("another zone for a node shows only when a node comes or goes", () => {
    const cluster = new TestCluster();
    for (const name of ["a1", "a2"]) cluster.addNode(aNode(name, { labels: { [ZONE]: "a" } }));
    cluster.addNode(aNode("b1", { labels: { [ZONE]: "b" } }));
    expect(orderOf(cluster)).toEqual(["a1", "b1", "a2"]);
    cluster.record(nodeRelabelled, cluster.nodeIx("a1"), { labels: { [ZONE]: "b" } });
    expect(orderOf(cluster)).toEqual(["a1", "b1", "a2"]);
    cluster.addNode(aNode("c1", { labels: { [ZONE]: "c" } }));
    expect(orderOf(cluster)).toEqual(["a2", "b1", "c1", "a1"]);
  });
});

describe("pods", () => {
  test("scheduler 2.8: the last pod moves into the place of one that goes; one that changes moves to the end", () => {
    const cluster = clusterOf("a");
    const a = cluster.nodeIx("a");
    const [p0, p1] = ["p0", "p1", "p2", "p3"].map((name) => cluster.addPod(name, aTemplate(), { on: "a" }));
    cluster.removePod(p0!);
    expect(podsOn(cluster, a)).toEqual(["p3", "p1", "p2"]);
    cluster.startDeleting(p1!);
    expect(podsOn(cluster, a)).toEqual(["p3", "p2", "p1"]);
  });

  test("scheduler 2.11: pods of a removed node take no room, until a node of that name returns", () => {
    const cluster = clusterOf("a", "b");
    const pod = cluster.addPod("p", aTemplate({ requests: STANDARD_REQUESTS }), { on: "a" });
    cluster.removeNode("a");
    expect(cluster.world.nodes.size).toBe(1);
    const again = cluster.addNode(aNode("a"));
    expect(podsOn(cluster, again)).toEqual(["p"]);
    expect(cluster.world.nodes.resource("cpu").requested(again)).toBe(100);
    cluster.removePod(pod);
    expect(podsOn(cluster, again)).toEqual([]);
    expect(cluster.world.nodes.resource("cpu").requested(again)).toBe(0);
  });

  test("a pod bound to a node that is still to come is counted when it comes", () => {
    const cluster = clusterOf("a");
    cluster.addPod("early", aTemplate({ requests: STANDARD_REQUESTS }), { on: "late" });
    expect(cluster.world.nodes.podCount(cluster.nodeIx("a"))).toBe(0);
    expect(cluster.world.nodes.podCount(cluster.addNode(aNode("late")))).toBe(1);
  });

  test("ports used twice by pods bound by hand are free when one of them goes", () => {
    const cluster = clusterOf("a");
    const a = cluster.nodeIx("a");
    const ports = [{ containerPort: 80, hostPort: 80, protocol: "TCP" as const }];
    const template = aTemplate({ spec: { containers: [aContainer({ ports })] } });
    const first = cluster.addPod("p0", template, { on: "a" });
    cluster.addPod("p1", template, { on: "a" });
    expect(cluster.world.nodes.hostPortsOn(a)).toHaveLength(1);
    cluster.removePod(first);
    expect(cluster.world.nodes.hostPortsOn(a)).toEqual([]);
  });
});

describe("images", () => {
  const image = (sizeBytes: number) => ({ image: "app:1", sizeBytes });

  test("scheduler 2.12: the first node that has an image says how large it is, while any node has it", () => {
    const cluster = clusterOf("a", "b");
    const [a, b] = [cluster.nodeIx("a"), cluster.nodeIx("b")];
    const read = () => cluster.world.nodes.image("app:1");
    cluster.record(imageStored, b, image(100));
    cluster.record(imageStored, a, image(900));
    expect(read()).toMatchObject({ sizeBytes: 100, nodeCount: 2 });
    expect([read()?.isOn(a), read()?.isOn(b)]).toEqual([true, true]);
    cluster.removeNode("b");
    expect(read()).toMatchObject({ sizeBytes: 100, nodeCount: 1 });
    cluster.record(imageStored, a, image(700));
    expect(read()).toMatchObject({ sizeBytes: 700, nodeCount: 1 });
    cluster.removeNode("a");
    expect(read()).toBeUndefined();
  });
});
