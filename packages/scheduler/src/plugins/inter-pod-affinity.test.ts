import { describe, expect, test } from "vitest";
import type { Affinity, Labels, NodeIx, PodAffinityTerm, PodTemplateSpec } from "@podsim/core";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterAll, filterOne, keptBy, scoreAll, wakes } from "../../testing/one-plugin.js";
import { interPodAffinity } from "./inter-pod-affinity.js";

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";

const to = (labels: Labels, over: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  topologyKey: ZONE,
  labelSelector: { matchLabels: labels },
  ...over,
});

const near = (...terms: readonly PodAffinityTerm[]): Affinity => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const apart = (...terms: readonly PodAffinityTerm[]): Affinity => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const likes = (weight: number, podAffinityTerm: PodAffinityTerm): Affinity => ({
  podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] },
});
const dislikes = (weight: number, podAffinityTerm: PodAffinityTerm): Affinity => ({
  podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] },
});

const pod = (labels: Labels, affinity?: Affinity): PodTemplateSpec =>
  aTemplate({ labels, spec: affinity === undefined ? {} : { affinity } });

const db = { app: "db" };
const web = { app: "web" };

/** Nodes a0, a1 (zone a), b0 (zone b) and x (no zone). */
const cluster = (): TestCluster => {
  const built = new TestCluster();
  for (const name of ["a0", "a1", "b0"]) built.addNode(aNode(name, { labels: { [ZONE]: name[0] ?? "" } }));
  built.addNode(aNode("x"));
  return built;
};

describe("scheduler 3.23, 7.23-7.28: who may go where", () => {
  test("near: the domain of a pod that is meant; never a node without the label", () => {
    const trial = cluster();
    trial.addPod("db", pod(db), { on: "a0" });
    const verdicts = filterAll(interPodAffinity, trial, pod(web, near(to(db))));
    const rejected = { code: "UnschedulableAndUnresolvable", reasons: ["node(s) didn't match pod affinity rules"] };
    expect(verdicts).toEqual({ a0: null, a1: null, b0: rejected, x: rejected });
  });

  test("7.23: one pod has to be what all terms ask for", () => {
    const trial = cluster();
    trial.addPod("db", pod(db), { on: "a0" });
    trial.addPod("gold", pod({ tier: "gold" }), { on: "a1" });
    const both = pod(web, near(to(db), to({ tier: "gold" })));
    expect(keptBy(interPodAffinity, trial, both)).toEqual([]);
    trial.addPod("both", pod({ ...db, tier: "gold" }), { on: "b0" });
    expect(keptBy(interPodAffinity, trial, both)).toEqual(["b0"]);
  });

  test("7.25: the first of its kind goes anywhere with the label; the second to the first", () => {
    const trial = cluster();
    const group = pod(web, near(to(web)));
    expect(keptBy(interPodAffinity, trial, group)).toEqual(["a0", "a1", "b0"]);
    trial.addPod("first", group, { on: "b0" });
    expect(keptBy(interPodAffinity, trial, group)).toEqual(["b0"]);
    expect(keptBy(interPodAffinity, trial, pod(web, near(to(db))))).toEqual([]);
  });

  test("7.25: a pod of the kind on a node without the label does not count as the first", () => {
    const trial = cluster();
    const group = pod(web, near(to(web)));
    trial.addPod("lost", group, { on: "x" });
    expect(keptBy(interPodAffinity, trial, group)).toEqual(["a0", "a1", "b0"]);
  });

  test("7.26: apart, by domain; nodes without the label pass", () => {
    const trial = cluster();
    trial.addPod("db", pod(db), { on: "a0" });
    expect(keptBy(interPodAffinity, trial, pod(web, apart(to(db))))).toEqual(["b0", "x"]);
    expect(filterOne(interPodAffinity, trial, pod(web, apart(to(db))))).toEqual({
      code: "Unschedulable",
      reasons: ["node(s) didn't match pod anti-affinity rules"],
    });
  });

  test("7.27: who is there already keeps newcomers away as well", () => {
    const trial = cluster();
    trial.addPod("shy", pod(db, apart(to(web))), { on: "a0" });
    expect(keptBy(interPodAffinity, trial, pod(web))).toEqual(["b0", "x"]);
    expect(keptBy(interPodAffinity, trial, pod({ app: "job" }))).toHaveLength(4);
    expect(filterOne(interPodAffinity, trial, pod(web))).toEqual({
      code: "Unschedulable",
      reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
    });
  });

  test("7.28: pods that are being deleted count; when they are gone they do not", () => {
    const trial = cluster();
    const leaving = trial.addPod("db", pod(db), { on: "a0" });
    trial.startDeleting(leaving);
    expect(keptBy(interPodAffinity, trial, pod(web, apart(to(db))))).toEqual(["b0", "x"]);
    trial.removePod(leaving);
    expect(keptBy(interPodAffinity, trial, pod(web, apart(to(db))))).toHaveLength(4);
  });

  test("7.8: terms that cannot be used turn the pod away everywhere", () => {
    const broken = { labelSelector: { matchExpressions: [{ key: "a", operator: "In" as const }] } };
    expect(filterOne(interPodAffinity, cluster(), pod(web, near(to(db, broken))))?.reasons[0]).toMatch(
      /^parsing pod: /,
    );
  });
});

