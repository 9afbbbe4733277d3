import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { podRequests } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import { HOUR, MINUTE, SECOND } from "@podsim/core/time";
import { draw } from "@podsim/scheduler";
import type { ArrivingObject } from "@podsim/scheduler";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { execute } from "../run/execute.js";
import { clusterParts } from "../run/prepared.js";
import type { PreparedRun } from "../run/prepared.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";

const POD = `apiVersion: v1
kind: Pod
metadata: { labels: { app: batch } }
spec:
  restartPolicy: Never
  containers: [{ name: main, image: "batch:1", resources: { requests: { cpu: 500m } } }]
`;
const JOB = `apiVersion: batch/v1
kind: Job
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: "batch:1" }] } } }
`;
const SERVICE = POD.replace("  restartPolicy: Never\n", "");
const POD_TEMPLATE = `apiVersion: v1
kind: PodTemplate
metadata: { name: t }
template: { metadata: { labels: { tier: x } }, spec: { containers: [{ name: main, image: "batch:1" }] } }
`;
const TRACE = "name,submit_s,dur_s,cpu_milli,mem_mib,num_gpu,model\nb,20.5,60,1500,512,1,A|B\na,10,30,500,128,0,\n";
const NODES = "sn,cpu_milli,memory_mib,gpu,model\nn-1,8000,16384,2,A\nn-2,4000,8192,0,\n";

const scenario = (workload: string, stop = "{ after: 1h }", nodes = "[{ name: node, count: 3 }]"): string =>
  `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: w }
spec:
  clock: { stop: ${stop} }
  cluster: { nodes: ${nodes} }
  workload:
    - name: batch
      ${workload.trim().split("\n").join("\n      ")}
`;

