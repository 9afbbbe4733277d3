// The registry of everything that thresholds can be put on.
import type { MetricDefinition } from "../run/measure/metric.js";
import { kubePodContainerStatusRestartsTotal } from "./kube-pod-container-status-restarts-total.js";
import { simAvailableRatio } from "./sim-available-ratio.js";
import { simAvailableReplicas } from "./sim-available-replicas.js";
import { simCostTotal } from "./sim-cost-total.js";
import { simEvictionsRefusedTotal } from "./sim-evictions-refused-total.js";
import { simEvictionsTotal } from "./sim-evictions-total.js";
import { simInterventionSettledSeconds } from "./sim-intervention-settled-seconds.js";
import { simInterventionsTotal } from "./sim-interventions-total.js";
import { simLoadShortfallSecondsTotal } from "./sim-load-shortfall-seconds-total.js";
import { simNodeHoursTotal } from "./sim-node-hours-total.js";
import { simNodesReady } from "./sim-nodes-ready.js";
import { schedulerPodSchedulingSliDurationSeconds } from "./scheduler-pod-scheduling-sli-duration-seconds.js";
import { simAllocatedAtDemandRatio } from "./sim-allocated-at-demand-ratio.js";
import { simFragmentationRatio } from "./sim-fragmentation-ratio.js";
import { simImagePullBytesTotal } from "./sim-image-pull-bytes-total.js";
import { simNodeSecondsTotal } from "./sim-node-seconds-total.js";
import { simNodeUtilisation } from "./sim-node-utilisation.js";
import { simNodesEmpty } from "./sim-nodes-empty.js";
import { simPendingPodSeconds } from "./sim-pending-pod-seconds.js";
import { simWorkloadAvailableRatio } from "./sim-workload-available-ratio.js";
import { simPendingPods } from "./sim-pending-pods.js";
import { simReadyEndpoints } from "./sim-ready-endpoints.js";
import { simReasonPods } from "./sim-reason-pods.js";
import { simTimeToReadySeconds } from "./sim-time-to-ready-seconds.js";
import { simTimeToScheduleSeconds } from "./sim-time-to-schedule-seconds.js";

export const METRICS: readonly MetricDefinition[] = [
  simPendingPods,
  simAvailableReplicas,
  simAvailableRatio,
  simTimeToReadySeconds,
  simTimeToScheduleSeconds,
  simReasonPods,
  simEvictionsTotal,
  simInterventionsTotal,
  simEvictionsRefusedTotal,
  simInterventionSettledSeconds,
  simNodesReady,
  simNodeHoursTotal,
  simCostTotal,
  simLoadShortfallSecondsTotal,
  simReadyEndpoints,
  kubePodContainerStatusRestartsTotal,
  schedulerPodSchedulingSliDurationSeconds,
  simAllocatedAtDemandRatio,
  simFragmentationRatio,
  simImagePullBytesTotal,
  simNodeSecondsTotal,
  simNodeUtilisation,
  simNodesEmpty,
  simPendingPodSeconds,
  simWorkloadAvailableRatio,
];

export const METRIC_BY_NAME: ReadonlyMap<string, MetricDefinition> = new Map(
  METRICS.map((metric) => [metric.name, metric]),
);
