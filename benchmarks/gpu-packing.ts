// How much of a GPU cluster three policies allocate when more is asked of it than it has: the experiment of Weng et al.,
// "Beware of Fragmentation" (USENIX ATC 2023), on the public trace it used, through the scheduler's own cycle.
//
//   node benchmarks/dist/gpu-packing.js DIRECTORY [seeds]
//
// DIRECTORY holds openb_node_list_gpu_node.csv and openb_pod_list_default.csv.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeObject, invariant } from "@podsim/core";
import type { Node, PodTemplateSpec } from "@podsim/core";
import {
  buildProfile,
  CycleState,
  DEFAULT_PROFILE,
  draw,
  firstName,
  PLUGINS,
  podViewOf,
  scheduleOne,
  StillCluster,
} from "@podsim/scheduler";
import type { Profile } from "@podsim/scheduler";
import { aTemplate } from "@podsim/scheduler/testing";

const GPU_MILLI = "podsim.dev/gpu-milli";
const WHOLE = 1_000;
/** Demand that arrives, as a multiple of the capacity. */
const DEMAND = 1.3;
const TYPICAL_SHARE = 0.95;
const POLICIES = ["GpuRandom", "GpuBestFit", "GpuFragmentation"] as const;

type Row = Readonly<Record<string, string>>;

const readTable = (path: string): readonly Row[] => {
  const [head = "", ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, k) => [name, cells[k] ?? ""]));
  });
};

const numberIn = (row: Row, name: string): number => Number(row[name] ?? 0);
const gpusOf = (row: Row): number => numberIn(row, "num_gpu") * numberIn(row, "gpu_milli");

const nodeOf = (row: Row): Node => {
  const allocatable = {
    cpu: `${numberIn(row, "cpu_milli")}m`,
    memory: `${numberIn(row, "memory_mib")}Mi`,
    pods: "1000",
    [GPU_MILLI]: String(WHOLE * numberIn(row, "gpu")),
  };
  const { object } = decodeObject({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: row["sn"], labels: { "podsim.dev/gpu-model": row["model"] } },
    status: { allocatable },
  });
  invariant(object?.kind === "Node", "a row of the trace is a node");
  return object;
};

/** Templates of equal pods are one object. */
const templates = new Map<string, PodTemplateSpec>();

const templateOf = (row: Row): PodTemplateSpec => {
  const key = ["cpu_milli", "memory_mib", "num_gpu", "gpu_milli"].map((name) => row[name]).join(" ");
  const known = templates.get(key);
  if (known !== undefined) return known;
  const requests = {
    cpu: `${numberIn(row, "cpu_milli")}m`,
    memory: `${numberIn(row, "memory_mib")}Mi`,
    ...(gpusOf(row) === 0 ? {} : { [GPU_MILLI]: String(gpusOf(row)) }),
  };
  const template = aTemplate({ requests });
  templates.set(key, template);
  return template;
};

