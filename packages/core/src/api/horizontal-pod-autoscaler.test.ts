import { describe, expect, test } from "vitest";
import { decodedOf, refusalsOf } from "./sample-manifests.js";

const TARGET = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };

const autoscaler = (spec: Record<string, unknown>, apiVersion = "autoscaling/v2"): unknown => ({
  apiVersion,
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web" },
  spec: { scaleTargetRef: TARGET, maxReplicas: 10, ...spec },
});

const cpu = (averageUtilization: number) => ({
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
});

describe("controllers 4.2, 4.11: what a server fills in", () => {
  test("one replica at least, 80 % of the CPU", () => {
    expect(decodedOf(autoscaler({}))).toMatchObject({ spec: { minReplicas: 1, metrics: [cpu(80)] } });
    expect(decodedOf(autoscaler({}))).not.toHaveProperty("spec.behavior");
  });

  test("version 1 is read as version 2", () => {
    const old = autoscaler({ minReplicas: 2, targetCPUUtilizationPercentage: 50 }, "autoscaling/v1");
    expect(decodedOf(old)).toEqual({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "web", namespace: "default", labels: {}, annotations: {} },
      spec: { scaleTargetRef: TARGET, minReplicas: 2, maxReplicas: 10, metrics: [cpu(50)] },
    });
  });

  test("rules that are given in part", () => {
    expect(decodedOf(autoscaler({ behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }))).toMatchObject({
      spec: {
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: "Max",
            policies: [
              { type: "Pods", value: 4, periodSeconds: 15 },
              { type: "Percent", value: 100, periodSeconds: 15 },
            ],
          },
          scaleDown: {
            stabilizationWindowSeconds: 60,
            selectPolicy: "Max",
            policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
          },
        },
      },
    });
  });
});

test.each<[string, Record<string, unknown>, readonly string[]]>([
  ["the bounds", { minReplicas: 0, maxReplicas: 0 }, ["spec.minReplicas", "spec.maxReplicas"]],
  ["the bounds the wrong way round", { minReplicas: 11 }, ["spec.maxReplicas"]],
  ["a target without a name", { scaleTargetRef: { kind: "Deployment" } }, ["spec.scaleTargetRef.name"]],
  ["a metric without what its type says", { metrics: [{ type: "Pods" }] }, ["spec.metrics[0].pods"]],
  [
    "a share and an amount at once",
    {
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50, averageValue: "1" } },
        },
      ],
    },
    ["spec.metrics[0].resource.target.averageValue"],
  ],
  [
    "an amount of nothing",
    {
      metrics: [
        { type: "Pods", pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "0" } } },
      ],
    },
    ["spec.metrics[0].pods.target.averageValue"],
  ],
  [
    "rules out of bounds",
    {
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 3601, policies: [{ type: "Pods", value: 0, periodSeconds: 1801 }] },
      },
    },
    [
      "spec.behavior.scaleUp.stabilizationWindowSeconds",
      "spec.behavior.scaleUp.policies[0].value",
      "spec.behavior.scaleUp.policies[0].periodSeconds",
    ],
  ],
])("a server refuses %s", (_, spec, fields) => {
  const refusals = refusalsOf(autoscaler(spec));
  for (const field of fields) expect(refusals.some((refusal) => JSON.stringify(refusal).includes(field))).toBe(true);
  expect(refusals.length).toBeGreaterThanOrEqual(fields.length);
});
