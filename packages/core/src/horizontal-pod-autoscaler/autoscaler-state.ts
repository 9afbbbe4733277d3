// What a HorizontalPodAutoscaler is at an instant: its object as last written, and what its controller has made of it.
import type { HorizontalPodAutoscaler } from "../api/horizontal-pod-autoscaler.js";
import type { AutoscalerIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface AutoscalerCondition {
  readonly type: "AbleToScale" | "ScalingActive" | "ScalingLimited";
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionUs: SimTime;
}

/** What one metric came to; amounts in thousandths of its unit, null = the metric has no such value. */
export interface MetricReading {
  readonly averageUtilization: number | null;
  readonly averageValueMilli: number | null;
  readonly valueMilli: number | null;
}

export interface AutoscalerStatus {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  /** -1 = it never scaled. */
  readonly lastScaleUs: SimTime;
  /** One per metric of the spec, null for one that could not be read; empty before the first look. */
  readonly currentMetrics: readonly (MetricReading | null)[];
}

export interface AutoscalerState {
  readonly ix: AutoscalerIx;
  readonly uid: string;
  readonly object: HorizontalPodAutoscaler;
  readonly createdAtUs: SimTime;
  readonly status: AutoscalerStatus;
  readonly conditions: readonly AutoscalerCondition[];
}

/** The conditions after one of them was written: its time moves only when its status does. */
export const withCondition = (
  conditions: readonly AutoscalerCondition[],
  next: Omit<AutoscalerCondition, "lastTransitionUs">,
  at: SimTime,
): readonly AutoscalerCondition[] => {
  const ix = conditions.findIndex(({ type }) => type === next.type);
  const old = conditions[ix];
  if (old === undefined) return [...conditions, { lastTransitionUs: at, ...next }];
  if (old.status === next.status && old.reason === next.reason && old.message === next.message) return conditions;
  return conditions.with(ix, { lastTransitionUs: old.status === next.status ? old.lastTransitionUs : at, ...next });
};
