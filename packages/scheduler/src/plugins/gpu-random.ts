// Shared GPUs at random: every node gets a number by lot, and so does every GPU. What other policies are held against.
import { MAX_SCORE, perCluster, pluginArgs } from "../framework/plugin.js";
import type { SchedulerPlugin } from "../framework/plugin.js";
import { defaulted, int32 } from "@podsim/core";
import { GpuLedger } from "./gpu/devices.js";
import type { ChooseGpu } from "./gpu/devices.js";
import { filterGpus, GPU_WAKES } from "./gpu/gpu-filter.js";

export interface GpuRandomArgs {
  /** Another number draws other lots. */
  readonly seed: number;
}

/** A number in [0, 2^32) that texts alike in anything but one letter do not share (FNV-1a, finished by a mix). */
const lot = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

const choosing =
  (seed: number): ChooseGpu =>
  ({ gpuMilli }, demand, choice) => {
    const able = gpuMilli.flatMap((each, i) => (each >= demand.gpuMilli ? [i] : []));
    return able[lot(`${seed} gpu ${choice}`) % Math.max(1, able.length)] ?? -1;
  };

export const gpuRandom: SchedulerPlugin<GpuRandomArgs> = {
  name: "GpuRandom",
  points: ["preFilter", "filter", "preScore", "score"],
  config: pluginArgs<GpuRandomArgs>("GpuRandomArgs", { seed: defaulted(int32, 0) }),
  defaults: { seed: 0 },
  build: ({ seed }) => {
    const ledgerOf = perCluster((cluster) => new GpuLedger(cluster, choosing(seed)));
    return {
      filter: (pod, cluster) => filterGpus(pod, cluster, ledgerOf(cluster)),
      score: (pod, cluster, candidates, scores) => {
        // The highest lot gets everything, so that no two nodes tie.
        let best = 0;
        let highest = -1;
        for (let k = 0; k < candidates.size; k++) {
          scores[k] = 0;
          const drawn = lot(`${seed} ${pod.key} ${cluster.nodes.at(candidates.at(k))?.name ?? ""}`);
          if (drawn <= highest) continue;
          highest = drawn;
          best = k;
        }
        scores[best] = MAX_SCORE;
        return "scored";
      },
      wakesOn: GPU_WAKES,
    };
  },
};
