import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { adHocRun } from "../scenario/ad-hoc-run.js";
import { loadScenario } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import { execute } from "./execute.js";
import type { Execution } from "./execute.js";
import type { PreparedRun } from "./prepared.js";
import { summarizeSeed } from "./seed-result.js";

const deployment = (spec: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: ${spec}
`;

const CRASHING = deployment('{ containers: [{ name: web, image: busybox, command: [sh, -c, "sleep 2; exit 1"] }] }');
const QUIET = deployment("{ containers: [{ name: web, image: nginx }] }");
const HUGE = deployment("{ containers: [{ name: web, image: nginx, resources: { requests: { cpu: 64 } } }] }");
const MISSING = deployment("{ priorityClassName: none, containers: [{ name: web, image: nginx }] }");

const prepare = (manifest: string): PreparedRun => {
  const files = { files: memoryFiles({ "web.yaml": manifest }), readInput: memoryConsole().readInput };
  const loaded = adHocRun({ files: ["web.yaml"], nodes: ["2"], untilUs: null, strict: false, seeds: [1] }, files);
  if (isLeft(loaded)) throw new TypeError("not ready");
  return loaded.right;
};

const scenario = (spec: string, manifest: string): PreparedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1\nkind: Scenario\nmetadata: { name: s }\nspec:\n${spec}`;
  const files = { files: memoryFiles({ "s.yaml": text, "web.yaml": manifest }), readInput: memoryConsole().readInput };
  const loaded = loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, files);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return loaded.right;
};

const digest = ({ cluster }: Execution): string => cluster.log.digest();

