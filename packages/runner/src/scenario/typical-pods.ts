// The kinds of pods a workload's trace is mostly made of, as the policy that packs shared GPUs wants to know them.
import { podRequests } from "@podsim/core";
import type { PodRequests, PodSpec } from "@podsim/core";
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
const MODEL_LABEL = "podsim.dev/gpu-model";

interface TypicalPod {
  readonly cpuMilli: number;
  readonly gpuMilli: number;
  readonly gpuCount: number;
  readonly weight: number;
  /** Empty = any. */
  readonly gpuModels: readonly string[];
}

/** What a pod of a trace asks of nodes. */
export interface TracedRequests extends PodRequests {
  /** Models of GPUs it says it can use; empty = any. */
  readonly gpuModels: readonly string[];
}

export const tracedRequests = (spec: PodSpec): TracedRequests => {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const wanted = terms[0]?.matchExpressions?.find(({ key, operator }) => key === MODEL_LABEL && operator === "In");
  return { ...podRequests(spec), gpuModels: wanted?.values ?? [] };
};

/** The most frequent kinds, in the order of how frequent they are. */
export const typicalPods = (requests: readonly TracedRequests[], share: number): readonly TypicalPod[] => {
  const counts = new Map<string, number>();
  for (const { milliCpu, scalars, gpuModels } of requests) {
    const asked = scalars[GPU_MILLI] ?? 0;
    const isShared = asked > 0 && asked < WHOLE;
    const gpuMilli = isShared ? asked : Math.min(asked, WHOLE);
    const gpuCount = isShared ? 1 : Math.ceil(asked / WHOLE);
    const key = JSON.stringify({ cpuMilli: milliCpu, gpuMilli, gpuCount, gpuModels });
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const typical: TypicalPod[] = [];
  let covered = 0;
  for (const [key, weight] of [...counts].sort(([, a], [, b]) => b - a)) {
    if (covered >= share * requests.length) break;
    typical.push({ ...(JSON.parse(key) as Omit<TypicalPod, "weight">), weight });
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
