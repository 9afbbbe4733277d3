import { describe, expect, test } from "vitest";
import type { Labels, LabelSelector, NodeIx, PodSpec, PodTemplateSpec, TopologySpreadConstraint } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterAll, keptBy, scoreAll, wakes } from "../../testing/one-plugin.js";
import { podTopologySpread } from "./pod-topology-spread.js";

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";
const BLUE: Labels = { color: "blue" };

const constraint = (over: Partial<TopologySpreadConstraint> = {}): TopologySpreadConstraint => ({
  maxSkew: 1,
  topologyKey: ZONE,
  whenUnsatisfiable: "DoNotSchedule",
  labelSelector: { matchLabels: BLUE },
  ...over,
});

const spread = (...topologySpreadConstraints: readonly TopologySpreadConstraint[]): PodTemplateSpec =>
  aTemplate({ labels: BLUE, spec: { topologySpreadConstraints } });

const blue = aTemplate({ labels: BLUE });

/** A node per count, in the zone of that name (none for ""), with so many blue pods on it. */
const clusterWith = (...nodes: readonly (readonly [zone: string, count: number])[]): TestCluster => {
  const cluster = new TestCluster();
  nodes.forEach(([zone, count], i) => {
    cluster.addNode(aNode(`n${i}`, zone === "" ? {} : { labels: { [ZONE]: zone } }));
    for (let k = 0; k < count; k++) cluster.addPod(`n${i}-p${k}`, blue, { on: `n${i}` });
  });
  return cluster;
};

const reasons = (cluster: TestCluster, template: PodTemplateSpec): readonly string[] =>
  Object.values(filterAll(podTopologySpread, cluster, template)).map((verdict) => verdict?.reasons.join() ?? "");

const SKEWED = "node(s) didn't match pod topology spread constraints";
const MISSING = "node(s) didn't match pod topology spread constraints (missing required label)";

describe("scheduler 13.20: hard constraints over zones with 3, 1 and 0 (or 1) pods", () => {
  test.each<[readonly number[], number | undefined, readonly string[]]>([
    [[3, 1, 0], undefined, ["n2"]],
    [[3, 1, 0], 4, ["n2"]],
    [[3, 1, 1], undefined, ["n1", "n2"]],
    [[3, 1, 1], 4, []],
  ])("%j, minDomains %s: %j", ([a = 0, b = 0, c = 0], minDomains, kept) => {
    const cluster = clusterWith(["A", a], ["B", b], ["C", c]);
    const template = spread(constraint(minDomains === undefined ? {} : { minDomains }));
    expect(keptBy(podTopologySpread, cluster, template)).toEqual(kept);
  });
});

