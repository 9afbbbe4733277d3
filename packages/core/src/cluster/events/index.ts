// The registry of everything that can happen to the cluster as a whole.
import { apiServerRecovered } from "./api-server-recovered.js";
import { apiServerSlowed } from "./api-server-slowed.js";
import { behaviorChanged } from "./behavior-changed.js";
import { behaviorRestored } from "./behavior-restored.js";
import { controllerDisturbed } from "./controller-disturbed.js";
import { evictionRefused } from "./eviction-refused.js";
import { interventionApplied } from "./intervention-applied.js";
import { limitRangeApplied } from "./limit-range-applied.js";
import { limitRangeDeleted } from "./limit-range-deleted.js";
import { loadSet } from "./load-set.js";
import { namespaceAnnotated } from "./namespace-annotated.js";
import { namespaceCreated } from "./namespace-created.js";
import { nodeAutoscalerNoted } from "./node-autoscaler-noted.js";
import { nodeGroupBackedOff } from "./node-group-backed-off.js";
import { nodeGroupResized } from "./node-group-resized.js";
import { priorityClassApplied } from "./priority-class-applied.js";
import { registryOutageBegan } from "./registry-outage-began.js";
import { registryOutageEnded } from "./registry-outage-ended.js";
import { resourceQuotaApplied } from "./resource-quota-applied.js";
import { resourceQuotaDeleted } from "./resource-quota-deleted.js";
import { runtimeClassApplied } from "./runtime-class-applied.js";
import { requestRefused } from "./request-refused.js";

export const CLUSTER_EVENTS = [
  evictionRefused,
  interventionApplied,
  namespaceCreated,
  priorityClassApplied,
  runtimeClassApplied,
  registryOutageBegan,
  registryOutageEnded,
  requestRefused,
  limitRangeApplied,
  limitRangeDeleted,
  resourceQuotaApplied,
  resourceQuotaDeleted,
  loadSet,
  behaviorChanged,
  behaviorRestored,
  apiServerSlowed,
  apiServerRecovered,
  nodeGroupResized,
  nodeGroupBackedOff,
  nodeAutoscalerNoted,
  controllerDisturbed,
  namespaceAnnotated,
] as const;
