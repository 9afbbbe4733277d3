import fc from "fast-check";
import { isLeft } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import type { EventLog } from "@podsim/core/log";
import { SECOND } from "@podsim/core/time";
import { memoryConsole } from "../../testing/memory-console.js";
import { memoryFiles } from "../../testing/memory-files.js";
import { Replay } from "../outputs/view/replay.js";
import { subjectName } from "../outputs/view/subject-name.js";
import { execute } from "../run/execute.js";
import { DEFAULT_LOAD_OPTIONS, loadScenario } from "../scenario/load-scenario.js";
import { commonLength } from "./divergence.js";

const manifest = (name: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${String(replicas)}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      nodeSelector: { for: ${name} }
      containers:
        - name: app
          image: "registry.corp/${name}:1"
          readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }
`;

/** Two Deployments on nodes of their own, whose containers start late and crash by luck. */
const scenario = (intervention: string): string => `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: luck }
spec:
  clock: { stop: { after: 8m } }
  params:
    surge: { type: intOrPercent, default: 25% }
    touched: { type: integer, default: 2 }
  cluster:
    manifests: [./touched.yaml, ./untouched.yaml]
    overrides:
      - target: { kind: Deployment, name: touched }
        set: { spec.strategy.rollingUpdate.maxSurge: $(params.surge) }
    nodes:
      - { name: touched, count: $(params.touched), template: { metadata: { labels: { for: touched } } } }
      - { name: untouched, count: 2, template: { metadata: { labels: { for: untouched } } } }
  behaviors:
    - match: {}
      startup: { lognormal: { p50: 8s, p99: 25s } }
      probes: { readiness: { passAfter: startup, flap: { chance: 0.05, for: 12s } } }
      crash: { exponential: { mean: 2m }, exitCode: 1 }
  timeline:
    - { at: 0s, note: begin }
${intervention}`;

interface Case {
  readonly seed: number;
  readonly replicas: readonly [touched: number, untouched: number];
  readonly atSeconds: number;
  readonly verb: string;
}

const verbs = [
  "scale: { target: deployment/touched, replicas: 5 }",
  "scale: { target: deployment/touched, replicas: 0 }",
  'rollout: { target: deployment/touched, set: { image: "registry.corp/touched:2" } }',
  "drain: { nodes: { matchLabels: { for: touched }, count: 1 } }",
  "fail: { nodes: { matchLabels: { for: touched }, count: 1 }, mode: power-off, for: 1m }",
  "delete: { target: deployment/touched }",
  "fail: { nodes: { matchLabels: { for: touched } }, mode: slow, for: 2m }",
  "fail: { pods: { matchLabels: { app: touched }, count: 1 } }",
  "fail: { pods: { matchLabels: { app: touched } }, mode: hang }",
  "fail: { pods: { matchLabels: { app: touched } }, mode: slow, for: 1m }",
  'behavior: { match: { image: "registry.corp/touched:*" }, set: { startup: 40s, crash: { after: 5s } }, for: 2m }',
  "setParam: { surge: 100% }",
  "setParam: { touched: 3 }",
];

const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  replicas: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  atSeconds: fc.integer({ min: 1, max: 300 }),
  verb: fc.constantFrom(...verbs),
});

const logOf = async ({ seed, replicas: [touched, untouched] }: Case, intervention: string): Promise<EventLog> => {
  const files = memoryFiles({
    "/desk/scenario.yaml": scenario(intervention),
    "/desk/touched.yaml": manifest("touched", touched),
    "/desk/untouched.yaml": manifest("untouched", untouched),
  });
  const loaded = loadScenario("scenario.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole({}).readInput });
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.map(({ diagnostics }) => diagnostics)));
  const { cluster } = await execute(loaded.right, seed);
  return cluster.log;
};

/** Everything that happened to pods of the Deployment that nobody touches: what, when, and with which outcome. */
const lifeOfUntouched = (log: EventLog): readonly string[] => {
  const lines: string[] = [];
  new Replay(log).advance(log.length, (step) => {
    const name = subjectName(step);
    if (!name.startsWith("pod default/untouched-")) return;
    // Facts about a pod name others by number; those follow from what exists and are no luck.
    const { nodeIx, ix, ...data } = step.fact.data as Record<string, unknown>;
    const isNumbered = nodeIx !== undefined || ix !== undefined;
    lines.push(
      `${String(step.fact.at)} ${name} ${step.fact.definition.type} ${isNumbered ? "" : JSON.stringify(data)}`,
    );
  });
  return lines;
};

test("the same seed with and without an intervention is one run until then, and untouched pods keep their luck after it", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (each) => {
      const without = await logOf(each, "");
      const with_ = await logOf(each, `    - { at: ${String(each.atSeconds)}s, ${each.verb} }\n`);
      const common = commonLength(without, with_);
      const atUs = each.atSeconds * SECOND;
      expect(common >= without.length || without.at(common) >= atUs).toBe(true);
      expect(common >= with_.length || with_.at(common) >= atUs).toBe(true);
      expect(common).toBeLessThan(with_.length);
      const life = lifeOfUntouched(without);
      expect(life.length).toBeGreaterThan(3);
      expect(lifeOfUntouched(with_)).toEqual(life);
    }),
    { numRuns: 45 },
  );
}, 120_000);

test("a slower API server is the same run until then, and changes no luck: only when things happen", async () => {
  const each: Case = { seed: 7, replicas: [3, 3], atSeconds: 90, verb: "apiLatency: { add: 400ms, for: 3m }" };
  const [without, with_] = [await logOf(each, ""), await logOf(each, `    - { at: 90s, ${each.verb} }\n`)];
  const common = commonLength(without, with_);
  expect(common).toBeLessThan(with_.length);
  expect(with_.at(common)).toBeGreaterThanOrEqual(90 * SECOND);
  // Containers crash by themselves: at the same moments, whatever the API server does.
  const crashes = (log: EventLog): readonly string[] =>
    lifeOfUntouched(log).filter((line) => line.includes(" ContainerExited ") && line.includes('"exitCode":1'));
  expect(crashes(without).length).toBeGreaterThan(3);
  expect(crashes(with_)).toEqual(crashes(without));
});
