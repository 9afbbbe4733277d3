import { describe, expect, test } from "vitest";
import { isRight } from "fp-ts/lib/Either.js";
import { invariant } from "@podsim/core";
import type { Node, PodSpec, PodTemplateSpec } from "@podsim/core";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "../../testing/cluster-builder.js";
import { PLUGINS } from "../plugins/index.js";
import { CycleState } from "./cycle-state.js";
import { scheduleOne } from "./cycle.js";
import type { Decision } from "./cycle.js";
import { explainOne } from "./explain.js";
import { buildProfile, DEFAULT_PROFILE } from "./profile.js";
import type { ProfileSpec } from "./profile-outline.js";
import type { Profile } from "./profile.js";
import { firstName } from "./tie-break.js";

const profileOf = (spec: Partial<ProfileSpec> = {}): Profile => {
  const profile = buildProfile({ ...DEFAULT_PROFILE, ...spec }, PLUGINS);
  invariant(isRight(profile), "the profile can be built");
  return profile.right;
};

const clusterOf = (...nodes: readonly Node[]): TestCluster => {
  const cluster = new TestCluster();
  for (const node of nodes) cluster.addNode(node);
  return cluster;
};

const decide = (cluster: TestCluster, template: PodTemplateSpec, profile = profileOf()): Decision => {
  const pod = cluster.podView(cluster.addPod("pod", template));
  return scheduleOne(pod, cluster.view, profile, new CycleState(), { tieBreak: firstName });
};

const messageOf = (decision: Decision): string => (decision.kind === "placed" ? "placed" : decision.message);

const small = (name: string): Node => aNode(name, { allocatable: { cpu: "1", memory: "1Gi", pods: "110" } });
const asking = (cpu: string, spec: Partial<PodSpec> = {}): PodTemplateSpec => aTemplate({ requests: { cpu }, spec });

describe("scheduler 13.21: messages", () => {
  test("nothing fits and nobody of lower priority is there", () => {
    const cluster = clusterOf(small("a"), small("b"), small("c"));
    for (const node of ["a", "b", "c"]) cluster.addPod(`on-${node}`, asking("800m"), { on: node });
    expect(messageOf(decide(cluster, asking("500m")))).toBe(
      "0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: " +
        "3 No preemption victims found for incoming pod.",
    );
  });

  test("the request is larger than any node", () => {
    expect(messageOf(decide(clusterOf(small("a"), small("b"), small("c")), asking("9")))).toBe(
      "0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: " +
        "3 Preemption is not helpful for scheduling.",
    );
  });

  test("a pod of a DaemonSet, whose node is full", () => {
    const cluster = clusterOf(...["a", "b", "c", "d", "e"].map(small));
    cluster.addPod("on-a", asking("800m"), { on: "a" });
    const matchFields = [{ key: "metadata.name", operator: "In" as const, values: ["a"] }];
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } };
    expect(messageOf(decide(cluster, asking("500m", { affinity: { nodeAffinity } })))).toBe(
      "0/5 nodes are available: 1 Insufficient cpu, 4 node(s) didn't satisfy plugin(s) [NodeAffinity]. " +
        "no new claims to deallocate, preemption: 0/5 nodes are available: " +
        "1 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling.",
    );
  });

  test("3.61: terms that conflict end the matter before DynamicResources is asked", () => {
    const both = ["a", "b"].map((name) => ({ key: "metadata.name", operator: "In" as const, values: [name] }));
    const required = { nodeSelectorTerms: [{ matchFields: both }] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    expect(messageOf(decide(clusterOf(small("a"), small("b")), asking("100m", { affinity })))).toBe(
      "0/2 nodes are available: pod affinity terms conflict. not found",
    );
  });

  test("3.63: a pod that may not preempt", () => {
    const decision = decide(clusterOf(small("a")), asking("9", { preemptionPolicy: "Never" }));
    expect(messageOf(decision)).toBe(
      "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, " +
        "preemption: not eligible due to preemptionPolicy=Never.",
    );
  });

  test("a profile without DefaultPreemption and DynamicResources has no more to say", () => {
    const plugins = { postFilter: { disabled: [{ name: "*" }] } };
    expect(messageOf(decide(clusterOf(small("a")), asking("9"), profileOf({ plugins })))).toBe(
      "0/1 nodes are available: 1 Insufficient cpu.",
    );
  });
});

