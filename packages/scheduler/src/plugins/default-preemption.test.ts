import { describe, expect, test } from "vitest";
import { budgetApplied, budgetStatusUpdated, invariant, podDisruptionTargeted, podNominated } from "@podsim/core";
import type { PodIx, ResourceList } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import type { TemplateOptions } from "../../testing/cluster-builder.js";
import { aBudget } from "../../testing/objects.js";
import { CycleState } from "../framework/cycle-state.js";
import { scheduleOne } from "../framework/cycle.js";
import type { CycleOptions } from "../framework/cycle.js";
import { Nominations } from "../framework/nominations.js";
import { buildProfile, DEFAULT_PROFILE } from "../framework/profile.js";
import type { ProfileSpec } from "../framework/profile-outline.js";
import type { Profile } from "../framework/profile.js";
import { firstName } from "../framework/tie-break.js";
import { PLUGINS } from "./index.js";

const profileOf = (over: Partial<ProfileSpec> = {}): Profile => {
  const built = buildProfile({ ...DEFAULT_PROFILE, ...over }, PLUGINS);
  invariant(isRight(built), "the profile can be built");
  return built.right;
};

const NODE: ResourceList = { cpu: "4", memory: "32Gi", pods: "110" };

class Scene {
  readonly cluster = new TestCluster();
  readonly profile: Profile;
  #pods = 0;
  #budgets = 0;

  constructor(nodes: readonly string[], profile = profileOf()) {
    this.profile = profile;
    for (const name of nodes) this.cluster.addNode(aNode(name, { allocatable: NODE }));
  }

  /** A pod on the node that asks for so much cpu; started so many seconds after the run began, null = not yet. */
  pod(on: string, cpu: string, priority: number, startedAt: number | null = null, over: TemplateOptions = {}): PodIx {
    const { labels = {}, spec = {} } = over;
    const template = aTemplate({ labels, requests: { cpu }, spec: { priority, ...spec } });
    const ix = this.cluster.addPod(`p${this.#pods++}`, template, { on });
    const state = this.cluster.state(ix);
    const startTimeUs = startedAt === null ? -1 : startedAt * 1_000_000;
    this.cluster.world.pods.put({ ...state, status: { ...state.status, startTimeUs } });
    return ix;
  }

  budget(app: string, disruptionsAllowed: number): void {
    const k = this.#budgets++;
    const object = aBudget({ selector: { matchLabels: { app } } }, `b${k}`);
    this.cluster.record(budgetApplied, k, { budgetIx: k, object });
    const status = { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed };
    this.cluster.record(budgetStatusUpdated, k, status);
  }

  /** "a: p0 p1" = room is made on a by their going; else the message. */
  ask(
    cpu: string,
    priority: number,
    options: Partial<CycleOptions> & { readonly over?: TemplateOptions } = {},
  ): string {
    const { over = {}, ...rest } = options;
    const { labels = {}, spec = {} } = over;
    const template = aTemplate({ labels, requests: { cpu }, spec: { priority, ...spec } });
    return this.try(this.cluster.addPod(`x${this.#pods++}`, template), rest);
  }

  try(pod: PodIx, options: Partial<CycleOptions> = {}): string {
    const { cluster, profile } = this;
    const decision = scheduleOne(cluster.podView(pod), cluster.view, profile, new CycleState(), {
      tieBreak: firstName,
      ...options,
    });
    if (decision.kind === "placed") return `on ${cluster.world.nodes.at(decision.node)?.name ?? ""}`;
    if (decision.kind === "error" || decision.nomination.kind !== "promise") return decision.message;
    const { node, victims } = decision.nomination;
    const names = victims.map(({ identity }) => identity.name).join(" ");
    expect(decision.message).not.toContain("preemption");
    return `${cluster.world.nodes.at(node)?.name ?? ""}: ${names}`;
  }
}

