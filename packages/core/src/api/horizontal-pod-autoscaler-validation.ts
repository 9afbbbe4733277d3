// What a server refuses of a HorizontalPodAutoscaler.
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  MetricSpec,
  MetricTarget,
  ScalingRules,
} from "./horizontal-pod-autoscaler.js";
import type { Path } from "./errors.js";
import { checkMeta } from "./meta-validation.js";
import { pathSegment } from "./names.js";
import { quantityFrom } from "./quantity-text.js";
import { compareQuantities, ZERO } from "../quantity.js";
import type { Validity } from "./validity.js";

const MAX_PERIOD_SECONDS = 1800;
const MAX_WINDOW_SECONDS = 3600;

const checkPositive = (check: Validity, path: Path, quantity: string | undefined): void => {
  if (quantity !== undefined && compareQuantities(quantityFrom(quantity), ZERO) <= 0) {
    check.invalid(path, quantity, "must be positive");
  }
};

const checkTarget = (check: Validity, at: Path, target: MetricTarget): void => {
  checkPositive(check, [...at, "value"], target.value);
  checkPositive(check, [...at, "averageValue"], target.averageValue);
  if (target.averageUtilization !== undefined && target.averageUtilization < 1) {
    check.invalid([...at, "averageUtilization"], target.averageUtilization, "must be greater than 0");
  }
};

/** Of a resource: a share of the requests, or an amount per pod, and not both. */
const checkResourceTarget = (check: Validity, at: Path, target: MetricTarget): void => {
  checkTarget(check, at, target);
  if (target.averageUtilization === undefined && target.averageValue === undefined) {
    check.required([...at, "averageUtilization"], "must set either a target raw value or a target utilization");
  }
  if (target.averageUtilization !== undefined && target.averageValue !== undefined) {
    check.forbidden([...at, "averageValue"], "may not set both a target raw value and a target utilization");
  }
};

const FIELDS = {
  Resource: "resource",
  ContainerResource: "containerResource",
  Pods: "pods",
  Object: "object",
  External: "external",
} as const satisfies Record<MetricSpec["type"], keyof MetricSpec>;

const checkMetric = (check: Validity, at: Path, metric: MetricSpec): void => {
  const expected = FIELDS[metric.type];
  for (const field of Object.values(FIELDS)) {
    const isGiven = metric[field] !== undefined;
    if (field === expected && !isGiven) {
      check.required([...at, field], "must populate information for the given metric source");
    }
    if (field !== expected && isGiven) {
      check.forbidden([...at, field], "must populate the given metric source only");
    }
  }
  const { resource, containerResource, pods, object, external } = metric;
  if (resource !== undefined) {
    if (resource.name === "") check.required([...at, "resource", "name"], "must specify a resource name");
    checkResourceTarget(check, [...at, "resource", "target"], resource.target);
  }
  if (containerResource !== undefined) {
    const path = [...at, "containerResource"];
    if (containerResource.name === "") check.required([...path, "name"], "must specify a resource name");
    if (containerResource.container === "") check.required([...path, "container"], "must specify a container");
    checkResourceTarget(check, [...path, "target"], containerResource.target);
  }
  if (pods !== undefined) {
    checkMetricName(check, [...at, "pods", "metric", "name"], pods.metric.name);
    checkTarget(check, [...at, "pods", "target"], pods.target);
    if (pods.target.averageValue === undefined) {
      check.required([...at, "pods", "target", "averageValue"], "must specify a positive target averageValue");
    }
  }
  for (const [field, source] of [
    ["object", object],
    ["external", external],
  ] as const) {
    if (source === undefined) continue;
    checkMetricName(check, [...at, field, "metric", "name"], source.metric.name);
    checkTarget(check, [...at, field, "target"], source.target);
    if (source.target.value === undefined && source.target.averageValue === undefined) {
      check.required(
        [...at, field, "target", "averageValue"],
        "must set either a target value for metric or a per-pod target",
      );
    }
  }
};

const checkMetricName = (check: Validity, path: Path, name: string): void => {
  if (name === "") check.required(path, "must specify a metric name");
  else check.names(path, name, pathSegment(name));
};

const checkRules = (check: Validity, at: Path, rules: ScalingRules): void => {
  const { stabilizationWindowSeconds: window, policies } = rules;
  if (window !== undefined && window < 0) {
    check.invalid([...at, "stabilizationWindowSeconds"], window, "must be greater than or equal to zero");
  }
  if (window !== undefined && window > MAX_WINDOW_SECONDS) {
    const detail = `must be less than or equal to ${String(MAX_WINDOW_SECONDS)}`;
    check.invalid([...at, "stabilizationWindowSeconds"], window, detail);
  }
  if (policies.length === 0) check.required([...at, "policies"], "must specify at least one Policy");
  for (const [ix, { value, periodSeconds }] of policies.entries()) {
    const path = [...at, "policies", ix];
    if (value <= 0) check.invalid([...path, "value"], value, "must be greater than zero");
    if (periodSeconds <= 0) check.invalid([...path, "periodSeconds"], periodSeconds, "must be greater than zero");
    if (periodSeconds > MAX_PERIOD_SECONDS) {
      const detail = `must be less than or equal to ${String(MAX_PERIOD_SECONDS)}`;
      check.invalid([...path, "periodSeconds"], periodSeconds, detail);
    }
  }
};

const checkSpec = (check: Validity, spec: HorizontalPodAutoscalerSpec): void => {
  const { minReplicas, maxReplicas, scaleTargetRef } = spec;
  if (minReplicas < 1) {
    check.invalid(["spec", "minReplicas"], minReplicas, "must be greater than or equal to 1");
  }
  if (maxReplicas < 1) check.invalid(["spec", "maxReplicas"], maxReplicas, "must be greater than 0");
  if (maxReplicas < minReplicas) {
    check.invalid(["spec", "maxReplicas"], maxReplicas, "must be greater than or equal to `minReplicas`");
  }
  if (scaleTargetRef.kind === "") check.required(["spec", "scaleTargetRef", "kind"]);
  if (scaleTargetRef.name === "") check.required(["spec", "scaleTargetRef", "name"]);
  for (const [ix, metric] of spec.metrics.entries()) checkMetric(check, ["spec", "metrics", ix], metric);
  if (spec.behavior === undefined) return;
  checkRules(check, ["spec", "behavior", "scaleUp"], spec.behavior.scaleUp);
  checkRules(check, ["spec", "behavior", "scaleDown"], spec.behavior.scaleDown);
};

export const checkHorizontalPodAutoscaler = (check: Validity, { metadata, spec }: HorizontalPodAutoscaler): void => {
  checkMeta(check, metadata, pathSegment);
  checkSpec(check, spec);
};