describe("scheduler 7.20-7.22: namespaces", () => {
  const trial = (): TestCluster => {
    const built = cluster();
    built.addNamespace("team-a", { team: "a" });
    built.addNamespace("team-b", { team: "b" });
    built.addPod("db", pod(db), { namespace: "team-a", on: "a0" });
    return built;
  };
  const avoiding = (over: Partial<PodAffinityTerm>) => keptBy(interPodAffinity, trial(), pod(web, apart(to(db, over))));
  const excluding = { matchExpressions: [{ key: "team", operator: "NotIn" as const, values: ["a"] }] };

  test.each<[string, Partial<PodAffinityTerm>, boolean]>([
    ["its own only, if nothing is said", {}, false],
    ["those that are named", { namespaces: ["team-a"] }, true],
    ["those a selector selects", { namespaceSelector: { matchLabels: { team: "a" } } }, true],
    ["named or selected", { namespaces: ["team-b"], namespaceSelector: { matchLabels: { team: "a" } } }, true],
    ["all, of an empty selector", { namespaceSelector: {} }, true],
    ["none but those selected", { namespaceSelector: { matchLabels: { team: "b" } } }, false],
    ["7.22: all, of a selector that only excludes", { namespaceSelector: excluding }, true],
  ])("of a newcomer's term: %s", (_, over, isMeant) => {
    expect(avoiding(over)).toHaveLength(isMeant ? 2 : 4);
  });

  test("of a placed pod's term: the labels of the newcomer's namespace, {} if it is unknown", () => {
    const built = trial();
    built.addPod("shy", pod(db, apart(to(web, { namespaceSelector: excluding }))), { on: "b0" });
    const kept = (namespace: string) => keptBy(interPodAffinity, built, pod(web), {}, { namespace });
    expect(kept("team-a")).toHaveLength(4);
    expect(kept("team-b")).toEqual(["a0", "a1", "x"]);
    expect(kept("unknown")).toEqual(["a0", "a1", "x"]);
  });

  test("a namespace that is created later is selected then", () => {
    const built = cluster();
    const template = pod(web, apart(to(db, { namespaceSelector: { matchLabels: { team: "a" } } })));
    built.addPod("db", pod(db), { namespace: "late", on: "a0" });
    expect(keptBy(interPodAffinity, built, template)).toHaveLength(4);
    built.addNamespace("late", { team: "a" });
    expect(keptBy(interPodAffinity, built, template)).toEqual(["b0", "x"]);
  });
});