describe("scheduler 3.22, 7.13-7.17: hard constraints", () => {
  test("what it says; a missing label first, and for good", () => {
    const verdicts = filterAll(podTopologySpread, clusterWith(["A", 1], ["B", 0], ["", 5]), spread(constraint()));
    expect(Object.values(verdicts)).toEqual([
      { code: "Unschedulable", reasons: [SKEWED] },
      null,
      { code: "UnschedulableAndUnresolvable", reasons: [MISSING] },
    ]);
  });

  test("a node that lacks the label of one constraint counts for none", () => {
    const cluster = clusterWith(["A", 2], ["B", 0]);
    cluster.addNode(aNode("lame", { labels: { [ZONE]: "C", [HOSTNAME]: "" } }));
    const both = spread(constraint(), constraint({ topologyKey: "rack" }));
    expect(reasons(cluster, both)).toEqual([MISSING, MISSING, MISSING]);
    expect(reasons(cluster, spread(constraint({ maxSkew: 3 })))).toEqual(["", "", ""]);
  });

  test("a pod that does not select itself adds nothing", () => {
    const red = aTemplate({ labels: { color: "red" }, spec: { topologySpreadConstraints: [constraint()] } });
    expect(keptBy(podTopologySpread, clusterWith(["A", 1], ["B", 0]), red)).toEqual(["n0", "n1"]);
  });

  test("7.14: pods of other namespaces and pods that are being deleted do not count", () => {
    const cluster = clusterWith(["A", 1], ["B", 1]);
    cluster.addPod("elsewhere", blue, { namespace: "other", on: "n0" });
    cluster.startDeleting(cluster.addPod("leaving", blue, { on: "n1" }));
    expect(keptBy(podTopologySpread, cluster, spread(constraint()))).toEqual(["n0", "n1"]);
  });

  test("4.23, 7.16: an empty selector counts nobody, though it selects the pod itself; none counts nobody at all", () => {
    const cluster = clusterWith(["A", 4], ["B", 0]);
    const without = { ...constraint() } as { labelSelector?: LabelSelector } & TopologySpreadConstraint;
    delete (without as { labelSelector?: LabelSelector }).labelSelector;
    expect(keptBy(podTopologySpread, cluster, spread(constraint({ labelSelector: {} })))).toEqual(["n0", "n1"]);
    expect(keptBy(podTopologySpread, cluster, spread(without))).toEqual(["n0", "n1"]);
  });

  test("7.18: matchLabelKeys narrow the count to pods with the pod's own values", () => {
    const cluster = clusterWith(["A", 0], ["B", 0]);
    cluster.addPod("old", aTemplate({ labels: { ...BLUE, revision: "1" } }), { on: "n0" });
    const template = (revision: string): PodTemplateSpec =>
      aTemplate({
        labels: { ...BLUE, revision },
        spec: { topologySpreadConstraints: [constraint({ matchLabelKeys: ["revision", "absent"] })] },
      });
    expect(keptBy(podTopologySpread, cluster, template("1"))).toEqual(["n1"]);
    expect(keptBy(podTopologySpread, cluster, template("2"))).toEqual(["n0", "n1"]);
  });

  test("4.25: nodes the pod may not go to count unless the policy says so; tainted ones count unless it says not", () => {
    const spec: Partial<PodSpec> = { nodeSelector: { disk: "ssd" } };
    const cluster = new TestCluster();
    cluster.addNode(aNode("ssd", { labels: { [ZONE]: "A", disk: "ssd" } }));
    cluster.addNode(aNode("hdd", { labels: { [ZONE]: "B" } }));
    const taints = [{ key: "k", value: "", effect: "NoSchedule" as const }];
    cluster.addNode(aNode("tainted", { labels: { [ZONE]: "C", disk: "ssd" }, taints }));
    cluster.addPod("p0", blue, { on: "ssd" });
    cluster.addPod("p1", blue, { on: "tainted" });
    const kept = (over: Partial<TopologySpreadConstraint>): boolean => {
      const template = aTemplate({ labels: BLUE, spec: { ...spec, topologySpreadConstraints: [constraint(over)] } });
      return keptBy(podTopologySpread, cluster, template).includes("ssd");
    };
    expect(kept({})).toBe(true);
    expect(kept({ nodeAffinityPolicy: "Ignore" })).toBe(false);
    cluster.addNode(aNode("empty", { labels: { [ZONE]: "D", disk: "ssd" }, taints }));
    expect(kept({})).toBe(false);
    expect(kept({ nodeTaintsPolicy: "Honor" })).toBe(true);
  });
});

describe("scheduler 13.8-13.10: soft constraints", () => {
  const soft = (over: Partial<TopologySpreadConstraint> = {}) =>
    constraint({ whenUnsatisfiable: "ScheduleAnyway", ...over });

  test("13.8: zones with 10, 12 and 15 pods, maxSkew 5: 100, 89, 71", () => {
    const cluster = clusterWith(["A", 10], ["B", 12], ["C", 15]);
    expect(scoreAll(podTopologySpread, cluster, spread(soft({ maxSkew: 5 })))).toEqual([100, 89, 71]);
  });

  test("13.10: no pods anywhere: 100 everywhere", () => {
    expect(scoreAll(podTopologySpread, clusterWith(["A", 0], ["B", 0]), spread(soft()))).toEqual([100, 100]);
  });

  test("13.9: system defaults, hosts and zones, for a pod behind a Service", () => {
    const cluster = new TestCluster();
    const counts = [
      [0, "A"],
      [1, "A"],
      [0, "B"],
      [2, "C"],
    ] as const;
    const inZone = { A: 10, B: 12, C: 15 };
    counts.forEach(([count, zone], i) => {
      cluster.addNode(aNode(`n${i}`, { labels: { [ZONE]: zone } }));
      for (let k = 0; k < count; k++) cluster.addPod(`n${i}-p${k}`, blue, { on: `n${i}` });
    });
    // The rest of 500 nodes, and of the pods of each zone on one of them.
    for (let i = 4; i < 500; i++) cluster.addNode(aNode(`n${i}`, { labels: { [ZONE]: ["A", "B", "C"][i % 3] ?? "" } }));
    for (const [zone, node, there] of [
      ["A", "n6", 1],
      ["B", "n4", 0],
      ["C", "n5", 2],
    ] as const) {
      for (let k = there; k < inZone[zone]; k++) cluster.addPod(`${zone}-p${k}`, blue, { on: node });
    }
    cluster.addService("front", BLUE);
    const raw = [22, 28, 25, 43];
    const scores = scoreAll(podTopologySpread, cluster, blue);
    // The fullest of all nodes is the one with most of zone C's pods: 13 by itself.
    const highest = Math.round(13 * Math.log(502) + 2 + (15 * Math.log(5) + 4));
    expect(scores.slice(0, 4)).toEqual(raw.map((score) => Math.floor((100 * (highest + 22 - score)) / highest)));
  });

  test("4.18: nodes without one of the pod's own keys get 0; with system defaults they count by host", () => {
    const cluster = clusterWith(["A", 3], ["B", 1], ["", 0]);
    expect(scoreAll(podTopologySpread, cluster, spread(soft()))).toEqual([25, 100, 0]);
    cluster.addService("front", BLUE);
    expect(scoreAll(podTopologySpread, cluster, blue)).toEqual([12, 56, 100]);
  });

  test("4.20: pods count by zone, and on the candidate alone by host", () => {
    const cluster = clusterWith(["A", 4], ["A", 0], ["B", 2]);
    const [first, second, third] = scoreAll(podTopologySpread, cluster, spread(soft()));
    expect(first).toBe(second);
    expect(third).toBeGreaterThan(first ?? 0);
    expect(scoreAll(podTopologySpread, cluster, spread(soft({ topologyKey: HOSTNAME })))[1]).toBe(100);
  });
});

