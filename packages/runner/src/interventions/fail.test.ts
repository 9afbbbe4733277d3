import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { webManifest } from "../../testing/command-run.js";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { execute } from "../run/execute.js";
import type { Execution } from "../run/execute.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { LoadedRun } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";

const PROBES = `readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }
          livenessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 10 }
`;

const WEB = webManifest({
  "replicas: 2": "replicas: 3",
  "resources: { requests: { cpu: 100m, memory: 64Mi } }\n": PROBES,
});

const load = (timeline: string): LoadedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: failing }
spec:
  clock: { stop: { after: 20m } }
  cluster: { manifests: [./web.yaml], nodes: [{ name: a, count: 1 }] }
  behaviors: [{ match: {}, startup: 2s, image: { size: 100Mi, pullRate: 50Mi } }]
  timeline:
${timeline}`;
  const files = memoryFiles({ "s.yaml": text, "web.yaml": WEB });
  return loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
};

interface Happened {
  readonly type: string;
  readonly pod: number;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const run = async (timeline: string): Promise<readonly Happened[]> => {
  const loaded = load(timeline);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  const { cluster }: Execution = await execute(loaded.right, 1);
  const found: Happened[] = [];
  cluster.log.forEach(0, cluster.log.length, ({ definition, subject, at, data }) => {
    if (definition.entity !== "pod") return;
    found.push({ type: definition.type, pod: subject, at, data: data as Happened["data"] });
  });
  return found;
};

const after = (facts: readonly Happened[], type: string, atUs: number): readonly Happened[] =>
  facts.filter((fact) => fact.type === type && fact.at >= atUs);

const complaints = (loaded: LoadedRun): readonly string[] =>
  isLeft(loaded) ? loaded.left.flatMap(({ diagnostics }) => diagnostics.map((d) => `${d.code} ${d.message}`)) : [];

describe("single pods that fail", () => {
  test("crash: the processes of so many pods end at that moment, and their kubelet starts them anew", async () => {
    const facts = await run("    - { at: 5m, fail: { pods: { matchLabels: { app: web }, count: 2 } } }\n");
    const exits = after(facts, "ContainerExited", 5 * MINUTE);
    expect(exits.map(({ at, data }) => [at, data["exitCode"]])).toEqual([
      [5 * MINUTE, 137],
      [5 * MINUTE, 137],
    ]);
    const restarted = after(facts, "ContainerStarted", 5 * MINUTE).map(({ pod }) => pod);
    expect(restarted.toSorted()).toEqual(exits.map(({ pod }) => pod).toSorted());
  });

  test("kubelet 6.11: hang: probes run into their timeouts until liveness ends it, with the whole grace; anew it is well", async () => {
    const facts = await run("    - { at: 5m, fail: { pods: { matchLabels: { app: web }, count: 1 }, mode: hang } }\n");
    const [kill] = after(facts, "ContainerKillBegan", 5 * MINUTE);
    const [exit] = after(facts, "ContainerExited", 5 * MINUTE);
    expect(after(facts, "ProbeFailed", 5 * MINUTE)[0]?.data["output"]).toMatch(/context deadline exceeded/);
    // Three failures of liveness, ten seconds apart, each a timeout of one second.
    expect((kill?.at ?? 0) - 5 * MINUTE).toBeGreaterThan(20 * SECOND);
    expect((kill?.at ?? 0) - 5 * MINUTE).toBeLessThan(32 * SECOND);
    // SIGTERM is not heeded: 30 s of grace, then SIGKILL.
    expect([(exit?.at ?? 0) - (kill?.at ?? 0), exit?.data["exitCode"]]).toEqual([30 * SECOND, 137]);
    const failed = after(facts, "ProbeFailed", (exit?.at ?? 0) + 15 * SECOND);
    expect(failed).toEqual([]);
  });

  test("slow: answers come after the timeout while it lasts, whatever is started anew", async () => {
    const timeline =
      "    - { at: 5m, fail: { pods: { matchLabels: { app: web } }, mode: slow, answersAfter: 3s, for: 4m } }\n";
    const facts = await run(timeline);
    const results = after(facts, "ProbeResultStored", 5 * MINUTE).filter(({ data }) => data["probe"] === "readiness");
    expect(new Set(results.filter(({ at }) => at < 9 * MINUTE).map(({ data }) => data["result"]))).toEqual(
      new Set(["failure"]),
    );
    expect(results.filter(({ at, data }) => at > 9 * MINUTE && data["result"] === "success")).toHaveLength(3);
    expect(after(facts, "ContainerKillBegan", 10 * MINUTE)).toEqual([]);
  });

  test("pods that nothing makes, and modes that pods do not have, are refused", () => {
    const wrong = (params: string): readonly string[] => complaints(load(`    - { at: 5m, fail: ${params} }\n`));
    expect(wrong("{ pods: { matchLabels: { app: wbe } } }")).toEqual([
      'E202 this selector matches no pod in namespace "default"',
    ]);
    expect(wrong("{ pods: { matchLabels: { app: web }, namespace: shop } }")[0]).toMatch(/^E202/);
    expect(wrong("{ pods: {}, mode: power-off }")).toEqual(["E108 pods cannot fail by power-off"]);
    expect(wrong("{ pods: {}, for: 5m }")).toEqual(["E108 a crash takes no time"]);
    expect(wrong("{ nodes: a-1, mode: hang, factor: 3 }")).toEqual(["E108 factor means nothing here"]);
    expect(wrong("{ mode: hang }")).toEqual(["E108 it does not say what fails"]);
  });
});

test("a slow node: what its kubelet does, pulls and start-ups take so many times as long, and then as before", async () => {
  const ready = async (slow: string): Promise<number> => {
    const facts = await run(`    - { at: 2s, note: begun }\n${slow}`);
    return Math.max(...after(facts, "ProbeResultStored", 0).map(({ at }) => at));
  };
  const [usual, slow] = [
    await ready(""),
    await ready("    - { at: 0s, fail: { nodes: a-1, mode: slow, factor: 8 } }\n"),
  ];
  // 2 s of pulling and 2 s of starting up are 32 s by themselves.
  expect(slow).toBeGreaterThan(32 * SECOND);
  expect(usual).toBeLessThan(15 * SECOND);
  const over = await ready("    - { at: 1m, fail: { nodes: a-1, mode: slow, for: 5m } }\n");
  expect(over).toBe(usual);
});
