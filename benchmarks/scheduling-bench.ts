// How fast pods are placed, and whether they still go where they went: one scheduling cycle after another, without
// kubelets or controllers. The shapes are those of kube-scheduler's own benchmarks.
import { isRight } from "fp-ts/lib/Either.js";
import { createHash } from "node:crypto";
import { invariant } from "@podsim/core";
import type { Affinity, Labels, PodIx, PodTemplateSpec, TopologySpreadConstraint } from "@podsim/core";
import {
  buildProfile,
  CycleState,
  DEFAULT_PROFILE,
  firstName,
  PLUGINS,
  podViewOf,
  scheduleOne,
} from "@podsim/scheduler";
import type { Profile } from "@podsim/scheduler";
import { aNode, aTemplate, STANDARD_REQUESTS, TestCluster } from "@podsim/scheduler/testing";

export type PodShape = "basic" | "spread" | "preferred-spread" | "antiaffinity" | "affinity" | "preferred-affinity";

export interface SchedulingBench {
  readonly nodes: number;
  readonly pods: number;
  /** Absent = basic. */
  readonly shape?: PodShape;
}

export interface SchedulingResult {
  readonly podsPerSecond: number;
  /** Wall time per pod of the cycle alone, without recording the placement. */
  readonly microsecondsPerPod: number;
  readonly placedCount: number;
  /** Of every pod's place, in order. */
  readonly hash: string;
}

const ZONE = "topology.kubernetes.io/zone";
const HOSTNAME = "kubernetes.io/hostname";

const spread = (whenUnsatisfiable: TopologySpreadConstraint["whenUnsatisfiable"]): TopologySpreadConstraint => ({
  maxSkew: 5,
  topologyKey: ZONE,
  whenUnsatisfiable,
  labelSelector: { matchLabels: { color: "blue" } },
});

const term = (labels: Labels, topologyKey: string) => ({ labelSelector: { matchLabels: labels }, topologyKey });

const withAffinity = (labels: Labels, affinity: Affinity): PodTemplateSpec =>
  aTemplate({ labels, requests: STANDARD_REQUESTS, spec: { affinity } });

const templateOf = (shape: PodShape): PodTemplateSpec => {
  const requests = STANDARD_REQUESTS;
  switch (shape) {
    case "basic":
      return aTemplate({ requests });
    case "spread":
    case "preferred-spread": {
      const constraint = spread(shape === "spread" ? "DoNotSchedule" : "ScheduleAnyway");
      return aTemplate({ labels: { color: "blue" }, requests, spec: { topologySpreadConstraints: [constraint] } });
    }
    case "antiaffinity": {
      const labels = { color: "green", name: "test" };
      const required = [term({ color: "green" }, HOSTNAME)];
      return withAffinity(labels, { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } });
    }
    case "affinity": {
      const required = [term({ foo: "" }, ZONE)];
      return withAffinity({ foo: "" }, { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } });
    }
    case "preferred-affinity": {
      const preferred = [{ weight: 1, podAffinityTerm: term({ foo: "" }, HOSTNAME) }];
      return withAffinity({ foo: "" }, { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } });
    }
  }
};

const buildDefault = (): Profile => {
  const profile = buildProfile(DEFAULT_PROFILE, PLUGINS);
  invariant(isRight(profile), "the default profile can be built");
  return profile.right;
};

const clusterOf = (nodes: number, shape: PodShape): TestCluster => {
  const cluster = new TestCluster();
  for (let i = 0; i < nodes; i++) {
    const zone = shape === "affinity" ? "moon-1" : `moon-${1 + (i % 3)}`;
    cluster.addNode(aNode(`node-${String(i).padStart(5, "0")}`, { labels: { [ZONE]: zone } }));
  }
  return cluster;
};

/** Places `pods` pods of one shape on `nodes` nodes. */
export const benchScheduling = ({ nodes, pods, shape = "basic" }: SchedulingBench): SchedulingResult => {
  const cluster = clusterOf(nodes, shape);
  const template = templateOf(shape);
  const pending: PodIx[] = [];
  for (let i = 0; i < pods; i++) pending.push(cluster.addPod(`pod-${i}`, template));
  const profile = buildDefault();
  const state = new CycleState();
  const hash = createHash("sha256");
  let placedCount = 0;
  let cycleMs = 0;
  const startMs = performance.now();
  for (const pod of pending) {
    const cycleStartMs = performance.now();
    const view = podViewOf(cluster.state(pod), cluster.view);
    const decision = scheduleOne(view, cluster.view, profile, state, { tieBreak: firstName });
    cycleMs += performance.now() - cycleStartMs;
    hash.update(decision.kind === "placed" ? `${decision.node};` : ";");
    if (decision.kind !== "placed") continue;
    placedCount++;
    cluster.bind(pod, cluster.world.nodes.at(decision.node)?.name ?? "");
  }
  const elapsedMs = performance.now() - startMs;
  return {
    podsPerSecond: Math.round((1_000 * pods) / elapsedMs),
    microsecondsPerPod: Math.round((100 * 1_000 * cycleMs) / pods) / 100,
    placedCount,
    hash: hash.digest("hex").slice(0, 16),
  };
};