describe("scheduler 4.17: what the system defaults go by", () => {
  const cluster = (): TestCluster => clusterWith(["A", 3], ["B", 0]);
  const isSpread = (trial: TestCluster, place: object = {}, template = blue): boolean =>
    new Set(scoreAll(podTopologySpread, trial, template, {}, place)).size > 1;

  test("nothing in front and nobody behind: no spreading", () => {
    expect(isSpread(cluster())).toBe(false);
  });

  test("a Service of its namespace that selects it", () => {
    const trial = cluster();
    trial.addService("elsewhere", BLUE, "other");
    trial.addService("red", { color: "red" });
    expect(isSpread(trial)).toBe(false);
    trial.addService("blue", BLUE);
    expect(isSpread(trial)).toBe(true);
  });

  test("the ReplicaSet that controls it", () => {
    const trial = cluster();
    const owner = trial.addReplicaSet("rs", { matchLabels: BLUE });
    expect(isSpread(trial, { owner })).toBe(true);
    expect(isSpread(trial, { owner: { ...owner, kind: "Job" } })).toBe(false);
    expect(isSpread(trial, { owner: { ...owner, name: "gone" } })).toBe(false);
  });

  test("not for pods with constraints of their own, nor where the defaults are an empty list", () => {
    const trial = cluster();
    trial.addService("blue", BLUE);
    expect(isSpread(trial, {}, spread(constraint()))).toBe(false);
    expect(new Set(scoreAll(podTopologySpread, trial, blue, { defaultingType: "List" })).size).toBe(1);
  });

  test("9.8: a list of defaults, hard ones included", () => {
    const trial = cluster();
    trial.addService("blue", BLUE);
    const defaultConstraints = [{ maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: "DoNotSchedule" }];
    expect(keptBy(podTopologySpread, trial, blue, { defaultingType: "List", defaultConstraints })).toEqual(["n1"]);
  });
});

describe("scheduler 1.55: when it wakes", () => {
  const cluster = clusterWith(["A", 1], ["", 0]);
  const [inZone = null, outside = null] = [0, 1].map((ix) => cluster.world.nodes.at(ix as NodeIx) ?? null);
  const hard = spread(constraint());
  const pod = (labels: Labels, namespace = "default", on = "n0") =>
    cluster.state(cluster.addPod(`w${cluster.world.pods.nextIx}`, aTemplate({ labels }), { namespace, on }));

  test.each([
    ["a pod it counts came", null, pod(BLUE), true],
    ["a pod it counts went", pod(BLUE), null, true],
    ["a pod it does not count went", pod({ color: "red" }), null, false],
    ["a pod of another namespace went", pod(BLUE, "other"), null, false],
  ])("%s", (_, before, after, isWorthIt) => {
    expect(wakes(podTopologySpread, cluster, hard, { resource: "AssignedPod", before, after })).toBe(isWorthIt);
  });

  test.each([
    ["a node with the label came", null, inZone, true],
    ["a node with the label went", inZone, null, true],
    ["a node without it came", null, outside, false],
    ["it has the label now", outside, inZone, true],
    ["nothing it looks at changed", inZone, inZone, false],
  ])("%s", (_, before, after, isWorthIt) => {
    expect(wakes(podTopologySpread, cluster, hard, { resource: "Node", before, after })).toBe(isWorthIt);
  });
});
