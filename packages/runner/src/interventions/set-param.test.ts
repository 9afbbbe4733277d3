import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { MINUTE } from "@podsim/core/time";
import { webManifest } from "../../testing/command-run.js";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { execute } from "../run/execute.js";
import { loadScenario } from "../scenario/load-scenario.js";
import type { LoadedRun } from "../scenario/load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";

const NAMESPACE = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;

const WEB =
  webManifest({
    "name: web,": "name: web, namespace: shop,",
    "replicas: 2": "replicas: 4",
    "nginx:1.27": "registry.corp/web:v1",
  }) + NAMESPACE;

const load = (timeline: string, rest = ""): LoadedRun => {
  const text = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: changes }
spec:
  clock: { stop: { after: 20m } }
  params:
    surge: { type: intOrPercent, default: 25% }
    nodes: { type: integer, default: 2, min: 1, max: 5 }
    startup: { type: duration, default: 1s }
    replicas: { type: integer, default: 6 }
  cluster:
    manifests: [./web.yaml]
    nodes: [{ name: general, count: $(params.nodes) }]
    overrides:
      - target: { kind: Deployment, name: web }
        set: { spec.strategy.rollingUpdate.maxSurge: $(params.surge), spec.minReadySeconds: 5 }
  behaviors: [{ match: {}, startup: $(params.startup), image: { cached: true } }]
  timeline:
${timeline}${rest}`;
  const files = memoryFiles({ "s.yaml": text, "web.yaml": WEB });
  return loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, { files, readInput: memoryConsole().readInput });
};

const complaints = (loaded: LoadedRun): readonly string[] =>
  isLeft(loaded)
    ? loaded.left.flatMap(({ diagnostics }) => diagnostics.map((d) => `${d.code}:${String(d.line)} ${d.message}`))
    : [];

describe("parameters that change during a run", () => {
  test("node groups, overrides and behaviours follow, and entries find the value of their moment", async () => {
    const loaded = load(`    - { at: 5m, setParam: { nodes: 4, surge: 100%, startup: 30s } }
    - { at: 10m, setParam: { nodes: 3, replicas: 9 } }
    - { at: 12m, scale: { target: deployment/web, namespace: shop, replicas: $(params.replicas) } }
    - { at: 2m, scale: { target: deployment/web, namespace: shop, replicas: $(params.replicas) } }
`);
    if (isLeft(loaded)) throw new TypeError(complaints(loaded).join("\n"));
    const { cluster } = await execute(loaded.right, 1);
    const { world, log } = cluster;
    const counts = new Map<string, number[]>();
    const replicas: number[] = [];
    log.forEach(0, log.length, ({ definition: { type }, at, data }) => {
      if (type === "NodeAdded" || type === "NodeRemoved") counts.set(type, [...(counts.get(type) ?? []), at / MINUTE]);
      if (type === "DeploymentApplied" || type === "DeploymentScaled") {
        replicas.push((data as { replicas?: number; object?: { spec: { replicas: number } } }).replicas ?? -1);
      }
    });
    expect(Object.fromEntries(counts)).toEqual({ NodeAdded: [0, 0, 5, 5], NodeRemoved: [10] });
    const [web] = [...world.deployments.values()];
    expect(web?.object.spec.replicas).toBe(9);
    expect(web?.object.spec.strategy).toMatchObject({ rollingUpdate: { maxSurge: "100%" } });
    expect(web?.object.spec.minReadySeconds).toBe(5);
    expect(world.cluster.interventions.map(({ text }) => text)).toContain("set nodes=4 surge=100% startup=30s");
    expect(world.cluster.behaviorChanges).toHaveLength(1);
  });

  test("what they cannot be, and where they cannot change, is said at its place", () => {
    expect(
      complaints(
        load(
          `    - { at: 5m, setParam: { nodes: 9 } }
    - { at: 5m, setParam: { nodse: 3 } }
    - { at: 6m, setParam: { replicas: 7 } }
    - { every: 1m, scale: { target: deployment/web, namespace: shop, replicas: $(params.replicas) } }
    - { every: 1m, setParam: { nodes: 3 } }
`,
          "  repeat: { seeds: $(params.nodes) }\n",
        ),
      ).toSorted(),
    ).toEqual([
      "E108:19 9 is not allowed: max is 5",
      "E108:22 which value replicas has here is not known",
      "E108:23 setParam needs at",
      'E203:20 parameter "nodse" is not declared',
    ]);
    expect(
      complaints(load("    - { at: 5m, setParam: { nodes: 3 } }\n", "  repeat: { seeds: $(params.nodes) }\n")),
    ).toEqual(["E108:19 nodes cannot change during a run: it stands in spec.repeat.seeds"]);
  });
});