describe("messages", () => {
  const none = "no new claims to deallocate, preemption: ";

  test("scheduler 13.21, 3.62: nobody is less important", () => {
    const scene = new Scene(["a", "b", "c"]);
    for (const node of ["a", "b", "c"]) scene.pod(node, "4", 0);
    expect(scene.ask("1", 0)).toBe(
      `0/3 nodes are available: 3 Insufficient cpu. ${none}0/3 nodes are available: 3 No preemption victims found for incoming pod.`,
    );
  });

  test("scheduler 13.21, 6.22: larger than any node, nobody is asked to go", () => {
    const scene = new Scene(["a", "b", "c"]);
    scene.pod("a", "4", 0);
    expect(scene.ask("9", 10)).toBe(
      `0/3 nodes are available: 3 Insufficient cpu. ${none}0/3 nodes are available: 3 Preemption is not helpful for scheduling.`,
    );
  });

  test("scheduler 13.21: two reasons on one node", () => {
    const scene = new Scene(["a", "b"]);
    const memory = { spec: { overhead: { memory: "32Gi" } } };
    scene.pod("a", "4", 5, null, memory);
    scene.pod("b", "4", 5);
    const asking = scene.ask("1", 5, { over: { spec: { overhead: { memory: "1Gi" } } } });
    expect(asking).toContain("0/2 nodes are available: 1 Insufficient memory, 2 Insufficient cpu. ");
  });

  test("scheduler 13.21: daemonset style", () => {
    const scene = new Scene(["a", "b", "c", "d", "e"]);
    scene.pod("a", "4", 0);
    const matchFields = [{ key: "metadata.name", operator: "In" as const, values: ["a"] }];
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } },
    };
    expect(scene.ask("1", 0, { over: { spec: { affinity } } })).toBe(
      `0/5 nodes are available: 1 Insufficient cpu, 4 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${none}0/5 nodes are available: 1 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling.`,
    );
  });

  test("scheduler 3.62: what still stands in the way when everybody less important is gone", () => {
    const scene = new Scene(["a", "b"]);
    scene.pod("a", "2", 0);
    scene.pod("a", "2", 9);
    scene.pod("b", "4", 9);
    expect(scene.ask("3", 5)).toBe(
      `0/2 nodes are available: 2 Insufficient cpu. ${none}0/2 nodes are available: 1 Insufficient cpu, 1 No preemption victims found for incoming pod.`,
    );
  });

  test("scheduler 6.2, 3.63: policy Never", () => {
    const scene = new Scene(["a"]);
    scene.pod("a", "4", 0);
    expect(scene.ask("1", 5, { over: { spec: { preemptionPolicy: "Never" } } })).toBe(
      `0/1 nodes are available: 1 Insufficient cpu. ${none}not eligible due to preemptionPolicy=Never.`,
    );
  });
});

describe("victims on a node", () => {
  test("scheduler 6.10: the most important that fit stay", () => {
    const scene = new Scene(["a"]);
    for (const priority of [1, 3, 2, 0]) scene.pod("a", "1", priority);
    expect(scene.ask("2", 5)).toBe("a: p0 p3");
  });

  test("scheduler 6.7: of equal priority those that run longer stay", () => {
    const scene = new Scene(["a"]);
    for (const startedAt of [30, 10, 20]) scene.pod("a", "1", 0, startedAt);
    scene.pod("a", "1", 0, 40);
    expect(scene.ask("2", 5)).toBe("a: p0 p3");
  });

  test("scheduler 6.8: of pods that have not started the one that came last stays", () => {
    const scene = new Scene(["a"]);
    for (let k = 0; k < 4; k++) scene.pod("a", "1", 0);
    expect(scene.ask("1", 5)).toBe("a: p0");
  });

  test("scheduler 6.9, 6.10: those that a budget protects are spared first, however unimportant", () => {
    const scene = new Scene(["a"]);
    scene.budget("web", 0);
    scene.pod("a", "2", 0, 0, { labels: { app: "web" } });
    scene.pod("a", "2", 3, 0);
    expect(scene.ask("2", 5)).toBe("a: p1");
  });

  test("scheduler 6.10: victims of both kinds are told in order of importance", () => {
    const scene = new Scene(["a"]);
    scene.budget("web", 0);
    scene.pod("a", "2", 1, 0, { labels: { app: "web" } });
    scene.pod("a", "2", 3, 0);
    expect(scene.ask("4", 5)).toBe("a: p1 p0");
  });

  test("scheduler 6.21: pods that repel or crowd are victims, pods elsewhere never", () => {
    const scene = new Scene(["a", "b"]);
    const term = { labelSelector: { matchLabels: { app: "x" } }, topologyKey: "kubernetes.io/hostname" };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    scene.pod("a", "1", 0, 0, { labels: { app: "x" } });
    scene.pod("b", "1", 9, 0, { labels: { app: "x" } });
    expect(scene.ask("1", 5, { over: { spec: { affinity: { podAntiAffinity } } } })).toBe("a: p0");
  });
});

describe("scheduler 6.13: the node, level by level", () => {
  const SPACE = ["a", "b", "c"] as const;

  test("fewest broken budgets", () => {
    const scene = new Scene(["a", "b"]);
    scene.budget("web", 0);
    scene.pod("a", "4", 0, 0, { labels: { app: "web" } });
    scene.pod("b", "4", 3, 0);
    expect(scene.ask("4", 5)).toBe("b: p1");
  });

  test("lowest highest priority", () => {
    const scene = new Scene([...SPACE]);
    for (const [k, node] of SPACE.entries()) scene.pod(node, "4", 3 - k, 0);
    expect(scene.ask("4", 5)).toBe("c: p2");
  });

  test("6.14: smallest sum, where each victim costs something: one of 5 beats two of -10", () => {
    const scene = new Scene(["a", "b"]);
    for (const priority of [4, -10, -10]) scene.pod("a", "1", priority, 0);
    scene.pod("a", "1", 9, 0);
    for (const priority of [4, 4]) scene.pod("b", "2", priority, 0);
    expect(scene.ask("4", 8)).toContain("b: ");
  });

  test("fewest victims", () => {
    const scene = new Scene(["a", "b"]);
    for (let k = 0; k < 4; k++) scene.pod("a", "1", 0, 0);
    for (let k = 0; k < 2; k++) scene.pod("b", "2", 0, 0);
    expect(scene.ask("4", 5)).toBe("b: p4 p5");
  });

  test("latest start of the most important", () => {
    const scene = new Scene([...SPACE]);
    for (const [k, node] of SPACE.entries()) scene.pod(node, "4", 0, [10, 30, 20][k] ?? 0);
    expect(scene.ask("4", 5)).toBe("b: p1");
  });

  test("then whichever the choice among ties gives", () => {
    const scene = new Scene([...SPACE]);
    for (const node of SPACE) scene.pod(node, "4", 0, 10);
    expect(scene.ask("4", 5)).toBe("a: p0");
  });
});