describe("scheduler 4.26-4.30: scores", () => {
  test("own wishes, by domain, scaled from the lowest to the highest", () => {
    const trial = cluster();
    for (const [i, node] of ["a0", "a0", "b0"].entries()) trial.addPod(`db${i}`, pod(db), { on: node });
    expect(scoreAll(interPodAffinity, trial, pod(web, likes(10, to(db))))).toEqual([100, 100, 50, 0]);
    expect(scoreAll(interPodAffinity, trial, pod(web, dislikes(10, to(db))))).toEqual([0, 0, 50, 100]);
  });

  test("13.11: halves are cut off after the division: 0, 29, 57, 100 gives 0, 28, 56, 100", () => {
    const trial = new TestCluster();
    [0, 29, 57, 100].forEach((weight, i) => {
      trial.addNode(aNode(`n${i}`));
      if (weight > 0)
        trial.addPod(`p${i}`, pod(db, likes(weight, to(web, { topologyKey: HOSTNAME }))), { on: `n${i}` });
    });
    expect(scoreAll(interPodAffinity, trial, pod(web))).toEqual([0, 28, 56, 100]);
  });

  test("13.11: below zero it works as well: -5, 0, 2 gives 0, 71, 100", () => {
    const trial = new TestCluster();
    const wishes = [
      dislikes(5, to(web, { topologyKey: HOSTNAME })),
      undefined,
      likes(2, to(web, { topologyKey: HOSTNAME })),
    ];
    wishes.forEach((affinity, i) => {
      trial.addNode(aNode(`n${i}`));
      trial.addPod(`p${i}`, pod(db, affinity), { on: `n${i}` });
    });
    expect(scoreAll(interPodAffinity, trial, pod(web))).toEqual([0, 71, 100]);
  });

  test("4.27: required affinity of placed pods attracts with the profile's weight, required anti-affinity counts nothing", () => {
    const trial = cluster();
    trial.addPod("fond", pod(db, near(to(web, { topologyKey: HOSTNAME }))), { on: "a0" });
    trial.addPod("fonder", pod(db, likes(3, to(web, { topologyKey: HOSTNAME }))), { on: "b0" });
    trial.addPod("shy", pod(db, apart(to(web, { topologyKey: HOSTNAME }))), { on: "x" });
    expect(scoreAll(interPodAffinity, trial, pod(web))).toEqual([33, 0, 100, 0]);
    expect(scoreAll(interPodAffinity, trial, pod(web), { hardPodAffinityWeight: 0 })).toEqual([0, 0, 100, 0]);
    expect(scoreAll(interPodAffinity, trial, pod(web), { hardPodAffinityWeight: 30 })).toEqual([100, 0, 10, 0]);
  });

  test("4.26: others' wishes can be ignored for pods that have none", () => {
    const trial = cluster();
    trial.addPod("fond", pod(db, likes(3, to(web))), { on: "b0" });
    const args = { ignorePreferredTermsOfExistingPods: true };
    expect(scoreAll(interPodAffinity, trial, pod(web), args)).toEqual([0, 0, 0, 0]);
    expect(scoreAll(interPodAffinity, trial, pod(web, likes(1, to({ app: "none" }))), args)).toEqual([0, 0, 100, 0]);
  });

  test("13.11, 4.30: what cancels out, or is the same everywhere, is 0", () => {
    const trial = cluster();
    trial.addPod("db", pod(db), { on: "a0" });
    const torn: Affinity = { ...likes(5, to(db)), ...dislikes(5, to(db)) };
    expect(scoreAll(interPodAffinity, trial, pod(web, torn))).toEqual([0, 0, 0, 0]);
  });
});

describe("scheduler 1.56: when it wakes", () => {
  const trial = cluster();
  const [a0 = null, , , x = null] = [0, 1, 2, 3].map((ix) => trial.world.nodes.at(ix as NodeIx) ?? null);
  const state = (labels: Labels, on?: string) =>
    trial.state(trial.addPod(`s${trial.world.pods.nextIx}`, pod(labels), on === undefined ? {} : { on }));
  const [placed, other, waiting] = [state(db, "a0"), state(web, "a0"), state(db)];

  test.each([
    ["a pod it wants to be near came", near(to(db)), null, placed, true],
    ["another pod came", near(to(db)), null, other, false],
    ["a pod that is nowhere yet", near(to(db)), null, waiting, false],
    ["a pod it keeps away from went", apart(to(db)), placed, null, true],
    ["a pod it keeps away from came", apart(to(db)), null, placed, false],
    ["a pod went that is one of two it keeps away from", apart(to(db), to({ tier: "gold" })), placed, null, false],
  ])("%s", (_, affinity, before, after, isWorthIt) => {
    expect(wakes(interPodAffinity, trial, pod(web, affinity), { resource: "AssignedPod", before, after })).toBe(
      isWorthIt,
    );
  });

  test.each([
    ["a node with the label it wants to share came", near(to(db)), null, a0, true],
    ["a node without it came", near(to(db)), null, x, false],
    ["the label appeared", near(to(db)), x, a0, true],
    ["the label went, where it keeps away", apart(to(db)), a0, x, true],
    ["any node came, where it keeps away", apart(to(db)), null, x, true],
    ["a node came, for a pod without required terms", likes(1, to(db)), null, a0, false],
  ])("%s", (_, affinity, before, after, isWorthIt) => {
    expect(wakes(interPodAffinity, trial, pod(web, affinity), { resource: "Node", before, after })).toBe(isWorthIt);
  });
});
