// How a cluster's horizontal pod autoscaler and its metrics server are set up; the values a cluster has where nobody says more.
import type { Duration } from "@podsim/core";
import { MINUTE, SECOND } from "@podsim/core/time";

export interface HorizontalAutoscalerSettings {
  /** From one look at an autoscaler to the next. */
  readonly syncPeriodUs: Duration;
  /** How far a ratio may be from 1 without anything being done about it. */
  readonly tolerance: number;
  readonly downscaleStabilizationUs: Duration;
  readonly cpuInitializationUs: Duration;
  readonly initialReadinessUs: Duration;
  /** From one of the metrics server's looks at the nodes to the next; each sample is the mean over that time. */
  readonly metricResolutionUs: Duration;
}

export const DEFAULT_HORIZONTAL_AUTOSCALER: HorizontalAutoscalerSettings = {
  syncPeriodUs: 15 * SECOND,
  tolerance: 0.1,
  downscaleStabilizationUs: 5 * MINUTE,
  cpuInitializationUs: 5 * MINUTE,
  initialReadinessUs: 30 * SECOND,
  metricResolutionUs: 15 * SECOND,
};
