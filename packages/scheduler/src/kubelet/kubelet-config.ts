// What a node's kubelet is configured with, defaults filled in (v1beta1 KubeletConfiguration).
import type { KubeletSettings } from "../settings.js";

export interface KubeletConfig {
  /** Image pulls under way at most. */
  readonly parallelPullMax: number;
  /** Pulls per second from registries; 0 = no bound. */
  readonly registryPullQPS: number;
  readonly registryBurst: number;
}

const pullMax = ({ serializeImagePulls, maxParallelImagePulls }: KubeletSettings): number => {
  if (maxParallelImagePulls !== undefined && maxParallelImagePulls > 1) return maxParallelImagePulls;
  if (serializeImagePulls !== false) return 1;
  return maxParallelImagePulls ?? Infinity;
};

export const kubeletConfig = (settings: KubeletSettings = {}): KubeletConfig => ({
  parallelPullMax: pullMax(settings),
  registryPullQPS: settings.registryPullQPS ?? 5,
  registryBurst: settings.registryBurst ?? 10,
});
