// HorizontalPodAutoscaler (autoscaling/v2, and v1 read as v2): the fields podsim reads after defaulting, and its codecs.
import type { LabelSelector, ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import { listOf } from "./api-type.js";
import { quantityText } from "./quantity-text.js";
import { constant, enumeration, int32, text } from "./scalars.js";
import { completed, defaulted, defaultedPointer, governing, optional, optionalPointer, struct } from "./struct.js";

export interface CrossVersionObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

export interface MetricTarget {
  readonly type: "Utilization" | "Value" | "AverageValue";
  /** Quantities as text. */
  readonly value?: string;
  readonly averageValue?: string;
  /** Percent of what the pods request. */
  readonly averageUtilization?: number;
}

export interface MetricIdentifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

export interface MetricSpec {
  readonly type: "Resource" | "ContainerResource" | "Pods" | "Object" | "External";
  readonly resource?: { readonly name: string; readonly target: MetricTarget };
  readonly containerResource?: { readonly name: string; readonly container: string; readonly target: MetricTarget };
  readonly pods?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
  readonly object?: {
    readonly describedObject: CrossVersionObjectReference;
    readonly metric: MetricIdentifier;
    readonly target: MetricTarget;
  };
  readonly external?: { readonly metric: MetricIdentifier; readonly target: MetricTarget };
}

export interface ScalingPolicy {
  readonly type: "Pods" | "Percent";
  readonly value: number;
  readonly periodSeconds: number;
}

export interface ScalingRules {
  /** Absent only on the way down, where the controller's own setting counts. */
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy: "Max" | "Min" | "Disabled";
  readonly policies: readonly ScalingPolicy[];
}

export interface HorizontalPodAutoscalerSpec {
  readonly scaleTargetRef: CrossVersionObjectReference;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly MetricSpec[];
  readonly behavior?: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
}

export interface HorizontalPodAutoscaler {
  readonly apiVersion: "autoscaling/v2";
  readonly kind: "HorizontalPodAutoscaler";
  readonly metadata: ObjectMeta;
  readonly spec: HorizontalPodAutoscalerSpec;
}

const reference = struct<CrossVersionObjectReference>("CrossVersionObjectReference", {
  apiVersion: optional(text),
  kind: defaulted(text, ""),
  name: defaulted(text, ""),
});

const metricTarget = struct<MetricTarget>("MetricTarget", {
  type: governing(enumeration(["Utilization", "Value", "AverageValue"], { emptyIsMissing: true }), "Utilization"),
  value: optionalPointer(quantityText),
  averageValue: optionalPointer(quantityText),
  averageUtilization: optionalPointer(int32),
});

const identifier = struct<MetricIdentifier>("MetricIdentifier", {
  name: defaulted(text, ""),
  selector: optional(labelSelector),
});

type Source<K extends keyof MetricSpec> = NonNullable<MetricSpec[K]>;

const NO_TARGET = { type: "Utilization" };

const metricSpec = struct<MetricSpec>("MetricSpec", {
  type: governing(
    enumeration(["Resource", "ContainerResource", "Pods", "Object", "External"], { emptyIsMissing: true }),
    "Resource",
  ),
  resource: optionalPointer(
    struct<Source<"resource">>("ResourceMetricSource", {
      name: defaulted(text, ""),
      target: defaulted(metricTarget, NO_TARGET),
    }),
  ),
  containerResource: optionalPointer(
    struct<Source<"containerResource">>("ContainerResourceMetricSource", {
      name: defaulted(text, ""),
      container: defaulted(text, ""),
      target: defaulted(metricTarget, NO_TARGET),
    }),
  ),
  pods: optionalPointer(
    struct<Source<"pods">>("PodsMetricSource", {
      metric: defaulted(identifier, {}),
      target: defaulted(metricTarget, NO_TARGET),
    }),
  ),
  object: optionalPointer(
    struct<Source<"object">>("ObjectMetricSource", {
      describedObject: defaulted(reference, {}),
      metric: defaulted(identifier, {}),
      target: defaulted(metricTarget, NO_TARGET),
    }),
  ),
  external: optionalPointer(
    struct<Source<"external">>("ExternalMetricSource", {
      metric: defaulted(identifier, {}),
      target: defaulted(metricTarget, NO_TARGET),
    }),
  ),
});

const policy = struct<ScalingPolicy>("HPAScalingPolicy", {
  type: governing(enumeration(["Pods", "Percent"], { emptyIsMissing: true }), "Pods"),
  value: defaulted(int32, 0),
  periodSeconds: defaulted(int32, 0),
});

interface RulesDraft {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy: ScalingRules["selectPolicy"];
  readonly policies?: readonly ScalingPolicy[];
}

const rulesDraft = struct<RulesDraft>(
  "HPAScalingRules",
  {
    stabilizationWindowSeconds: optionalPointer(int32),
    selectPolicy: defaultedPointer(enumeration(["Max", "Min", "Disabled"]), "Max"),
    policies: optionalPointer(listOf(policy)),
  },
  { notModelled: { tolerance: "the tolerance is that of the controller in both directions" } },
);

const UP_POLICIES: readonly ScalingPolicy[] = [
  { type: "Pods", value: 4, periodSeconds: 15 },
  { type: "Percent", value: 100, periodSeconds: 15 },
];
const DOWN_POLICIES: readonly ScalingPolicy[] = [{ type: "Percent", value: 100, periodSeconds: 15 }];

const scaleUp = completed<RulesDraft, ScalingRules>(rulesDraft, (draft) => ({
  ...draft,
  stabilizationWindowSeconds: draft.stabilizationWindowSeconds ?? 0,
  policies: draft.policies ?? UP_POLICIES,
}));

const scaleDown = completed<RulesDraft, ScalingRules>(rulesDraft, (draft) => ({
  ...draft,
  policies: draft.policies ?? DOWN_POLICIES,
}));

const behavior = struct<NonNullable<HorizontalPodAutoscalerSpec["behavior"]>>("HorizontalPodAutoscalerBehavior", {
  scaleUp: defaultedPointer(scaleUp, {}),
  scaleDown: defaultedPointer(scaleDown, {}),
});

const cpuAt = (averageUtilization: number): MetricSpec => ({
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization } },
});

