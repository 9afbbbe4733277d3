// How much of a GPU cluster three policies give away when more is asked of it than it has: scenarios/gpu-packing on the
// public trace of Weng et al., "Beware of Fragmentation" (USENIX ATC 2023), beside the means they published.
//
//   node benchmarks/dist/gpu-packing.js DIRECTORY [workloads] [seeds] [ties]
//
// DIRECTORY holds openb_node_list_gpu_node.csv and openb_pod_list_WORKLOAD.csv. The rest has defaults: default 3 first-name,random
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeConsole, nodeFiles, runScenario } from "@podsim/runner";

type Pair = readonly [at100: number, at130: number];

const POLICIES = { GpuRandom: "Random", GpuBestFit: "BestFit", GpuFragmentation: "FGD" } as const;
type Policy = keyof typeof POLICIES;

/** Per cent of the GPUs at 100 % and 130 % demand: Random, BestFit, FGD; means of ten seeds, ties to the first name. */
const PUBLISHED: Readonly<Record<string, readonly Pair[]>> = {
  default: [
    [86.3, 87.47],
    [92.86, 93.08],
    [95.23, 95.39],
  ],
  cpu050: [
    [89.02, 91.24],
    [93.56, 93.79],
    [95.0, 95.21],
  ],
  cpu100: [
    [87.44, 89.11],
    [93.26, 93.44],
    [95.21, 95.35],
  ],
  cpu200: [
    [83.03, 83.77],
    [92.15, 92.4],
    [94.82, 95.05],
  ],
  cpu250: [
    [80.0, 80.41],
    [91.21, 91.45],
    [93.2, 93.41],
  ],
  gpushare40: [
    [84.86, 86.0],
    [91.44, 91.69],
    [93.96, 94.15],
  ],
  gpushare60: [
    [82.81, 83.65],
    [89.06, 89.36],
    [91.25, 91.4],
  ],
  gpushare80: [
    [80.62, 81.22],
    [86.66, 87.01],
    [89.08, 89.31],
  ],
  gpushare100: [
    [78.9, 79.44],
    [84.62, 85.01],
    [86.64, 86.9],
  ],
  gpuspec10: [
    [86.26, 87.43],
    [93.1, 93.31],
    [94.66, 94.95],
  ],
  gpuspec20: [
    [85.9, 87.24],
    [88.46, 93.3],
    [94.66, 94.84],
  ],
  gpuspec25: [
    [85.42, 86.94],
    [85.67, 93.23],
    [93.91, 94.74],
  ],
  gpuspec33: [
    [83.87, 86.46],
    [80.4, 93.09],
    [87.84, 94.55],
  ],
  multigpu20: [
    [86.92, 88.69],
    [93.73, 93.93],
    [95.53, 95.65],
  ],
  multigpu30: [
    [86.63, 89.27],
    [94.57, 94.72],
    [96.36, 96.46],
  ],
  multigpu40: [
    [85.37, 90.09],
    [95.1, 95.23],
    [96.91, 96.99],
  ],
  multigpu50: [
    [81.28, 90.28],
    [95.62, 95.74],
    [97.09, 97.18],
  ],
};

const SCENARIO = fileURLToPath(new URL("../../scenarios/gpu-packing/scenario.yaml", import.meta.url));

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** Per cent given away at 100 % and at 130 % of demand, mean of the seeds: what the scenario's two thresholds measure. */
const givenAway = async (files: readonly string[], policy: Policy, ties: string, seeds: number): Promise<Pair> => {
  const access = { files: nodeFiles(process.cwd()), readInput: nodeConsole().readInput };
  const outcome = await runScenario(SCENARIO, access, {
    seeds: Array.from({ length: seeds }, (_, k) => k + 1),
    settings: [...files, `policy=${policy}`, `ties=${ties}`],
  });
  if (outcome._tag === "Left") {
    throw new Error(outcome.left.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message)).join("\n"));
  }
  const [at100 = NaN, at130 = NaN] = outcome.right.verdict.thresholds.map(
    (threshold) => 100 * mean(threshold.seeds.flatMap(({ value }) => value ?? [])),
  );
  return [at100, at130];
};

const besides = (value: number, published: number | undefined): string =>
  published === undefined
    ? value.toFixed(2)
    : `${value.toFixed(2)} (${value >= published ? "+" : ""}${(value - published).toFixed(2)})`;

const main = async (directory: string, workloads: readonly string[], seeds: number, ties: readonly string[]) => {
  const out = (cells: readonly string[]): void => {
    process.stdout.write(
      `${cells.map((cell, k) => (k < 5 ? cell.padEnd([13, 9, 12, 15, 15][k] ?? 0) : cell)).join("")}\n`,
    );
  };
  process.stdout.write(
    `per cent of the GPUs given away, mean of ${String(seeds)} seeds (how far from what was published)\n`,
  );
  out(["workload", "policy", "ties", "at 100 %", "at 130 %"]);
  for (const workload of workloads) {
    const files = [
      `nodes=${resolve(directory, "openb_node_list_gpu_node.csv")}`,
      `pods=${resolve(directory, `openb_pod_list_${workload}.csv`)}`,
    ];
    for (const [ix, [policy, word]] of (Object.entries(POLICIES) as [Policy, string][]).entries()) {
      for (const tie of ties) {
        const [at100, at130] = await givenAway(files, policy, tie, seeds);
        const published = tie === "first-name" ? PUBLISHED[workload]?.[ix] : undefined;
        out([workload, word, tie, besides(at100, published?.[0]), besides(at130, published?.[1])]);
      }
    }
  }
};

const [directory, workloads = "default", seeds = "3", ties = "first-name,random"] = process.argv.slice(2);
if (directory === undefined) process.stderr.write("usage: gpu-packing.js DIRECTORY [workloads] [seeds] [ties]\n");
else await main(directory, workloads.split(","), Number(seeds), ties.split(","));
