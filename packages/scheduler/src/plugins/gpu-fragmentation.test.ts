import { describe, expect, test } from "vitest";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { filterAll, keptBy, scoreAll } from "../../testing/one-plugin.js";
import { gpuBestFit } from "./gpu-best-fit.js";
import { fragmentation, gpuFragmentation } from "./gpu-fragmentation.js";
import { gpuRandom } from "./gpu-random.js";

const GPU = "podsim.dev/gpu-milli";

const gpuNode = (name: string, gpus: number, cpu = "64") =>
  aNode(name, { allocatable: { cpu, memory: "256Gi", pods: "110", [GPU]: String(1_000 * gpus) } });

const wanting = (milli: number, cpu = "1") =>
  aTemplate({ requests: { cpu, ...(milli === 0 ? {} : { [GPU]: String(milli) }) } });

/** Half of the pods want half a GPU, the other half a whole one. */
const TYPICAL = [
  { cpuMilli: 1_000, gpuMilli: 500, gpuCount: 1, weight: 1 },
  { cpuMilli: 1_000, gpuMilli: 1_000, gpuCount: 1, weight: 1 },
];

describe("F of a node: the GPU capacity that a typical pod is expected not to be able to use", () => {
  const left = (cpuMilli: number, ...gpuMilli: readonly number[]) => ({ cpuMilli, gpuMilli });

  test.each([
    ["everything is usable", left(64_000, 1_000, 1_000), 0],
    ["600 are of no use to whole GPUs", left(64_000, 1_000, 600), 300],
    ["400 are of no use to anybody", left(64_000, 400), 400],
    ["without CPU nothing is usable", left(500, 1_000, 1_000), 2_000],
    ["no GPU left, nothing to lose", left(64_000, 0, 0), 0],
  ])("%s", (_, node, expected) => {
    expect(fragmentation(node, TYPICAL)).toBe(expected);
  });

  test("pods that want another model of GPU can use none of it", () => {
    const kinds = [
      { cpuMilli: 100, gpuMilli: 500, gpuCount: 1, weight: 3, gpuModels: ["T4", "P100"] },
      { cpuMilli: 100, gpuMilli: 500, gpuCount: 1, weight: 1 },
    ];
    expect(fragmentation({ ...left(64_000, 1_000), gpuModel: "G2" }, kinds)).toBe(750);
    expect(fragmentation({ ...left(64_000, 1_000), gpuModel: "P100" }, kinds)).toBe(0);
  });

  test("pods that want no GPU can use none of it", () => {
    expect(fragmentation(left(64_000, 1_000), [{ cpuMilli: 100, gpuMilli: 0, gpuCount: 0, weight: 1 }])).toBe(1_000);
  });
});

describe("shares of GPUs", () => {
  const shared = (): TestCluster => {
    const cluster = new TestCluster();
    cluster.addNode(gpuNode("a", 2));
    cluster.addPod("one", wanting(600), { on: "a" });
    return cluster;
  };

  test.each([gpuFragmentation, gpuBestFit, gpuRandom])("$name: a GPU that is shared is not free", (plugin) => {
    const cluster = shared();
    cluster.addPod("two", wanting(600), { on: "a" });
    expect(keptBy(plugin, cluster, wanting(400))).toEqual(["a"]);
    expect(filterAll(plugin, cluster, wanting(500))["a"]?.reasons).toEqual(["node(s) had no GPU with enough left"]);
    expect(keptBy(plugin, cluster, wanting(1_000))).toEqual([]);
    expect(keptBy(plugin, cluster, wanting(0))).toEqual(["a"]);
  });

  test("a share goes where it fits tightest, so a whole GPU stays free", () => {
    const cluster = shared();
    cluster.addPod("two", wanting(300), { on: "a" });
    expect(keptBy(gpuBestFit, cluster, wanting(1_000))).toEqual(["a"]);
    expect(keptBy(gpuFragmentation, cluster, wanting(1_000), { typicalPods: TYPICAL })).toEqual(["a"]);
  });

  test("whole GPUs come from one node", () => {
    const cluster = new TestCluster();
    cluster.addNode(gpuNode("small", 2));
    cluster.addNode(gpuNode("large", 4));
    expect(keptBy(gpuFragmentation, cluster, wanting(4_000))).toEqual(["large"]);
  });

  test("a pod that goes frees its GPU", () => {
    const cluster = new TestCluster();
    cluster.addNode(gpuNode("a", 1));
    const pod = cluster.addPod("one", wanting(1_000), { on: "a" });
    expect(keptBy(gpuFragmentation, cluster, wanting(100))).toEqual([]);
    cluster.removePod(pod);
    expect(keptBy(gpuFragmentation, cluster, wanting(100))).toEqual(["a"]);
  });
});

describe("scores", () => {
  test("floor(100 · sigmoid of the fragmentation won, in GPUs)", () => {
    const cluster = new TestCluster();
    cluster.addNode(gpuNode("empty", 1));
    cluster.addNode(gpuNode("begun", 1));
    cluster.addPod("one", wanting(500), { on: "begun" });
    // empty: 0 -> 250, as half a GPU is left; begun: 250 -> 0.
    const expected = [-0.25, 0.25].map((won) => Math.floor(100 / (1 + Math.exp(-won))));
    expect(scoreAll(gpuFragmentation, cluster, wanting(500), { typicalPods: TYPICAL })).toEqual(expected);
  });

  test("without typical pods no node is better", () => {
    const cluster = new TestCluster();
    cluster.addNode(gpuNode("a", 1));
    cluster.addNode(gpuNode("b", 8));
    expect(scoreAll(gpuFragmentation, cluster, wanting(500))).toEqual([50, 50]);
  });

  test("best fit: the least left gets 100, the most 0", () => {
    const cluster = new TestCluster();
    cluster.addNode(gpuNode("large", 8, "128"));
    cluster.addNode(gpuNode("small", 1, "16"));
    expect(scoreAll(gpuBestFit, cluster, wanting(500))).toEqual([0, 100]);
  });

  test("random: one node wins, another with another seed", () => {
    const cluster = new TestCluster();
    for (let k = 0; k < 8; k++) cluster.addNode(gpuNode(`n${k}`, 1));
    const winners = [1, 2, 3, 4, 5].map((seed) => scoreAll(gpuRandom, cluster, wanting(500), { seed }).indexOf(100));
    expect(winners.every((winner) => winner >= 0)).toBe(true);
    expect(new Set(winners).size).toBeGreaterThan(1);
  });
});
