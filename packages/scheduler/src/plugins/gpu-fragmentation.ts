// Packs shared GPUs by fragmentation gradient: a pod goes where it leaves the least GPU capacity that typical pods cannot
// use (FGD; Weng et al., "Beware of Fragmentation", USENIX ATC 2023).
import { defaulted, int32, listOf, optional, struct, texts } from "@podsim/core";
import { keptWhileUnchanged, MAX_SCORE, perCluster, pluginArgs } from "../framework/plugin.js";
import type { NodeNumbers, SchedulerPlugin } from "../framework/plugin.js";
import { GpuLedger, takeFrom, WHOLE } from "./gpu/devices.js";
import type { ChooseGpu, GpuDemand, NodeLeft } from "./gpu/devices.js";
import { demandOfPod, filterGpus, GPU_WAKES } from "./gpu/gpu-filter.js";

/** A kind of pod that is expected, and how many of it for every so many pods. */
export interface TypicalPod extends GpuDemand {
  readonly weight: number;
  /** Models of GPUs it can use; absent or empty = any. */
  readonly gpuModels?: readonly string[];
}

export interface GpuFragmentationArgs {
  /** Without any, no node is better than another. */
  readonly typicalPods: readonly TypicalPod[];
}

const EMPTY: GpuFragmentationArgs = { typicalPods: [] };

/** How much a change of fragmentation, in thousandths of GPUs, counts: one GPU is one step of the sigmoid. */
const STEP = 1_000;

/** GPU capacity of the node that a pod of the kind cannot use. */
const unusable = (left: NodeLeft, total: number, kind: TypicalPod): number => {
  const { cpuMilli, gpuMilli, gpuCount, gpuModels = [] } = kind;
  if (gpuCount === 0 || left.cpuMilli < cpuMilli) return total;
  if (gpuModels.length > 0 && !gpuModels.includes(left.gpuModel ?? "")) return total;
  let able = 0;
  let rest = 0;
  for (const each of left.gpuMilli) {
    if (each >= gpuMilli) able += 1;
    else rest += each;
  }
  return able < gpuCount ? total : rest;
};

/** The expected GPU capacity, in thousandths, that a typical pod cannot use. */
export const fragmentation = (left: NodeLeft, typical: readonly TypicalPod[]): number => {
  const total = left.gpuMilli.reduce((sum, each) => sum + each, 0);
  if (total === 0) return 0;
  let expected = 0;
  let weights = 0;
  for (const kind of typical) {
    expected += kind.weight * unusable(left, total, kind);
    weights += kind.weight;
  }
  return weights === 0 ? 0 : expected / weights;
};

const scoreOf = (before: number, after: number): number =>
  Math.floor(MAX_SCORE / (1 + Math.exp(-(before - after) / STEP)));

/** The best score over the ways of taking the demand from the node, and the GPU a share is taken from. */
const best = (left: NodeLeft, demand: GpuDemand, typical: readonly TypicalPod[]): readonly [number, number] => {
  const before = fragmentation(left, typical);
  if (demand.gpuCount !== 1 || demand.gpuMilli >= WHOLE) {
    return [scoreOf(before, fragmentation(takeFrom(left, demand, -1), typical)), -1];
  }
  let score = -1;
  let at = -1;
  for (const [i, each] of left.gpuMilli.entries()) {
    // GPUs with equally much left are alike: the first stands for them.
    if (each < demand.gpuMilli || left.gpuMilli.indexOf(each) < i) continue;
    const own = scoreOf(before, fragmentation(takeFrom(left, demand, i), typical));
    if (own <= score) continue;
    score = own;
    at = i;
  }
  return [Math.max(score, 0), at];
};

export const gpuFragmentation: SchedulerPlugin<GpuFragmentationArgs> = {
  name: "GpuFragmentation",
  points: ["preFilter", "filter", "preScore", "score"],
  config: pluginArgs<GpuFragmentationArgs>("GpuFragmentationArgs", {
    typicalPods: defaulted(
      listOf(
        struct<TypicalPod>("TypicalPod", {
          cpuMilli: defaulted(int32, 0),
          gpuMilli: defaulted(int32, 0),
          gpuCount: defaulted(int32, 0),
          weight: defaulted(int32, 1),
          gpuModels: optional(texts),
        }),
      ),
      [],
    ),
  }),
  defaults: EMPTY,
  check: ({ typicalPods }, check, at) => {
    for (const [i, { gpuMilli, weight }] of typicalPods.entries()) {
      const path = [...at, "typicalPods", i];
      if (gpuMilli < 0 || gpuMilli > WHOLE)
        check.invalid([...path, "gpuMilli"], gpuMilli, "not in valid range [0, 1000]");
      if (weight < 1) check.invalid([...path, "weight"], weight, "must be greater than 0");
    }
  },
  build: ({ typicalPods }) => {
    const choose: ChooseGpu = (left, demand) => best(left, demand, typicalPods)[1];
    const memory = perCluster((cluster) => {
      const ledger = new GpuLedger(cluster, choose);
      const kinds = new Map<string, NodeNumbers>();
      const scoresOf = (demand: GpuDemand): NodeNumbers => {
        const key = `${demand.cpuMilli} ${demand.gpuMilli} ${demand.gpuCount}`;
        let known = kinds.get(key);
        if (known === undefined) {
          known = keptWhileUnchanged(cluster.nodes, (node) => best(ledger.leftOn(node), demand, typicalPods)[0]);
          kinds.set(key, known);
        }
        return known;
      };
      return { ledger, scoresOf };
    });
    return {
      filter: (pod, cluster) => filterGpus(pod, cluster, memory(cluster).ledger),
      score: (pod, cluster) => memory(cluster).scoresOf(demandOfPod(pod)).read(),
      wakesOn: GPU_WAKES,
    };
  },
};
