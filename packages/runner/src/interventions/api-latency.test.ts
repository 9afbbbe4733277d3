import { isLeft } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { execute } from "../run/execute.js";
import type { Execution } from "../run/execute.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { LoadedRun } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: nginx }] }
`;

const load = (timeline: string): LoadedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: slow-api }
spec:
  clock: { stop: { after: 20m } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: a, count: 1 }] }
  behaviors: [{ match: {}, startup: 1s, image: { cached: true } }]
  timeline:
    - { at: 5m, scale: { target: deployment/web, replicas: 2 } }
    - { at: 15m, scale: { target: deployment/web, replicas: 3 } }
${timeline}`;
  const files = memoryFiles({ "s.yaml": text, "web.yaml": WEB });
  return loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
};

const run = async (timeline: string): Promise<Execution> => {
  const loaded = load(timeline);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return execute(loaded.right, 1);
};

/** When each pod was bound and its container started. */
const starts = ({ cluster }: Execution): readonly number[] => {
  const found: number[] = [];
  cluster.log.forEach(0, cluster.log.length, ({ definition, at }) => {
    if (definition.type === "PodBound" || definition.type === "ContainerStarted") found.push(at);
  });
  return found;
};

test("controllers 8.4: a slow API server delays each step of a pod's way, and nothing once it is fast again", async () => {
  const slow = "    - { at: 4m, apiLatency: { add: 2s, for: 6m } }\n";
  const [usual, slowed] = [starts(await run("")), starts(await run(slow))];
  expect(usual).toHaveLength(6);
  const late = slowed.map((at, ix) => at - (usual[ix] ?? 0));
  expect(late.slice(0, 2)).toEqual([0, 0]);
  // Deployment, ReplicaSet, scheduler's queue and binding; then the kubelet's watch.
  expect(late.slice(2, 4)).toEqual([8 * SECOND, 10 * SECOND]);
  expect(late.slice(4)).toEqual([0, 0]);
  const drawn = starts(await run("    - { at: 4m, apiLatency: { add: { lognormal: { p50: 300ms, p99: 2s } } } }\n"));
  expect(drawn[2]).toBeGreaterThan(usual[2] ?? 0);
  expect(drawn[2]).toBeLessThan(6 * MINUTE);
});

test("an API server so slow that nodes would be lost is refused", () => {
  const loaded = load("    - { at: 4m, apiLatency: { add: 15s } }\n");
  const found = isLeft(loaded) ? loaded.left.flatMap(({ diagnostics }) => diagnostics) : [];
  expect(found.map(({ code, line, message }) => `${code}:${String(line)} ${message}`)).toEqual([
    "E108:11 the API server cannot be slower than by 10s",
  ]);
});
