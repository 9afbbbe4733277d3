// What happens to a cluster fits the objects that are there, whoever made them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CaseScenario } from "../case-scenario.js";
import type { JsonMap } from "../json-map.js";
import { loadCase } from "../load-case.js";
import { scenario } from "./scenarios.js";
import { actsOn } from "./steps.js";

const node = (name: string): JsonMap => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name },
  status: { allocatable: { cpu: "4", memory: "8Gi", pods: "110" } },
});

const template = (app: string, container: string, image: string): JsonMap => ({
  metadata: { labels: { app } },
  spec: { initContainers: [{ name: "first", image: "quay.io/setup" }], containers: [{ name: container, image }] },
});

const workload = (kind: string, name: string, namespace: string, image: string): JsonMap => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name, namespace },
  spec: {
    ...(kind === "DaemonSet" ? {} : { replicas: 2 }),
    selector: { matchLabels: { app: name } },
    template: template(name, "app", image),
    ...(kind === "StatefulSet" ? { serviceName: name } : {}),
  },
});

const SHOP = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } };

const scaler: JsonMap = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "front", namespace: "shop" },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "front" },
    maxReplicas: 5,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "AverageValue", averageValue: "100m" } } }],
  },
};

const budget: JsonMap = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "front", namespace: "shop" },
  spec: { minAvailable: 1, selector: { matchLabels: { app: "front" } } },
};

const lone: JsonMap = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "urgent-1", namespace: "shop" },
  spec: { containers: [{ name: "it", image: "localhost:5000/it@sha256:0123" }] },
};

const high: JsonMap = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "high" },
  value: 7,
};

const OBJECTS: Readonly<Record<string, readonly JsonMap[]>> = {
  "a Deployment of a container and an image of its own": [
    node("mine"),
    workload("Deployment", "web", "default", "nginx"),
  ],
  "everything in a namespace of its own": [
    SHOP,
    node("n1"),
    node("n6"),
    workload("Deployment", "front", "shop", "ghcr.io/shop/front:v2"),
    workload("StatefulSet", "db", "shop", "registry.example/db:v1"),
    workload("DaemonSet", "log", "shop", "fluentd:1.16"),
    lone,
    high,
    scaler,
    budget,
  ],
  "a List": [
    { apiVersion: "v1", kind: "List", items: [node("n1"), workload("Deployment", "web", "default", "nginx")] },
  ],
  "no node": [workload("Deployment", "web", "default", "nginx")],
  "no container": [node("n1"), SHOP],
  nothing: [],
};

const caseOf = (objects: readonly JsonMap[], act: JsonMap): CaseScenario => ({
  name: "case",
  seed: 1,
  kubernetes: "1.34",
  horizonSeconds: 60,
  objects,
  behaviors: [],
  steps: [{ gapSeconds: 1, act }],
});

describe.each(Object.entries(OBJECTS))("%s", (_, objects) => {
  test("everything that is done to it can be done", () => {
    const verbs = new Set<string>();
    for (const act of actsOn(objects)) {
      for (const given of fc.sample(act, { numRuns: 12, seed: 4 })) {
        loadCase(caseOf(objects, given));
        verbs.add(Object.keys(given)[0] ?? "");
      }
    }
    expect(verbs).toContain("registryOutage");
    expect(verbs).toContain("apply");
  });

  test.each([0, 1, 6])("whole scenarios with it load, beside at most %d workloads", (workloads) => {
    for (const given of fc.sample(scenario({ objects, workloads }), { numRuns: 25, seed: 6 })) loadCase(given);
  });
});

test("what is made up takes the names of nothing that was given", () => {
  const objects = OBJECTS["everything in a namespace of its own"] ?? [];
  const mine = new Set(objects.map((object) => (object["metadata"] as JsonMap)["name"]));
  for (const given of fc.sample(scenario({ objects }), { numRuns: 50, seed: 6 })) {
    const made = given.objects.filter((object) => !objects.includes(object));
    const names = made.map((object) => (object["metadata"] as JsonMap)["name"]);
    expect(names.filter((name) => mine.has(name) && name !== "high")).toEqual([]);
    expect(names).not.toContain("high");
  }
});

test("an image of a rollout is another version of the one that is there", () => {
  const images = (image: string): ReadonlySet<unknown> => {
    const acts = actsOn([workload("Deployment", "web", "shop", image)]);
    const made = acts.flatMap((act) => fc.sample(act, { numRuns: 20, seed: 1 }));
    return new Set(
      made.flatMap(({ rollout }) => {
        const set = (rollout as JsonMap | undefined)?.["set"] as { readonly image: JsonMap } | undefined;
        return set === undefined ? [] : [set.image["app"]];
      }),
    );
  };
  expect(images("nginx")).toEqual(new Set(["nginx:v2"]));
  expect(images("localhost:5000/web:v2")).toEqual(new Set(["localhost:5000/web:v3"]));
  expect(images("ghcr.io/web:1.2@sha256:00ff")).toEqual(new Set(["ghcr.io/web:v2"]));
});