describe("a run of one seed", () => {
  test("records the same, however it is sliced, and something else with another seed", async () => {
    const prepared = prepare(CRASHING);
    const whole = await execute(prepared, 7, { sliceEntries: 1_000_000 });
    const sliced = await execute(prepared, 7, { sliceEntries: 3 });
    expect(digest(sliced)).toBe(digest(whole));
    expect(whole.cluster.log.length).toBeGreaterThan(200);
    expect(digest(await execute(prepared, 8))).not.toBe(digest(whole));
    expect(whole).toMatchObject({ stopReason: "horizon", complete: true, endUs: 15 * MINUTE, hottest: null });
  });

  test("shows every slice, and stops when told to", async () => {
    const seen: number[] = [];
    const execution = await execute(prepare(CRASHING), 1, {
      sliceEntries: 10,
      onSlice: ({ factCount, seed }) => {
        expect(seed).toBe(1);
        seen.push(factCount);
        return seen.length === 5 ? "stop" : undefined;
      },
    });
    expect(execution).toMatchObject({ stopReason: "stopped", complete: false });
    expect(execution.cluster.log.length).toBe(seen.at(-1));
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  test("a guard stops it and names what it was busy with", async () => {
    const execution = await execute(prepare(CRASHING), 1, { maxFacts: 100, sliceEntries: 10 });
    expect(execution).toMatchObject({ stopReason: "max-events", complete: false });
    expect(execution.hottest?.object).toMatch(/^(pod default\/web-|deployment default\/web)/);
    expect((await execute(prepare(CRASHING), 1, { maxWallMillis: 0 })).stopReason).toBe("max-wall");
  });

  test("--max-events ends every run with the same fact, however it is sliced", async () => {
    const lengths = [7, 1_000_000].map(async (sliceEntries) => {
      const { cluster, stopReason } = await execute(prepare(CRASHING), 1, { maxFacts: 100, sliceEntries });
      expect(stopReason).toBe("max-events");
      return cluster.log.length;
    });
    const [first = 0, second] = await Promise.all(lengths);
    expect(first).toBe(second);
    expect(first).toBeGreaterThanOrEqual(100);
    expect(first).toBeLessThan(120);
  });

  test("a run that is over by itself was not stopped", async () => {
    const { cluster, stopReason } = await execute(prepare(QUIET), 1);
    const maxFacts = cluster.log.length + 1;
    expect((await execute(prepare(QUIET), 1, { maxFacts })).stopReason).toBe(stopReason);
    const isOver = { maxWallMillis: 60_000, sliceEntries: 1_000_000 };
    expect((await execute(prepare(QUIET), 1, isOver)).stopReason).toBe(stopReason);
  });

  test("with orWhen: quiescent it stops 11 minutes after the last fact, not before the timeline is over", async () => {
    const spec = (timeline: string): string =>
      `  clock: { stop: { after: 10h, orWhen: quiescent } }\n  cluster: { manifests: [./web.yaml], nodes: [{ name: a }, { name: b }] }\n${timeline}`;
    const calm = await execute(scenario(spec(""), QUIET), 1, { sliceEntries: 5 });
    const rest = ["quiet", "agenda-empty"];
    expect(rest).toContain(calm.stopReason);
    expect(calm.complete).toBe(true);
    const later = await execute(scenario(spec("  timeline: [{ at: 2h, fail: { nodes: a, for: 1h } }]\n"), QUIET), 1);
    expect(later.cluster.log.endUs).toBeGreaterThan(180 * MINUTE);
  });
});

describe("what became of the workloads", () => {
  const outcome = async (manifest: string): Promise<ReturnType<typeof summarizeSeed>> => {
    const prepared = prepare(manifest);
    return summarizeSeed(prepared, await execute(prepared, 1));
  };

  test("available", async () => {
    const { deployments, pods, troubles, refusals, measures } = await outcome(QUIET);
    expect(deployments).toEqual([
      { namespace: "default", name: "web", replicas: 3, ready: 3, available: 3, isAvailable: true, reason: null },
    ]);
    expect(pods).toEqual({
      total: 3,
      running: 3,
      pending: 0,
      succeeded: 0,
      failed: 0,
      unknown: 0,
      ready: 3,
      terminating: 0,
    });
    expect([troubles, refusals]).toEqual([[], []]);
    expect(measures.find(({ label }) => label === "last pod ready after the start")?.value).toBeLessThan(15);
  });

  test("crashing: the waiting message says why, once for all pods alike", async () => {
    const [web] = (await outcome(CRASHING)).deployments;
    expect(web?.isAvailable).toBe(false);
    expect(web?.reason).toMatch(/^\d pods? CrashLoopBackOff: back-off 5m0s restarting failed container=web pod=web-/);
  });

  test("not scheduled: the scheduler's words", async () => {
    const [web] = (await outcome(HUGE)).deployments;
    expect(web?.reason).toMatch(/^3 pods Pending: 0\/2 nodes are available: 2 Insufficient cpu\./);
  });

  test("refused: the server's words", async () => {
    const [web] = (await outcome(MISSING)).deployments;
    expect(web?.reason).toContain("no PriorityClass with name none was found");
  });
});

test("times of the outcome are what the metrics measured", async () => {
  const spec = `  clock: { stop: { after: 10m } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: a }, { name: b }] }
  timeline: [{ at: 2m, name: more, scale: { target: deployment/web, replicas: 5 } }]
  thresholds:
    'sim_intervention_settled_seconds{name="more"}': [max < 30]
    'sim_available_replicas{deployment="web"}': [last == 5, { expr: min >= 3, window: { from: 1m } }]
    sim_nodes_ready: [min == 2]
    'sim_reason_pods{reason="CrashLoopBackOff"}': [max == 0]
    'sim_time_to_ready_seconds{cause="more"}': [count == 2, max < 30]
`;
  const prepared = scenario(spec, QUIET);
  const result = summarizeSeed(prepared, await execute(prepared, 3));
  expect(result.thresholds.map(({ isMet }) => isMet)).toEqual(Array(7).fill(true));
  // Both nodes join at 0 s, one after the other: what counts of an instant is how it ends.
  expect(result.thresholds[3]?.value).toBe(2);
  expect(result.measures.find(({ label }) => label === "at rest after more")?.value).toBeGreaterThan(0);
});

describe("a threshold that stops a seed", () => {
  const crashing = (threshold: string, rest = ""): PreparedRun =>
    scenario(
      `  clock: { stop: { after: 1h } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: a, count: 2 }] }
  thresholds: { kube_pod_container_status_restarts_total: [${threshold}]${rest} }
`,
      CRASHING,
    );

  test("ends it at the breach, as a whole run whose verdict is known", async () => {
    const whole = await execute(crashing("{ expr: sum < 5 }"), 3);
    const prepared = crashing("{ expr: sum < 5, abort: true }");
    const stopped = await execute(prepared, 3);
    expect(stopped).toMatchObject({ stopReason: "aborted", complete: true });
    const [judged] = summarizeSeed(prepared, stopped).thresholds;
    const [wanted] = summarizeSeed(prepared, whole).thresholds;
    expect(judged).toMatchObject({ isMet: false, value: 5, firstBreachUs: wanted?.firstBreachUs });
    expect(stopped.endUs - (judged?.firstBreachUs ?? 0)).toBeLessThan(5 * SECOND);
    const shared = stopped.cluster.log.length;
    for (const seq of [0, shared - 1]) expect(stopped.cluster.log.read(seq)).toEqual(whole.cluster.log.read(seq));
    expect(digest(await execute(prepared, 3, { sliceEntries: 5 }))).toBe(digest(stopped));
  });

  test("ends nothing while it holds, nor before its window", async () => {
    expect((await execute(crashing("{ expr: sum < 5000, abort: true }"), 3)).stopReason).toBe("horizon");
    const late = crashing("{ expr: sum < 2, window: { from: 40m }, abort: true }");
    const { stopReason, endUs } = await execute(late, 3);
    expect([stopReason, endUs > 40 * MINUTE, endUs < 60 * MINUTE]).toEqual(["aborted", true, true]);
  });

  test("says nothing of what would have come", async () => {
    const prepared = crashing(
      "{ expr: sum < 5, abort: true }",
      ", sim_pending_pods: [{ expr: last == 0, window: { from: 30m } }]",
    );
    const { thresholds } = summarizeSeed(prepared, await execute(prepared, 3));
    expect(thresholds[1]).toMatchObject({ isMet: false, value: null });
  });
});
