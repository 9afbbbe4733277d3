import { describe, expect, test } from "vitest";
import type { HorizontalPodAutoscalerSpec, ScalingRules } from "../api/horizontal-pod-autoscaler.js";
import { MINUTE, SECOND } from "../time.js";
import { EXAMPLE_AUTOSCALER } from "./example-autoscaler.js";
import { initialHistory, normalizeReplicas, withScaleEvent } from "./scaling-history.js";
import type { Normalized, ScalingHistory } from "./scaling-history.js";

const UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max",
  policies: [
    { type: "Pods", value: 4, periodSeconds: 15 },
    { type: "Percent", value: 100, periodSeconds: 15 },
  ],
};
const DOWN: ScalingRules = { selectPolicy: "Max", policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] };

const spec = (over: Partial<HorizontalPodAutoscalerSpec> = {}): HorizontalPodAutoscalerSpec => ({
  ...EXAMPLE_AUTOSCALER.spec,
  maxReplicas: 100,
  ...over,
});
const rules = (scaleUp: Partial<ScalingRules>, scaleDown: Partial<ScalingRules> = {}): HorizontalPodAutoscalerSpec =>
  spec({ behavior: { scaleUp: { ...UP, ...scaleUp }, scaleDown: { ...DOWN, ...scaleDown } } });

const NOW = 20 * MINUTE;
const EMPTY: ScalingHistory = { recommendations: [], scaleEvents: [] };

const recent = (...recommended: readonly (readonly [secondsAgo: number, replicas: number])[]): ScalingHistory => ({
  recommendations: recommended.map(([ago, replicas]) => ({ atUs: NOW - ago * SECOND, replicas })),
  scaleEvents: [],
});

const normalize = (
  of: HorizontalPodAutoscalerSpec,
  current: number,
  desired: number,
  history: ScalingHistory = EMPTY,
): Normalized => normalizeReplicas(of, history, current, desired, NOW, 5 * MINUTE);

describe("controllers 4.10: without rules of one's own", () => {
  test.each<[string, number, number, ScalingHistory, number, string]>([
    ["the highest of the last 300 s counts", 10, 3, recent([299, 8]), 8, "DesiredWithinRange"],
    ["to the instant", 10, 3, recent([300, 8]), 8, "DesiredWithinRange"],
    ["and nothing older", 10, 3, recent([301, 8]), 3, "DesiredWithinRange"],
    ["it can only raise: an old wish for more makes it grow", 10, 10, recent([200, 12]), 12, "DesiredWithinRange"],
    ["at most twice as many", 10, 40, EMPTY, 20, "ScaleUpLimit"],
    ["or four", 1, 40, EMPTY, 4, "ScaleUpLimit"],
    ["no more than the maximum", 60, 200, EMPTY, 100, "TooManyReplicas"],
    ["no fewer than the minimum", 3, 0, EMPTY, 1, "TooFewReplicas"],
  ])("%s", (_, current, desired, history, expected, reason) => {
    const normal = normalize(spec(), current, desired, history);
    expect([normal.replicas, normal.limit.reason]).toEqual([expected, reason]);
  });

  test("controllers 4.12: what is remembered is what was asked for, the present size before the first look", () => {
    const first = normalize(spec(), 5, 2, initialHistory(5, NOW));
    expect(first.replicas).toBe(5);
    expect(first.stability.reason).toBe("ScaleDownStabilized");
    expect(first.history.recommendations.map(({ replicas }) => replicas)).toEqual([5, 2]);
  });
});

describe("controllers 4.12: windows of rules", () => {
  test.each<[string, HorizontalPodAutoscalerSpec, number, number, ScalingHistory, number]>([
    ["up goes by the lowest of its window", rules({ stabilizationWindowSeconds: 60 }), 5, 9, recent([30, 7]), 7],
    ["down by the highest of its own", rules({}, { stabilizationWindowSeconds: 60 }), 9, 3, recent([30, 6]), 6],
    ["down for 300 s where nothing is said", rules({}), 9, 3, recent([299, 6]), 6],
    ["a window of 0 forgets at once", rules({}, { stabilizationWindowSeconds: 0 }), 9, 3, recent([1, 6]), 3],
    ["metrics that say down never scale up", rules({}), 5, 4, recent([200, 9]), 5],
  ])("%s", (_, of, current, desired, history, expected) => {
    expect(normalize(of, current, desired, history).replicas).toBe(expected);
  });
});

describe("controllers 4.13, 4.14: how fast rules let it go", () => {
  const after = (of: HorizontalPodAutoscalerSpec, ...changes: readonly (readonly [ago: number, change: number])[]) =>
    changes.reduce((history, [ago, change]) => withScaleEvent(of, history, change, NOW - ago * SECOND), EMPTY);
  const slow = rules({ selectPolicy: "Min" }, { stabilizationWindowSeconds: 0 });
  const by = (value: number, type: "Pods" | "Percent", select: ScalingRules["selectPolicy"] = "Max") =>
    rules({}, { stabilizationWindowSeconds: 0, selectPolicy: select, policies: [{ type, value, periodSeconds: 60 }] });

  test.each<
    [string, HorizontalPodAutoscalerSpec, number, number, readonly (readonly [number, number])[], number, string]
  >([
    ["the most of the policies: 4 pods or twice as many", rules({}), 3, 50, [], 7, "ScaleUpLimit"],
    ["the most of the policies: twice as many", rules({}), 30, 90, [], 60, "ScaleUpLimit"],
    ["the least of them", slow, 30, 90, [], 34, "ScaleUpLimit"],
    ["what came in the period counts", rules({}), 7, 50, [[10, 4]], 7, "ScaleUpLimit"],
    ["a period ago it does not", rules({}), 7, 50, [[15, 4]], 14, "ScaleUpLimit"],
    ["what went makes room for as many", rules({}), 7, 50, [[10, -3]], 20, "ScaleUpLimit"],
    ["down by so many pods", by(2, "Pods"), 9, 1, [], 7, "ScaleDownLimit"],
    ["down by a share, rounded towards nothing", by(30, "Percent"), 9, 1, [], 6, "ScaleDownLimit"],
    ["nothing goes where it is disabled", by(30, "Percent", "Disabled"), 9, 1, [], 9, "ScaleDownLimit"],
    ["the minimum holds", by(100, "Percent"), 9, 0, [], 1, "TooFewReplicas"],
  ])("%s", (_, of, current, desired, changes, expected, reason) => {
    const normal = normalize(of, current, desired, after(of, ...changes));
    expect([normal.replicas, normal.limit.reason]).toEqual([expected, reason]);
  });
});
