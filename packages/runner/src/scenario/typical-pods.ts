// The kinds of pods a workload's trace is mostly made of, as the policy that packs shared GPUs wants to know them.
import type { PodRequests } from "@podsim/core";
import { isMapping } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";

/** spec.cluster.scheduler.typicalPods */
export interface TypicalPodsOutline {
  readonly workload: string;
  /** The most frequent kinds that cover this share of the trace. */
  readonly share: number;
}

const GPU_MILLI = "podsim.dev/gpu-milli";
const WHOLE = 1_000;
const PLUGIN = "GpuFragmentation";

interface TypicalPod {
  readonly cpuMilli: number;
  readonly gpuMilli: number;
  readonly gpuCount: number;
  readonly weight: number;
}

/** The most frequent kinds, in the order of how frequent they are. */
export const typicalPods = (requests: readonly PodRequests[], share: number): readonly TypicalPod[] => {
  const counts = new Map<string, number>();
  for (const { milliCpu, scalars } of requests) {
    const asked = scalars[GPU_MILLI] ?? 0;
    const isShared = asked > 0 && asked < WHOLE;
    const key = [milliCpu, isShared ? asked : Math.min(asked, WHOLE), isShared ? 1 : Math.ceil(asked / WHOLE)].join(
      " ",
    );
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const typical: TypicalPod[] = [];
  let covered = 0;
  for (const [key, weight] of [...counts].sort(([, a], [, b]) => b - a)) {
    if (covered >= share * requests.length) break;
    const [cpuMilli = 0, gpuMilli = 0, gpuCount = 0] = key.split(" ").map(Number);
    typical.push({ cpuMilli, gpuMilli, gpuCount, weight });
    covered += weight;
  }
  return typical;
};

const listAt = (value: Mapping, key: string): readonly unknown[] =>
  Array.isArray(value[key]) ? (value[key] as readonly unknown[]) : [];

const withArgs = (profile: unknown, typical: readonly TypicalPod[]): unknown => {
  if (!isMapping(profile)) return profile;
  const entries = listAt(profile, "pluginConfig");
  const known = entries.find((each) => isMapping(each) && each["name"] === PLUGIN);
  const args = isMapping(known) && isMapping(known["args"]) ? known["args"] : {};
  const entry = { name: PLUGIN, args: { ...args, typicalPods: typical } };
  return { ...profile, pluginConfig: [...entries.filter((each) => each !== known), entry] };
};

/** A KubeSchedulerConfiguration whose profiles know the typical pods. */
export const withTypicalPods = (configuration: unknown, typical: readonly TypicalPod[]): unknown =>
  isMapping(configuration)
    ? { ...configuration, profiles: listAt(configuration, "profiles").map((each) => withArgs(each, typical)) }
    : configuration;