const load = (workload: string, stop?: string, nodes?: string) => {
  const files = memoryFiles({
    "w.yaml": scenario(workload, stop, nodes),
    "pod.yaml": POD,
    "job.yaml": JOB,
    "service.yaml": SERVICE,
    "pod-template.yaml": POD_TEMPLATE,
    "trace.csv": TRACE,
    "nodes.csv": NODES,
    "many.csv": `sn,cpu\n${Array.from({ length: 12 }, (_, k) => `node-${String(k + 1)},${String(k + 1)}\n`).join("")}`,
    "long.csv": `g\n${[1, 2, 3, 4].map((gpus) => `${String(gpus)}\n`.repeat(5)).join("")}`,
    "bad.csv": "name,t\na,1\nb\nc,soon\n",
  });
  return loadScenario("w.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
};

const ready = (workload: string, stop?: string, nodes?: string): PreparedRun => {
  const loaded = load(workload, stop, nodes);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return loaded.right;
};

const problems = (workload: string, stop?: string, nodes?: string): readonly string[] => {
  const loaded = load(workload, stop, nodes);
  if (isRight(loaded)) return [];
  return loaded.left
    .flatMap(({ diagnostics }) => diagnostics)
    .map(({ file, line, message }) => `${file ?? ""}:${String(line)} ${message}`);
};

/** The first arrivals of the only workload. */
const arrivals = (prepared: PreparedRun, seed = 1, max = 2_000): readonly ArrivingObject[] => {
  const source = prepared.arrivals?.[0]?.begin((stream, entity, n) => draw(seed, stream, entity, n));
  const found: ArrivingObject[] = [];
  for (let n = 0, previous = 0; source !== undefined && n < max; n += 1) {
    const next = source.next(n, previous);
    if (next === null) break;
    expect(next.atUs).toBeGreaterThanOrEqual(previous);
    previous = next.atUs;
    found.push(next);
  }
  return found;
};

const seconds = (found: readonly ArrivingObject[]): readonly number[] => found.map(({ atUs }) => atUs / SECOND);
const cpuOf = (object: KubernetesObject): number => (object.kind === "Pod" ? podRequests(object.spec).milliCpu : -1);

describe("pods of a workload come", () => {
  test("at random: exponential gaps with the rate's mean, the same for the same seed", () => {
    const prepared = ready("template: ./pod.yaml\narrivals: { poisson: { rate: 36/m, from: 10s } }");
    const found = arrivals(prepared);
    expect(found).toHaveLength(2_000);
    const mean = ((found.at(-1)?.atUs ?? 0) - 10 * SECOND) / SECOND / 2_000;
    expect(mean).toBeGreaterThan(1 / 0.6 - 0.12);
    expect(mean).toBeLessThan(1 / 0.6 + 0.12);
    expect(seconds(arrivals(prepared, 1, 5))).toEqual(seconds(found.slice(0, 5)));
    expect(seconds(arrivals(prepared, 2, 5))).not.toEqual(seconds(found.slice(0, 5)));
    expect(found.slice(0, 2).map(({ object }) => object.metadata.name)).toEqual(["batch-1", "batch-2"]);
  });

  test.each<readonly [string, string, readonly number[]]>([
    ["on a grid", "every: 20m", [0, 1_200, 2_400, 3_600, 4_800]],
    ["several at a time, between bounds", "every: { period: 5s, size: 2, from: 10s, until: 15s }", [10, 10, 15, 15]],
    ["so many of them", "every: { period: 1s, count: 3 }", [0, 1, 2]],
    ["at once", "burst: { at: 1m, count: 3 }", [60, 60, 60]],
    ["spread evenly", "burst: { at: 1m, count: 4, over: 20s }", [60, 65, 70, 75]],
    ["by counts", "schedule: [{ at: 10s, count: 1 }, { at: 20s, count: 2 }]", [10, 20, 20]],
  ])("%s", (_, arrival, expected) => {
    const found = arrivals(ready(`template: ./pod.yaml\narrivals: { ${arrival} }`), 1, 5);
    expect(seconds(found)).toEqual(expected);
  });

  test("by rates that change, and not at all while the rate is 0", () => {
    const steps = "[{ at: 0s, rate: 1 }, { at: 10m, rate: 0 }, { at: 20m, rate: 4 }, { at: 30m, rate: 0 }]";
    const times = seconds(arrivals(ready(`template: ./pod.yaml\narrivals: { schedule: ${steps} }`), 3, 10_000));
    const between = (from: number, to: number) => times.filter((at) => at >= from && at < to).length;
    expect(Math.abs(between(0, 600) - 600)).toBeLessThan(100);
    expect(between(600, 1_200)).toBe(0);
    expect(Math.abs(between(1_200, 1_800) - 2_400)).toBeLessThan(200);
    expect(between(1_800, 1e9)).toBe(0);
  });

  test("as a trace has them, in order of time, with what its columns say", () => {
    const columns =
      '{ at: submit_s, runFor: dur_s, name: name, cpu: cpu_milli, memory: mem_mib, gpu: num_gpu, nodeLabels: { model: { column: model, split: "|" } } }';
    const found = arrivals(
      ready(`template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: ${columns} } }`),
    );
    expect(seconds(found)).toEqual([10, 20.5]);
    const [first, second] = found.map(({ object }) => object);
    expect(first?.metadata).toMatchObject({ name: "a", annotations: { "podsim.dev/run-for": "30000000us" } });
    if (first?.kind !== "Pod" || second?.kind !== "Pod") throw new TypeError("pods were expected");
    expect(podRequests(first.spec)).toMatchObject({ milliCpu: 500, memoryBytes: 128 * 2 ** 20, scalars: {} });
    expect(first.spec.affinity).toBeUndefined();
    expect(podRequests(second.spec)).toMatchObject({ milliCpu: 1_500, scalars: { "nvidia.com/gpu": 1 } });
    expect(JSON.stringify(second.spec.affinity)).toContain('{"key":"model","operator":"In","values":["A","B"]}');
  });

  test("as a trace has them, without a column that it may lack and does", () => {
    const columns =
      '{ at: submit_s, cpu: cpu_milli, nodeLabels: { model: { column: spec, split: "|", optional: true } } }';
    const [first] = arrivals(
      ready(`template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: ${columns} } }`),
    ).map(({ object }) => object);
    if (first?.kind !== "Pod") throw new TypeError("pods were expected");
    expect(podRequests(first.spec)).toMatchObject({ milliCpu: 500 });
    expect(first.spec.affinity).toBeUndefined();
  });

  test("as a trace has them, drawn again until the nodes' share is asked for, in an order of the seed's own", () => {
    const trace = `template: ./pod.yaml
arrivals:
  trace:
    file: ./trace.csv
    columns: { gpu: num_gpu }
    every: 1s
    order: shuffled
    demand: { resource: nvidia.com/gpu, share: 1.5 }`;
    const nodes =
      '[{ name: node, count: 4, template: { status: { allocatable: { cpu: "4", memory: 8Gi, nvidia.com/gpu: "2" } } } }]';
    const prepared = ready(trace, undefined, nodes);
    const asked = (seed: number) =>
      arrivals(prepared, seed).map(({ object }) =>
        object.kind === "Pod" ? (podRequests(object.spec).scalars["nvidia.com/gpu"] ?? 0) : 0,
      );
    expect(asked(1).reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(asked(1)).not.toEqual(asked(2));
    // Every row once in whatever order, then more of them.
    expect(asked(1).slice(0, 2).sort()).toEqual([0, 1]);
  });

  test("of a trace that asks for more than is wanted some rows are left out, others for another seed", () => {
    const trace = `template: ./pod.yaml
arrivals:
  trace: { file: ./long.csv, columns: { gpu: g }, every: 1s, order: shuffled, demand: { resource: nvidia.com/gpu, share: 0.5 } }`;
    const nodes =
      '[{ name: node, count: 4, template: { status: { allocatable: { cpu: "4", nvidia.com/gpu: "8" } } } }]';
    const prepared = ready(trace, undefined, nodes);
    const asked = (seed: number) =>
      arrivals(prepared, seed).map(({ object }) =>
        object.kind === "Pod" ? (podRequests(object.spec).scalars["nvidia.com/gpu"] ?? 0) : 0,
      );
    const total = asked(1).reduce((sum, each) => sum + each, 0);
    expect(total).toBeLessThanOrEqual(16);
    expect(total).toBeGreaterThan(12);
    expect(asked(1)).not.toEqual(asked(2));
  });
});

describe("objects of a workload", () => {
  test("differ in what varies, each value with draws of its own", () => {
    const prepared = ready(`template: ./pod.yaml
arrivals: { every: 1s }
vary:
  spec.containers[0].resources.requests.cpu: { choice: [[500m, 0.5], ["2", 0.3], ["8", 0.2]] }
  spec.containers[0].resources.requests.memory: { uniform: { min: 128Mi, max: 1Gi } }
runFor: { lognormal: { p50: 6m, p99: 3h } }`);
    const found = arrivals(prepared).map(({ object }) => object);
    const share = (cpu: number) => found.filter((object) => cpuOf(object) === cpu).length / found.length;
    expect(share(500)).toBeCloseTo(0.5, 1);
    expect(share(2_000)).toBeCloseTo(0.3, 1);
    expect(share(8_000)).toBeCloseTo(0.2, 1);
    expect(
      new Set(found.map((object) => JSON.stringify(object.kind === "Pod" ? object.spec : 0))).size,
    ).toBeGreaterThan(1_500);
    expect(found[0]?.metadata).toMatchObject({
      annotations: { "podsim.dev/run-for": "lognormal(p50=360000000us,p99=10800000000us)" },
    });
  });

  test("share their parts where they are alike", () => {
    const [a, b] = arrivals(ready("template: ./pod.yaml\narrivals: { every: 1s }\nrunFor: 20s"), 1, 2).map(
      ({ object }) => object,
    );
    if (a?.kind !== "Pod" || b?.kind !== "Pod") throw new TypeError("pods were expected");
    expect(a.spec).toBe(b.spec);
    expect(a.metadata.annotations).toBe(b.metadata.annotations);
  });

  test("can be Jobs, and pods of a PodTemplate", () => {
    const jobs = arrivals(ready("template: ./job.yaml\narrivals: { every: 1s }\nrunFor: 20s"), 1, 1);
    expect(jobs[0]?.object).toMatchObject({
      kind: "Job",
      metadata: { name: "batch-1" },
      spec: { template: { metadata: { annotations: { "podsim.dev/run-for": "20000000us" } } } },
    });
    const pods = arrivals(ready("template: ./pod-template.yaml\narrivals: { every: 1s }"), 1, 1);
    expect(pods[0]?.object).toMatchObject({ kind: "Pod", metadata: { name: "batch-1", labels: { tier: "x" } } });
  });
});

describe("in a run", () => {
  test("arrivals go back to nothing, run for their time, and the run ends when all Jobs are done", async () => {
    const prepared = ready(
      "template: ./job.yaml\narrivals: { every: { period: 2m, count: 3 } }\nrunFor: 20s",
      "{ after: 24h, orWhen: allJobsDone }",
    );
    const { cluster, stopReason, endUs, complete } = await execute(prepared, 1);
    expect([stopReason, complete]).toEqual(["jobs-done", true]);
    expect(endUs).toBeGreaterThan(4 * MINUTE + 20 * SECOND);
    expect(endUs).toBeLessThan(5 * MINUTE);
    expect([...cluster.world.jobs.values()].map(({ object }) => object.metadata.name)).toEqual([
      "batch-1",
      "batch-2",
      "batch-3",
    ]);
    const causes: number[] = [];
    cluster.log.forEach(0, cluster.log.length, (fact) => {
      if (fact.definition.type === "JobApplied") causes.push(fact.causedBy);
    });
    expect(causes).toEqual([-1, -1, -1]);
  });

  test("it is not quiet while more will come", async () => {
    const prepared = ready(
      "template: ./pod.yaml\narrivals: { every: { period: 1h, count: 3 } }\nrunFor: 20s",
      "{ after: 24h, orWhen: quiescent }",
    );
    const { endUs, cluster } = await execute(prepared, 1);
    expect(endUs).toBeGreaterThan(2 * HOUR);
    expect([...cluster.world.pods.values()]).toHaveLength(3);
  });

  test("cutting a run into slices changes nothing about when its Jobs count as done", async () => {
    const prepared = ready(
      "template: ./job.yaml\narrivals: { every: { period: 2m, count: 3 } }\nrunFor: 20s",
      "{ after: 24h, orWhen: allJobsDone }",
    );
    const [whole, cut] = [await execute(prepared, 1), await execute(prepared, 1, { sliceEntries: 7 })];
    expect(cut.cluster.log.digest()).toBe(whole.cluster.log.digest());
  });
});

test("nodes can stand in a table", () => {
  const list =
    "[{ name: gpu, list: { file: ./nodes.csv, columns: { name: sn, cpu: cpu_milli, memory: memory_mib, gpu: gpu, labels: { model: model } } } }]";
  const [start] = ready("template: ./pod.yaml\narrivals: { every: 10m }", undefined, list).timeline;
  const nodes = (start?.requests ?? []).flatMap((request) => {
    const { object } = request as unknown as { readonly object: KubernetesObject };
    return object.kind === "Node" ? [object] : [];
  });
  expect(nodes.map(({ metadata, status }) => [metadata.name, metadata.labels["model"], status.allocatable])).toEqual([
    ["n-1", "A", { pods: "110", cpu: "8", memory: "16Gi", "nvidia.com/gpu": "2", "ephemeral-storage": "100Gi" }],
    ["n-2", undefined, { pods: "110", cpu: "4", memory: "8Gi", "ephemeral-storage": "100Gi" }],
  ]);
});

test("nodes of a table whose order is drawn are numbered by the seed, and keep what their rows say", () => {
  const list =
    "[{ name: gpu, list: { file: ./many.csv, columns: { name: sn, cpu: cpu }, order: shuffled } }, { name: other, count: 1 }]";
  const prepared = ready("template: ./pod.yaml\narrivals: { every: 10m }", undefined, list);
  const named = (seed: number) =>
    (clusterParts(prepared, seed).timeline[0]?.requests ?? []).flatMap((request) => {
      const { object } = request as unknown as { readonly object: KubernetesObject };
      return object.kind === "Node" ? [[object.metadata.name, object.status.allocatable["cpu"] ?? ""] as const] : [];
    });
  const [one, again, two] = [named(1), named(1), named(2)];
  expect(one).toEqual(again);
  expect(one).not.toEqual(two);
  expect(one.at(-1)?.[0]).toBe("other-1");
  const listed = one.slice(0, -1);
  expect(listed.map(([name]) => name.slice(0, 3)).sort()).toEqual(
    Array.from({ length: 12 }, (_, k) => `${String(k).padStart(2, "0")}-`),
  );
  // Row k is node-k with k cpus, whatever its number.
  expect(listed.every(([name, cpu]) => name.endsWith(`-node-${cpu}`))).toBe(true);
});

describe("wrong workloads are errors at their places:", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["no template", "arrivals: { every: 1s }", ["w.yaml:8 workload has no template"]],
    ["no such template", "template: ./pods.yaml\narrivals: { every: 1s }", ['w.yaml:9 there is no file "./pods.yaml"']],
    [
      "a table as template",
      "template: ./w.yaml\narrivals: { every: 1s }",
      ["w.yaml:2 a workload cannot be made of a Scenario"],
    ],
    ["no arrivals", "template: ./pod.yaml\narrivals: {}", ["w.yaml:10 arrivals is empty"]],
    [
      "unknown arrivals",
      "template: ./pod.yaml\narrivals: { poison: { rate: 1 } }",
      ['w.yaml:10 unknown field "poison" in arrivals'],
    ],
    [
      "two kinds at once",
      "template: ./pod.yaml\narrivals: { every: 1s, burst: { count: 1 } }",
      ["w.yaml:10 every and burst cannot be given together"],
    ],
    ["no rate", "template: ./pod.yaml\narrivals: { poisson: { rate: -1 } }", ["w.yaml:10 -1 is not a rate"]],
    ["no period", "template: ./pod.yaml\narrivals: { every: 0s }", ["w.yaml:10 every must be more than 0s"]],
    [
      "rates and counts",
      "template: ./pod.yaml\narrivals: { schedule: [{ at: 0s, rate: 1 }, { at: 1m, count: 2 }] }",
      ["w.yaml:10 rates and counts stand in one schedule"],
    ],
    [
      "after the end",
      "template: ./pod.yaml\narrivals: { burst: { at: 2h, count: 1 } }",
      ["w.yaml:10 nothing of this workload comes before the run stops"],
    ],
    [
      "endless pods",
      "template: ./service.yaml\narrivals: { every: 1s }\nrunFor: 5s",
      ["w.yaml:11 pods that run for a time are started anew by their own template"],
    ],
    [
      "a path to nothing",
      "template: ./pod.yaml\narrivals: { every: 1s }\nvary: { 'spec.containers[3].image': { constant: x } }",
      ["w.yaml:11 nothing is at spec.containers[3].image"],
    ],
    [
      "values the server refuses",
      "template: ./pod.yaml\narrivals: { every: 1s }\nvary: { 'spec.containers[0].resources.requests.cpu': { choice: [[1, 1], [4GB, 1]] } }",
      ['w.yaml:11 "4GB" is not a Kubernetes quantity'],
    ],
    [
      "unknown columns",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: { at: submits, cpu: cpu_mili } } }",
      ['w.yaml:10 there is no column "submits"', 'w.yaml:10 there is no column "cpu_mili"'],
    ],
    [
      "a table that is no table",
      "template: ./pod.yaml\narrivals: { trace: { file: ./bad.csv, columns: { at: t } } }",
      ["bad.csv:3 this row has 1 cells, the first line names 2 columns"],
    ],
    [
      "no table",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trac.csv, columns: { at: t } } }",
      ["w.yaml:10 there is no such file: trac.csv"],
    ],
    [
      "a trace without times",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: { cpu: cpu_milli } } }",
      ["w.yaml:10 the trace does not say when"],
    ],
    [
      "a shuffled trace with times",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: { at: submit_s }, order: shuffled } }",
      ["w.yaml:10 order needs every"],
    ],
    [
      "rows without a time",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: { at: model } } }",
      ['trace.csv:2 "A|B" is no time', 'trace.csv:3 "" is no time'],
    ],
    [
      "a demand nobody has",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: { gpu: num_gpu }, every: 1s, demand: { resource: nvidia.com/gpu, share: 1 } } }",
      ["w.yaml:10 no node has nvidia.com/gpu"],
    ],
    [
      "more rows than there is time for",
      "template: ./pod.yaml\narrivals: { trace: { file: ./trace.csv, columns: { cpu: cpu_milli }, every: 61m } }",
      ["w.yaml:10 the run stops before all rows have come: 1 of 2"],
    ],
  ])("%s", (_, workload, expected) => {
    expect(problems(workload)).toEqual(expected);
  });

  test("a name no pod can have, and one that is taken", () => {
    const text = scenario("template: ./pod.yaml\narrivals: { every: 1s }").replace("name: batch", "name: Batch!");
    const twice = `${scenario("template: ./pod.yaml\narrivals: { every: 1s }")}    - { name: batch, template: ./pod.yaml, arrivals: { every: 1s } }\n`;
    const messages = [text, twice].map((file) => {
      const files = memoryFiles({ "w.yaml": file, "pod.yaml": POD });
      const loaded = loadScenario("w.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
      return isLeft(loaded)
        ? loaded.left.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message))[0]
        : null;
    });
    expect(messages).toEqual(['"Batch!" cannot name pods', 'there are two workloads "batch"']);
  });
});
