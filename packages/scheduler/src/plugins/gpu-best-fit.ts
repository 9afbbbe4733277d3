// Packs shared GPUs where the least is left: half by free CPU, half by free GPU, each as a share of a large node's.
import { MAX_SCORE, NO_ARGS, perCluster } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin } from "../framework/plugin.js";
import { GpuLedger, tightestGpu, WHOLE } from "./gpu/devices.js";
import { demandOfPod, filterGpus, GPU_WAKES } from "./gpu/gpu-filter.js";

/** A large node: 128 CPUs, 8 GPUs. */
const CPU_MILLI_MAX = 128_000;
const GPU_MILLI_MAX = 8 * WHOLE;
const HALF = 0.5;

/** Spreads scores over 0..100, the lowest to 0 and the highest to 100, cut off to whole numbers. */
const stretch = (scores: Float64Array, count: number): void => {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let k = 0; k < count; k++) {
    lowest = Math.min(lowest, scores[k] ?? 0);
    highest = Math.max(highest, scores[k] ?? 0);
  }
  for (let k = 0; k < count; k++) {
    const above = (scores[k] ?? 0) - lowest;
    scores[k] = highest === lowest ? 0 : Math.floor((above * MAX_SCORE) / (highest - lowest));
  }
};

export const gpuBestFit: SchedulerPlugin<NoArgs> = {
  name: "GpuBestFit",
  points: ["preFilter", "filter", "preScore", "score"],
  config: NO_ARGS,
  defaults: {},
  build: () => {
    const ledgerOf = perCluster((cluster) => new GpuLedger(cluster, tightestGpu));
    return {
      filter: (pod, cluster) => filterGpus(pod, cluster, ledgerOf(cluster)),
      score: (pod, cluster, candidates, scores) => {
        const { cpuMilli, gpuMilli, gpuCount } = demandOfPod(pod);
        const ledger = ledgerOf(cluster);
        for (let k = 0; k < candidates.size; k++) {
          const left = ledger.leftOn(candidates.at(k));
          const gpuLeft = left.gpuMilli.reduce((sum, each) => sum + each, 0) - gpuMilli * gpuCount;
          const free = (HALF * (left.cpuMilli - cpuMilli)) / CPU_MILLI_MAX + (HALF * gpuLeft) / GPU_MILLI_MAX;
          scores[k] = Math.max(0, Math.floor((1 - free) * MAX_SCORE));
        }
        stretch(scores, candidates.size);
        return "scored";
      },
      wakesOn: GPU_WAKES,
    };
  },
};
