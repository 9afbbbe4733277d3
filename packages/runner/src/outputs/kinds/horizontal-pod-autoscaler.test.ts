import { autoscalerApplied, autoscalerFailed, autoscalerRescaled, autoscalerStatusUpdated } from "@podsim/core";
import type { HorizontalPodAutoscalerSpec, MetricSpec } from "@podsim/core";
import { describe, expect, test } from "vitest";
import { Chronicle } from "../../../testing/chronicle.js";
import { IndentedWriter } from "../text/indented-writer.js";
import { horizontalPodAutoscalers } from "./horizontal-pod-autoscaler.js";

const { object } = autoscalerApplied.example;

const applied = (spec: Partial<HorizontalPodAutoscalerSpec> = {}) => ({
  ...autoscalerApplied.example,
  object: { ...object, spec: { ...object.spec, ...spec } },
});

const PODS: MetricSpec = {
  type: "Pods",
  pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "100" } },
};
const QUEUE: MetricSpec = {
  type: "External",
  external: { metric: { name: "queue" }, target: { type: "AverageValue", averageValue: "30" } },
};

const row = (chronicle: Chronicle): readonly string[] =>
  horizontalPodAutoscalers.list(chronicle.viewAt("2m")).flatMap((one) => one.cells());

describe("get hpa", () => {
  test("before the first look nothing is known", () => {
    const chronicle = new Chronicle().record(autoscalerApplied, 0, applied());
    expect(row(chronicle)).toEqual(["web", "Deployment/web", "cpu: <unknown>/80%", "1", "10", "0", "2m"]);
  });

  test("then the share of the requests; of more than two metrics two are shown", () => {
    const chronicle = new Chronicle()
      .record(autoscalerApplied, 0, applied({ metrics: [...object.spec.metrics, PODS, QUEUE] }))
      .at("1m")
      .record(autoscalerStatusUpdated, 0, {
        ...autoscalerStatusUpdated.example,
        currentMetrics: [
          { averageUtilization: 130, averageValueMilli: 650, valueMilli: null },
          { averageUtilization: null, averageValueMilli: 120_500, valueMilli: null },
          null,
        ],
      });
    expect(row(chronicle)[2]).toBe("cpu: 130%/80%, 120500m/100 + 1 more...");
    expect(row(chronicle)[5]).toBe("3");
  });
});

test("describe hpa: kubectl's fields, conditions and Events", () => {
  const rules = { stabilizationWindowSeconds: 0, selectPolicy: "Max" as const };
  const behavior = {
    scaleUp: { ...rules, policies: [{ type: "Pods" as const, value: 4, periodSeconds: 15 }] },
    scaleDown: {
      selectPolicy: "Max" as const,
      policies: [{ type: "Percent" as const, value: 100, periodSeconds: 15 }],
    },
  };
  const view = new Chronicle()
    .record(autoscalerApplied, 0, applied({ behavior }))
    .at("30s")
    .record(autoscalerFailed, 0, autoscalerFailed.example)
    .at("1m")
    .record(autoscalerRescaled, 0, autoscalerRescaled.example)
    .record(autoscalerStatusUpdated, 0, autoscalerStatusUpdated.example)
    .viewAt("2m");
  const out = new IndentedWriter();
  horizontalPodAutoscalers.describe(view, "default", "web", out);
  const text = out.lines().join("\n");
  for (const line of [
    /^Reference: +Deployment\/web$/m,
    /^Metrics: +\( current \/ target \)$/m,
    /^ {2}resource cpu on pods {2}\(as a percentage of request\): +130% \(650m\) \/ 80%$/m,
    /^Min replicas: +1$/m,
    /^ {4}Stabilization Window: 0 seconds$/m,
    /^ {6}- Type: Pods +Value: 4 +Period: 15 seconds$/m,
    /^Deployment pods: +3 current \/ 5 desired$/m,
    /^ {2}AbleToScale +True +SucceededRescale +the HPA controller was able to update the target scale to 5$/m,
    /Normal +SuccessfulRescale +60s +horizontal-pod-autoscaler +New size: 5; reason: cpu resource utilization/,
    /Warning +FailedGetResourceMetric/,
  ]) {
    expect(text).toMatch(line);
  }
});
