// `describe hpa`: kubectl's fields in kubectl's order.
import { formatQuantity, quantityFrom } from "@podsim/core";
import type { AutoscalerState, MetricReading, MetricSpec, MetricTarget, ScalingRules } from "@podsim/core";
import { milliText } from "../objects/autoscaler-object.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";

type Reading = MetricReading | null | undefined;

const UNKNOWN = "<unknown>";

const amount = (quantity: string | undefined): string =>
  quantity === undefined ? "<auto>" : formatQuantity(quantityFrom(quantity));

const averageText = (reading: Reading): string =>
  reading?.averageValueMilli == null ? UNKNOWN : milliText(reading.averageValueMilli);
const valueText = (reading: Reading): string => (reading?.valueMilli == null ? UNKNOWN : milliText(reading.valueMilli));

const ofPods = (label: string, target: MetricTarget, reading: Reading): readonly [string, string] => {
  if (target.averageValue !== undefined)
    return [`${label}:`, `${averageText(reading)} / ${amount(target.averageValue)}`];
  const isKnown = reading?.averageUtilization != null;
  const current = isKnown ? `${String(reading.averageUtilization)}% (${averageText(reading)})` : UNKNOWN;
  return [`${label}  (as a percentage of request):`, `${current} / ${String(target.averageUtilization ?? 0)}%`];
};

const ofValue = (label: string, target: MetricTarget, reading: Reading): readonly [string, string] =>
  target.averageValue === undefined
    ? [`${label} (target value):`, `${valueText(reading)} / ${amount(target.value)}`]
    : [`${label} (target average value):`, `${averageText(reading)} / ${amount(target.averageValue)}`];

const metricTexts = (metric: MetricSpec, reading: Reading): readonly [string, string] => {
  const { resource, containerResource, pods, object, external } = metric;
  if (resource !== undefined) return ofPods(`resource ${resource.name} on pods`, resource.target, reading);
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    return ofPods(`resource ${name} of container "${container}" on pods`, target, reading);
  }
  if (pods !== undefined) return ofPods(`"${pods.metric.name}" on pods`, pods.target, reading);
  if (object !== undefined) {
    const { kind, name } = object.describedObject;
    return ofValue(`"${object.metric.name}" on ${kind}/${name}`, object.target, reading);
  }
  return ofValue(`"${external?.metric.name ?? ""}"`, external?.target ?? { type: "Value" }, reading);
};

const describeRules = (title: string, rules: ScalingRules, out: IndentedWriter): void => {
  out.line(1, `${title}:`);
  const { stabilizationWindowSeconds: window, selectPolicy, policies } = rules;
  if (window !== undefined) out.line(2, `Stabilization Window: ${String(window)} seconds`);
  out.line(2, `Select Policy: ${selectPolicy}`);
  out.line(2, "Policies:");
  for (const { type, value, periodSeconds } of policies) {
    out.line(3, `- Type: ${type}`, `Value: ${String(value)}`, `Period: ${String(periodSeconds)} seconds`);
  }
};

export const describeAutoscaler = (autoscaler: AutoscalerState, view: RunView, out: IndentedWriter): void => {
  const { object, status, conditions } = autoscaler;
  const { name, namespace, labels, annotations } = object.metadata;
  const { spec } = object;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.line(0, "CreationTimestamp:", view.clock.rfc1123(autoscaler.createdAtUs));
  out.line(0, "Reference:", `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  out.line(0, "Metrics:", "( current / target )");
  for (const [ix, metric] of spec.metrics.entries()) out.line(1, ...metricTexts(metric, status.currentMetrics[ix]));
  out.line(0, "Min replicas:", String(spec.minReplicas));
  out.line(0, "Max replicas:", String(spec.maxReplicas));
  if (spec.behavior !== undefined) {
    out.line(0, "Behavior:");
    describeRules("Scale Up", spec.behavior.scaleUp, out);
    describeRules("Scale Down", spec.behavior.scaleDown, out);
  }
  const sizes = `${String(status.currentReplicas)} current / ${String(status.desiredReplicas)} desired`;
  out.line(0, `${spec.scaleTargetRef.kind} pods:`, sizes);
  if (conditions.length > 0) {
    out.line(0, "Conditions:");
    out.line(1, "Type", "Status", "Reason", "Message");
    out.line(1, "----", "------", "------", "-------");
    for (const { type, status: is, reason, message } of conditions) out.line(1, type, is, reason, message);
  }
  describeEvents(view, "HorizontalPodAutoscaler", namespace, name, out);
};
