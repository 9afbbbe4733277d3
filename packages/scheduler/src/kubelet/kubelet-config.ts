// What a node's kubelet is configured with, defaults filled in (v1beta1 KubeletConfiguration).
import type { Duration, EvictionSignal, EvictionThreshold } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { KubeletSettings } from "../settings.js";

export interface KubeletConfig {
  /** Image pulls under way at most. */
  readonly parallelPullMax: number;
  /** Pulls per second from registries; 0 = no bound. */
  readonly registryPullQPS: number;
  readonly registryBurst: number;
  readonly thresholds: readonly EvictionThreshold[];
  /** The hard threshold of memory.available, which is no part of what is allocatable; null without one. */
  readonly hardMemory: EvictionThreshold["value"] | null;
  readonly evictionMaxPodGraceSeconds: number;
  /** Of the disk in use, from which on images are thrown out, and until which. */
  readonly imageHighPercent: number;
  readonly imageLowPercent: number;
  readonly pressureTransitionUs: Duration;
  /** What pods of a node that is shut down are given; critical ones have the second part to themselves. */
  readonly shutdownGraceUs: { readonly ordinary: Duration; readonly critical: Duration };
}

const MEBIBYTE = 2 ** 20;
const hard = (signal: EvictionSignal, value: EvictionThreshold["value"]): EvictionThreshold => ({
  signal,
  value,
  graceUs: 0,
  minReclaim: null,
});

/** What a kubelet on Linux has when nothing is said; inodes are not modelled. */
export const DEFAULT_EVICTION_THRESHOLDS: readonly EvictionThreshold[] = [
  hard("memory.available", { amount: 100 * MEBIBYTE }),
  hard("nodefs.available", { share: 0.1 }),
  hard("imagefs.available", { share: 0.15 }),
];

const isHardMemory = ({ signal, graceUs }: EvictionThreshold): boolean =>
  signal === "memory.available" && graceUs === 0;

/** The hard threshold of the node's memory holds for what its pods may use, too. */
const withAllocatable = (thresholds: readonly EvictionThreshold[]): readonly EvictionThreshold[] => [
  ...thresholds,
  ...thresholds
    .filter(isHardMemory)
    .map((threshold): EvictionThreshold => ({ ...threshold, signal: "allocatableMemory.available" })),
];

const pullMax = ({ serializeImagePulls, maxParallelImagePulls }: KubeletSettings): number => {
  if (maxParallelImagePulls !== undefined && maxParallelImagePulls > 1) return maxParallelImagePulls;
  if (serializeImagePulls !== false) return 1;
  return maxParallelImagePulls ?? Infinity;
};

export const kubeletConfig = (settings: KubeletSettings = {}): KubeletConfig => ({
  parallelPullMax: pullMax(settings),
  registryPullQPS: settings.registryPullQPS ?? 5,
  registryBurst: settings.registryBurst ?? 10,
  thresholds: withAllocatable(settings.evictionThresholds ?? DEFAULT_EVICTION_THRESHOLDS),
  hardMemory: (settings.evictionThresholds ?? DEFAULT_EVICTION_THRESHOLDS).find(isHardMemory)?.value ?? null,
  imageHighPercent: settings.imageGCHighPercent ?? 85,
  imageLowPercent: settings.imageGCLowPercent ?? 80,
  evictionMaxPodGraceSeconds: settings.evictionMaxPodGraceSeconds ?? 0,
  shutdownGraceUs: {
    ordinary: (settings.shutdownGraceUs ?? 0) - (settings.shutdownGraceCriticalUs ?? 0),
    critical: settings.shutdownGraceCriticalUs ?? 0,
  },
  pressureTransitionUs: settings.evictionPressureTransitionUs ?? 5 * MINUTE,
});