test("scheduler 1.23, 2.13: without nodes a try is an error", () => {
  expect(decide(new TestCluster(), aTemplate())).toEqual({
    kind: "error",
    message: "no nodes available to schedule pods",
  });
});

describe("scheduler 13.14, 13.15: totals of the standard pod", () => {
  const totalOn = (cluster: TestCluster): number => {
    const pod = cluster.podView(cluster.addPod("next", aTemplate({ requests: STANDARD_REQUESTS })));
    const { scores } = explainOne(pod, cluster.view, profileOf(), { tieBreak: firstName });
    return scores.reduce((total, { weight, scores: [score = 0] }) => total + weight * score, 0);
  };

  test("496 on an empty node, 399 beside 39 of its kind", () => {
    const cluster = clusterOf(aNode("n"));
    expect(totalOn(cluster)).toBe(496);
    for (let i = 0; i < 39; i++) cluster.addPod(`p${i}`, aTemplate({ requests: STANDARD_REQUESTS }), { on: "n" });
    expect(totalOn(cluster)).toBe(399);
  });

  test("the 41st does not fit", () => {
    const cluster = clusterOf(aNode("n"));
    for (let i = 0; i < 40; i++) cluster.addPod(`p${i}`, aTemplate({ requests: STANDARD_REQUESTS }), { on: "n" });
    expect(messageOf(decide(cluster, aTemplate({ requests: STANDARD_REQUESTS })))).toMatch(
      /^0\/1 nodes are available: 1 Insufficient cpu\. /,
    );
  });
});

describe("one try", () => {
  test("the plugins that rejected nodes are named", () => {
    const cluster = clusterOf(small("a"), aNode("b", { unschedulable: true }));
    const decision = decide(cluster, asking("2"));
    expect(decision.kind === "unschedulable" && [...decision.rejectedBy].sort()).toEqual([
      "NodeResourcesFit",
      "NodeUnschedulable",
    ]);
  });

  test("scheduler 2.27: one node that fits is taken without scores", () => {
    const impossible = { weight: 1, preference: { matchExpressions: [{ key: "k", operator: "In" as const }] } };
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [impossible] } };
    expect(decide(clusterOf(small("a")), asking("100m", { affinity }))).toMatchObject({ kind: "placed", node: 0 });
    const twoNodes = decide(clusterOf(small("a"), small("b")), asking("100m", { affinity }));
    expect(messageOf(twoNodes)).toMatch(/^running PreScore plugin "NodeAffinity": /);
  });

  test("scheduler 2.17: without score plugins the first node that fits is taken", () => {
    const plugins = { score: { disabled: [{ name: "*" }] } };
    const cluster = clusterOf(small("full"), small("b"), small("c"));
    cluster.addPod("p", asking("1"), { on: "full" });
    const decision = decide(cluster, asking("500m"), profileOf({ plugins }));
    expect(decision).toEqual({ kind: "placed", node: 1, feasibleCount: 1, evaluatedCount: 2 });
  });

  test("successive tries go on where the last one stopped", () => {
    const cluster = clusterOf(...Array.from({ length: 250 }, (_, i) => aNode(`n${i}`)));
    const state = new CycleState();
    const starts: number[] = [];
    for (let i = 0; i < 4; i++) {
      starts.push(state.nextStart);
      const pod = cluster.podView(cluster.addPod(`p${i}`, aTemplate()));
      scheduleOne(pod, cluster.view, profileOf(), state, { tieBreak: firstName });
    }
    expect(starts).toEqual([0, 120, 240, 110]);
  });
});