/** Where an autoscaler says nothing of metrics. */
const DEFAULT_METRICS: readonly MetricSpec[] = [cpuAt(80)];

const spec = completed<HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerSpec>(
  struct<HorizontalPodAutoscalerSpec>("HorizontalPodAutoscalerSpec", {
    scaleTargetRef: defaulted(reference, {}),
    minReplicas: defaultedPointer(int32, 1),
    maxReplicas: defaulted(int32, 0),
    metrics: defaulted(listOf(metricSpec), []),
    behavior: optionalPointer(behavior),
  }),
  (draft) => (draft.metrics.length > 0 ? draft : { ...draft, metrics: DEFAULT_METRICS }),
);

export const horizontalPodAutoscalerCodec = struct<HorizontalPodAutoscaler>(
  "HorizontalPodAutoscaler",
  {
    apiVersion: defaulted(constant("autoscaling/v2"), "autoscaling/v2"),
    kind: defaulted(constant("HorizontalPodAutoscaler"), "HorizontalPodAutoscaler"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(spec, {}),
  },
  { inert: ["status"] },
);

interface SpecV1 extends Omit<HorizontalPodAutoscalerSpec, "metrics" | "behavior"> {
  readonly targetCPUUtilizationPercentage?: number;
}

interface AutoscalerV1 {
  readonly apiVersion: "autoscaling/v1";
  readonly kind: "HorizontalPodAutoscaler";
  readonly metadata: ObjectMeta;
  readonly spec: SpecV1;
}

const autoscalerV1 = struct<AutoscalerV1>(
  "HorizontalPodAutoscaler",
  {
    apiVersion: defaulted(constant("autoscaling/v1"), "autoscaling/v1"),
    kind: defaulted(constant("HorizontalPodAutoscaler"), "HorizontalPodAutoscaler"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(
      struct<SpecV1>("HorizontalPodAutoscalerSpec", {
        scaleTargetRef: defaulted(reference, {}),
        minReplicas: defaultedPointer(int32, 1),
        maxReplicas: defaulted(int32, 0),
        targetCPUUtilizationPercentage: optionalPointer(int32),
      }),
      {},
    ),
  },
  { inert: ["status"] },
);

/** Version 1 knows one metric: the use of CPU. */
export const horizontalPodAutoscalerV1Codec = completed<AutoscalerV1, HorizontalPodAutoscaler>(
  autoscalerV1,
  ({ metadata, spec: { targetCPUUtilizationPercentage, ...rest } }) => ({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata,
    spec: {
      ...rest,
      metrics: targetCPUUtilizationPercentage === undefined ? DEFAULT_METRICS : [cpuAt(targetCPUUtilizationPercentage)],
    },
  }),
);
