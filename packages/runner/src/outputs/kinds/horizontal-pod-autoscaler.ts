// HorizontalPodAutoscalers, with kubectl's columns.
import { formatQuantity, quantityFrom } from "@podsim/core";
import type { AutoscalerState, MetricReading, MetricSpec, MetricTarget } from "@podsim/core";
import { describeAutoscaler } from "../describe/describe-autoscaler.js";
import { autoscalerObject, milliText } from "../objects/autoscaler-object.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";

const UNKNOWN = "<unknown>";
/** As many metrics as are shown one by one. */
const SHOWN_MAX = 2;

type Reading = MetricReading | null | undefined;

const amount = (milli: number | null | undefined): string => (milli == null ? UNKNOWN : milliText(milli));

const against = ({ value, averageValue }: MetricTarget, reading: Reading, suffix: string): string =>
  averageValue === undefined
    ? `${amount(reading?.valueMilli)}/${formatQuantity(quantityFrom(value ?? "0"))}`
    : `${amount(reading?.averageValueMilli)}/${formatQuantity(quantityFrom(averageValue))}${suffix}`;

const targetText = (metric: MetricSpec, reading: Reading): string => {
  const { resource, containerResource, pods, object, external } = metric;
  const ofResource = resource ?? containerResource;
  if (ofResource !== undefined) {
    const { name, target } = ofResource;
    if (target.averageValue !== undefined) return `${name}: ${against(target, reading, "")}`;
    const used = reading?.averageUtilization == null ? UNKNOWN : `${String(reading.averageUtilization)}%`;
    return `${name}: ${used}/${String(target.averageUtilization ?? 0)}%`;
  }
  if (pods !== undefined) return against(pods.target, reading, "");
  return against((object ?? external)?.target ?? { type: "Value" }, reading, " (avg)");
};

const targetsText = ({ object, status }: AutoscalerState): string => {
  const { metrics } = object.spec;
  const texts = metrics.slice(0, SHOWN_MAX).map((metric, ix) => targetText(metric, status.currentMetrics[ix]));
  const more = metrics.length - SHOWN_MAX;
  return more > 0 ? `${texts.join(", ")} + ${String(more)} more...` : texts.join(", ");
};

const listedAutoscaler = (autoscaler: AutoscalerState, view: RunView): Listed => {
  const { metadata, spec } = autoscaler.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
      targetsText(autoscaler),
      String(spec.minReplicas),
      String(spec.maxReplicas),
      String(autoscaler.status.currentReplicas),
      ageText(autoscaler.createdAtUs, view.nowUs),
    ],
    toObject: () => autoscalerObject(autoscaler, view.clock),
  };
};

export const horizontalPodAutoscalers = tabledKind<AutoscalerState>({
  kind: "HorizontalPodAutoscaler",
  group: "autoscaling",
  plural: "horizontalpodautoscalers",
  singular: "horizontalpodautoscaler",
  shortNames: ["hpa"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "REFERENCE" },
    { name: "TARGETS" },
    { name: "MINPODS" },
    { name: "MAXPODS" },
    { name: "REPLICAS" },
    AGE_COLUMN,
  ],
  entity: "autoscaler",
  table: (world) => world.autoscalers,
  listed: listedAutoscaler,
  describe: describeAutoscaler,
});