/** The most frequent kinds that cover so much of the trace. */
const typicalPods = (pods: readonly Row[]): readonly object[] => {
  const counts = new Map<string, number>();
  for (const row of pods) {
    const key = [row["cpu_milli"], row["gpu_milli"], row["num_gpu"]].join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const typical: object[] = [];
  let covered = 0;
  for (const [key, weight] of [...counts].sort(([, a], [, b]) => b - a)) {
    if (covered >= TYPICAL_SHARE * pods.length) break;
    const [cpuMilli = 0, gpuMilli = 0, gpuCount = 0] = key.split(" ").map(Number);
    typical.push({ cpuMilli, gpuMilli: gpuCount === 0 ? 0 : gpuMilli, gpuCount, weight });
    covered += weight;
  }
  return typical;
};

const shuffled = <T>(items: readonly T[], seed: number, what: string): readonly T[] => {
  const copy = [...items];
  for (let k = copy.length - 1; k > 0; k--) {
    const other = Math.floor(draw(seed, "gpu-packing", what, k) * (k + 1));
    [copy[k], copy[other]] = [copy[other] as T, copy[k] as T];
  }
  return copy;
};

/** The trace's pods and as many more of them, drawn by the seed, as it takes to ask for so much. */
const arrivals = (pods: readonly Row[], capacity: number, seed: number): readonly Row[] => {
  const all = [...pods];
  let asked = all.reduce((sum, row) => sum + gpusOf(row), 0);
  for (let n = 0; asked < DEMAND * capacity; n++) {
    const more = pods[Math.floor(draw(seed, "gpu-packing", "more", n) * pods.length)];
    invariant(more !== undefined, "a draw names a pod");
    all.push(more);
    asked += gpusOf(more);
  }
  return shuffled(all, seed, "pods");
};

const profileWith = (policy: string, args: object): Profile => {
  const profile = buildProfile(
    {
      ...DEFAULT_PROFILE,
      percentageOfNodesToScore: 100,
      plugins: {
        filter: { enabled: [{ name: policy }] },
        preFilter: { enabled: [{ name: policy }] },
        preScore: { disabled: [{ name: "*" }], enabled: [{ name: policy }] },
        score: { disabled: [{ name: "*" }], enabled: [{ name: policy }] },
      },
      pluginConfig: [{ name: policy, args }],
    },
    PLUGINS,
  );
  invariant(profile._tag === "Right", () => `the profile can be built: ${JSON.stringify(profile)}`);
  return profile.right;
};

/** GPU allocated, in percent of what there is, when the demand has reached 100 % and when all of it has arrived. */
const runOnce = (
  nodes: readonly Row[],
  pods: readonly Row[],
  profile: Profile,
  seed: number,
): readonly [number, number] => {
  const cluster = new StillCluster();
  for (const row of shuffled(nodes, seed, "nodes")) cluster.addNode(nodeOf(row));
  const capacity = nodes.reduce((sum, row) => sum + WHOLE * numberIn(row, "gpu"), 0);
  const state = new CycleState();
  let [asked, allocated, atFull] = [0, 0, -1];
  for (const [i, row] of arrivals(pods, capacity, seed).entries()) {
    const ix = cluster.addPod({ namespace: "default", name: `pod-${i}`, template: templateOf(row), owner: null });
    const pod = cluster.world.pods.at(ix);
    invariant(pod !== undefined, "the pod is there");
    const decision = scheduleOne(podViewOf(pod, cluster.view), cluster.view, profile, state, { tieBreak: firstName });
    asked += gpusOf(row);
    if (decision.kind === "placed") {
      cluster.bind(ix, cluster.world.nodes.at(decision.node)?.name ?? "");
      allocated += gpusOf(row);
    } else cluster.removePod(ix);
    if (atFull < 0 && asked >= capacity) atFull = allocated;
  }
  return [(100 * atFull) / capacity, (100 * allocated) / capacity];
};

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

const main = (directory: string, seeds: number): void => {
  const nodes = readTable(join(directory, "openb_node_list_gpu_node.csv"));
  const pods = readTable(join(directory, "openb_pod_list_default.csv"));
  process.stdout.write(`policy            100 %   130 %   of the GPUs allocated, mean of ${seeds} seeds\n`);
  for (const policy of POLICIES) {
    const results = Array.from({ length: seeds }, (_, k) => {
      const args =
        policy === "GpuFragmentation"
          ? { typicalPods: typicalPods(pods) }
          : policy === "GpuRandom"
            ? { seed: k + 1 }
            : {};
      return runOnce(nodes, pods, profileWith(policy, args), k + 1);
    });
    const cells = [0, 1].map((k) =>
      mean(results.map((each) => each[k] ?? 0))
        .toFixed(2)
        .padStart(6),
    );
    process.stdout.write(`${policy.padEnd(17)}${cells.join("  ")}\n`);
  }
};

const [directory, seeds = "3"] = process.argv.slice(2);
if (directory === undefined) process.stderr.write("usage: gpu-packing.js DIRECTORY [seeds]\n");
else main(directory, Number(seeds));