test("scheduler 6.4, 6.5: enough candidates from the offset on are enough", () => {
  const names = ["a", "b", "c", "d"];
  const args = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 1 };
  const scene = new Scene(names, profileOf({ pluginConfig: [{ name: "DefaultPreemption", args }] }));
  for (const [k, node] of names.entries()) scene.pod(node, "4", k, 0);
  expect(scene.ask("4", 5)).toBe("a: p0");
  expect(scene.ask("4", 5, { offset: () => 2 })).toBe("c: p2");
  expect(new Scene(names).ask("4", 5)).toBe("on a");
});

describe("nominated pods", () => {
  test("scheduler 1.64, 6.20: room that is made for a pod is not there for less important ones, but for others", () => {
    const scene = new Scene(["a"]);
    const waiting = scene.cluster.addPod("w", aTemplate({ requests: { cpu: "3" }, spec: { priority: 5 } }));
    const nominated = new Nominations();
    nominated.set(scene.cluster.podView(waiting), scene.cluster.nodeIx("a"));
    expect(scene.ask("2", 4, { nominated })).toContain("1 Insufficient cpu");
    expect(scene.ask("1", 4, { nominated })).toBe("on a");
    expect(scene.ask("2", 6, { nominated })).toBe("on a");
    expect(scene.try(waiting, { nominated })).toBe("on a");
  });

  test("scheduler 1.64: who wants to be with a pod that may never come does not count on it", () => {
    const scene = new Scene(["a"]);
    const label = { labels: { app: "x" }, requests: { cpu: "1" }, spec: { priority: 5 } };
    const waiting = scene.cluster.addPod("w", aTemplate(label));
    const nominated = new Nominations();
    nominated.set(scene.cluster.podView(waiting), scene.cluster.nodeIx("a"));
    const term = { labelSelector: { matchLabels: { app: "x" } }, topologyKey: "kubernetes.io/hostname" };
    const podAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    expect(scene.ask("1", 0, { nominated, over: { spec: { affinity: { podAffinity } } } })).toContain(
      "1 node(s) didn't match pod affinity rules",
    );
  });

  test("scheduler 1.64: who must not be with a pod that is to come keeps away from it", () => {
    const scene = new Scene(["a", "b"]);
    const waiting = scene.cluster.addPod("w", aTemplate({ labels: { app: "x" }, spec: { priority: 5 } }));
    const nominated = new Nominations();
    nominated.set(scene.cluster.podView(waiting), scene.cluster.nodeIx("a"));
    const term = { labelSelector: { matchLabels: { app: "x" } }, topologyKey: "kubernetes.io/hostname" };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    expect(scene.ask("1", 0, { nominated, over: { spec: { affinity: { podAntiAffinity } } } })).toBe("on b");
  });

  test("scheduler 2.26: the promised node is taken without a look at the others", () => {
    const scene = new Scene(["a", "b"]);
    scene.pod("b", "2", 0);
    const pod = scene.cluster.addPod("x", aTemplate({ requests: { cpu: "1" } }));
    expect(scene.try(pod)).toBe("on a");
    scene.cluster.record(podNominated, pod, { node: "b" });
    expect(scene.try(pod)).toBe("on b");
  });

  test("scheduler 6.2: while victims on the promised node are still going, nobody else is asked to go", () => {
    const scene = new Scene(["a", "b"]);
    const victim = scene.pod("a", "4", 0, 0);
    scene.pod("b", "4", 0, 0);
    const pod = scene.cluster.addPod("x", aTemplate({ requests: { cpu: "4" }, spec: { priority: 5 } }));
    scene.cluster.record(podNominated, pod, { node: "a" });
    expect(scene.try(pod)).toBe("a: p0");
    scene.cluster.record(podDisruptionTargeted, victim, { reason: "PreemptionByScheduler", message: "" });
    scene.cluster.startDeleting(victim);
    expect(scene.try(pod)).toContain("preemption: not eligible due to a terminating pod on the nominated node.");
  });
});
