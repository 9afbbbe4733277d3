// The scores of the default profile, node by node.
import { isRight } from "fp-ts/lib/Either.js";
import { compileNodeSelectorTerm, findUntoleratedTaint, nonZeroRequests, podRequests, specOf } from "@podsim/core";
import type { PodState, StoredImage } from "@podsim/core";
import { allocatable, amount, assumed, requested, sum } from "./naive-cluster.js";
import type { NaiveCluster, NaiveNode } from "./naive-cluster.js";
import { podAffinityScores } from "./naive-pod-affinity.js";
import { spreadScores } from "./naive-spread.js";

type Scorer = (pod: PodState, feasible: readonly NaiveNode[], cluster: NaiveCluster) => readonly number[];

const scaled = (raw: readonly number[], isReversed: boolean): readonly number[] => {
  const highest = Math.max(0, ...raw);
  if (highest === 0) return raw.map(() => (isReversed ? 100 : 0));
  return raw.map((score) => Math.trunc((100 * score) / highest)).map((score) => (isReversed ? 100 - score : score));
};

const taints: Scorer = (pod, feasible) => {
  const bad = ({ state }: NaiveNode): number =>
    state.taints.filter(
      (taint) => taint.effect === "PreferNoSchedule" && findUntoleratedTaint([taint], specOf(pod).tolerations) !== null,
    ).length;
  return scaled(feasible.map(bad), true);
};

const nodeAffinity: Scorer = (pod, feasible) => {
  const terms = specOf(pod).affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const weightOn = ({ labels, name }: NaiveNode): number =>
    sum(
      terms.map(({ weight, preference }) => {
        const test = compileNodeSelectorTerm(preference);
        return isRight(test) && test.right(labels, name) ? weight : 0;
      }),
    );
  return scaled(feasible.map(weightOn), false);
};

const fit: Scorer = (pod, feasible) => {
  const own = nonZeroRequests(specOf(pod));
  return feasible.map((node) => {
    const parts = (["cpu", "memory"] as const).flatMap((name) => {
      const capacity = allocatable(node, name);
      const used = assumed(node, name) + (name === "cpu" ? own.milliCpu : own.memoryBytes);
      if (capacity === 0) return [];
      return [used > capacity ? 0 : Math.trunc(((capacity - used) * 100) / capacity)];
    });
    return parts.length === 0 ? 0 : Math.trunc(sum(parts) / parts.length);
  });
};

const balance: Scorer = (pod, feasible) => {
  const own = podRequests(specOf(pod));
  if (own.milliCpu === 0 && own.memoryBytes === 0) return feasible.map(() => 0);
  return feasible.map((node) => {
    const shares = ["cpu", "memory"].flatMap((name) => {
      const capacity = allocatable(node, name);
      return capacity === 0 ? [] : [Math.min(1, (requested(node, name) + amount(own, name)) / capacity)];
    });
    const [first, second] = shares;
    const deviation = first === undefined || second === undefined ? 0 : Math.abs((first - second) / 2);
    return Math.trunc((1 - deviation) * 100);
  });
};

const MIB = 1024 * 1024;

const storedOn = ({ state }: NaiveNode, name: string): StoredImage | undefined =>
  state.images.find(({ image }) => image === name);

const images: Scorer = (pod, feasible, { nodes }) => {
  const { containers, initContainers } = specOf(pod);
  const names = [...containers, ...initContainers].map(({ image }) =>
    image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image,
  );
  const most = 1000 * MIB * names.length;
  return feasible.map((node) => {
    const bytes = sum(
      names.map((name) => {
        if (storedOn(node, name) === undefined) return 0;
        const holders = nodes.flatMap((each) => storedOn(each, name) ?? []);
        return Math.trunc((holders[0]?.sizeBytes ?? 0) * (holders.length / nodes.length));
      }),
    );
    return Math.trunc((100 * (Math.min(Math.max(bytes, 23 * MIB), most) - 23 * MIB)) / (most - 23 * MIB));
  });
};

const spread: Scorer = (pod, feasible, cluster) => spreadScores(pod, feasible, cluster) ?? feasible.map(() => 0);

export interface NaiveScores {
  readonly plugin: string;
  readonly weight: number;
  /** By feasible node, 0..100. */
  readonly scores: readonly number[];
}

/** Plugins that do not apply give 0 to every node. */
export const naiveScores = (
  pod: PodState,
  feasible: readonly NaiveNode[],
  cluster: NaiveCluster,
): readonly NaiveScores[] =>
  (
    [
      ["TaintToleration", 3, taints],
      ["NodeAffinity", 2, nodeAffinity],
      ["NodeResourcesFit", 1, fit],
      ["PodTopologySpread", 2, spread],
      ["InterPodAffinity", 2, podAffinityScores],
      ["NodeResourcesBalancedAllocation", 1, balance],
      ["ImageLocality", 1, images],
    ] as const
  ).map(([plugin, weight, scorer]) => ({ plugin, weight, scores: scorer(pod, feasible, cluster) }));
