import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, refusalsOf } from "./sample-manifests.js";

const budget = (spec: Record<string, unknown>, name = "web"): unknown => ({
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name },
  spec,
});

test("defaults", () => {
  expect(decodedOf(budget({ minAvailable: 0, selector: {} }))).toEqual({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
    spec: { minAvailable: 0, selector: {}, unhealthyPodEvictionPolicy: "IfHealthyBudget" },
  });
});

test("not both bounds", () => {
  expect(decodeObject(budget({ minAvailable: 1, maxUnavailable: 1 })).problems).toEqual([
    {
      path: ["spec", "maxUnavailable"],
      code: "E304",
      expected: "one of minAvailable and maxUnavailable",
      got: "both",
      message: "minAvailable and maxUnavailable cannot be both set",
      why: "a real API server rejects this PodDisruptionBudget: minAvailable and maxUnavailable cannot be both set",
      fix: "remove one of the two",
      secondary: { path: ["spec", "minAvailable"], label: "minAvailable is here" },
    },
  ]);
});

test("a server takes a budget without any bound, and a name that is hardly one", () => {
  expect(refusalsOf(budget({ selector: { matchLabels: { app: "web" } } }, "My Budget"))).toEqual([]);
  expect(refusalsOf(budget({}, "a/b"))).toHaveLength(1);
});

test.each([
  [{ minAvailable: -1 }, ["spec.minAvailable"]],
  [{ maxUnavailable: "101%" }, ["spec.maxUnavailable"]],
  [{ maxUnavailable: "half" }, ["spec.maxUnavailable"]],
  [{ minAvailable: 1, selector: { matchLabels: { "a b": "c" } } }, ["spec.selector.matchLabels.a b"]],
  [{ minAvailable: 1, unhealthyPodEvictionPolicy: "Never" }, ["spec.unhealthyPodEvictionPolicy"]],
])("%j", (spec, places) => {
  expect(decodeObject(budget(spec)).problems.map(({ path }) => path.join("."))).toEqual(places);
});
