import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { memoryConsole, memoryFiles } from "../../testing/index.js";
import { loadScenario } from "./load-scenario.js";
import { DEFAULT_LOAD_OPTIONS } from "./load-options.js";

const MANIFESTS = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: nginx }] } }
---
{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 5
  metrics: METRICS
`;
const CPU = "[{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]";
const QUEUE = '[{ type: External, external: { metric: { name: queue }, target: { type: Value, value: "30" } } }]';

const warnings = (timeline: string, metrics = CPU): readonly string[] => {
  const scenario = `apiVersion: podsim.dev/v1alpha1
kind: Scenario
metadata: { name: s }
spec:
  question: does it scale?
  clock: { stop: { after: 30m } }
  cluster: { manifests: [./m.yaml], nodes: [{ name: a }] }
  timeline: ${timeline}
`;
  const files = memoryFiles({ "s.yaml": scenario, "m.yaml": MANIFESTS.replace("METRICS", metrics) });
  const access = { files, readInput: memoryConsole().readInput };
  const loaded = loadScenario("s.yaml", DEFAULT_LOAD_OPTIONS, access);
  if (isLeft(loaded)) throw new TypeError(JSON.stringify(loaded.left.flatMap(({ diagnostics }) => diagnostics)));
  return loaded.right.warnings.map(
    ({ code, file, line, message, fix }) => `${code} ${file ?? ""}:${String(line)} ${message}; ${fix.title}`,
  );
};

describe("autoscalers without a load", () => {
  const none = "no load says what is asked of the targets of HorizontalPodAutoscaler web -n shop";
  const add = "add to the timeline of a scenario: ";

  test("are named, with the load that one of them would go by", () => {
    expect(warnings("[]")).toEqual([
      `W508 m.yaml:13 ${none}; ${add} { at: 0s, load: { target: deployment/web, namespace: shop, metric: cpu, total: 2 } }`,
    ]);
    expect(warnings("[]", QUEUE)).toEqual([
      `W508 m.yaml:13 ${none}; ${add} { at: 0s, load: { external: queue, total: 30 } }`,
    ]);
  });

  test("and not where any load is about one of their metrics, whenever it begins", () => {
    const load = "load: { target: deployment/web, namespace: shop, total: 2 }";
    expect(warnings(`[{ at: 10m, ${load} }]`)).toEqual([]);
    expect(warnings("[{ at: 10m, load: { external: queue, total: 2 } }]", QUEUE)).toEqual([]);
    expect(warnings("[{ at: 10m, load: { external: queue, total: 2 } }]")).toHaveLength(1);
  });
});
