// The front door of scheduler: a cluster that runs, its world to read, and what can be asked of it.
export { createCluster } from "./model.js";
export { judgeLog } from "./judge-log.js";
export { LoneScheduler } from "./lone-scheduler.js";
export { applyFact } from "./cluster/apply-fact.js";
export { quotaUsage } from "./api-server/pod-limits.js";
export { entityState } from "./cluster/entity-state.js";
export { lawfulView } from "./cluster/lawful-view.js";
export { createWorld } from "./cluster/world.js";
export { DEFAULT_HORIZONTAL_AUTOSCALER } from "./autoscaling-settings.js";
export { DEFAULT_CLUSTER_AUTOSCALER, GROUP_LABEL, nodeOf } from "./node-autoscaling/node-group.js";
export { DEFAULT_LATENCIES } from "./settings.js";
export { DEFAULT_SCHEDULER, profilesFor } from "./configuration/build-profiles.js";
export { readConfiguration } from "./configuration/read-configuration.js";
export { DEFAULT_CONFIGURATION } from "./configuration/scheduler-configuration.js";
export { drawnOffset, tieBreakOf } from "./drawn-tie-break.js";
export { Agenda } from "./engine/agenda.js";
export { draw } from "./engine/draw.js";
export { Heartbeats } from "./node-health/heartbeat.js";
export { seededDraws } from "./seeded-draws.js";
export { sample } from "./engine/distribution.js";
export { LiveView } from "./cluster/live-view.js";
export { ACTION } from "./framework/wake.js";
export { DEFAULT_MULTI_POINT, PLUGINS_WITHOUT_HOOKS } from "./framework/default-plugins.js";
export { CycleState } from "./framework/cycle-state.js";
export { scheduleOne } from "./framework/cycle.js";
export { explainOne } from "./framework/explain.js";
export { reserveClaims } from "./framework/reserve-claims.js";
export { promisedPods } from "./still/promised-pods.js";
export { podViewOf } from "./framework/pod-view.js";
export { buildProfile, DEFAULT_PROFILE } from "./framework/profile.js";
export { ControllerFailure } from "./reconcilers/controller-failure.js";
export { ApiError } from "./reconcilers/api-error.js";
export { PluginFailure } from "./framework/plugin-failure.js";
export { readUserPlugin } from "./framework/user-plugin.js";
export { measureHeadroom } from "./still/headroom.js";
export { verdictsOn } from "./still/node-verdicts.js";
export { amountText, remediesFor } from "./still/remedies.js";
export { nearestShortfall, shortfallOn } from "./still/shortfall.js";
export { feasibleNodesToFind } from "./framework/sampling.js";
export { StillCluster } from "./still/still-cluster.js";
export { pluginTrials } from "./still/trials.js";
export { firstName, rendezvous } from "./framework/tie-break.js";
export { PLUGINS } from "./plugins/index.js";

export { restartBackOffLimits } from "./kubelet/kubelet-rules.js";
export { DEFAULT_EVICTION_THRESHOLDS } from "./kubelet/kubelet-config.js";
export type { LogToJudge } from "./judge-log.js";
export type { Cluster, ClusterParts } from "./model.js";
export type { HorizontalAutoscalerSettings } from "./autoscaling-settings.js";
export type {
  DisruptionBudget,
  DisruptionReason,
  KarpenterSettings,
  NodePool,
  Offering,
} from "./node-autoscaling/karpenter/node-pool.js";
export { CAPACITY_LABEL, POOL_LABEL } from "./node-autoscaling/karpenter/node-pool.js";
export type { ClusterAutoscalerSettings, Expander, NodeGroup, Shortage } from "./node-autoscaling/node-group.js";
export type { World, WorldView } from "./cluster/world.js";
export type {
  FirstReadinessProbe,
  KubeletSettings,
  Latencies,
  Reseed,
  SchedulerCost,
  SchedulerSettings,
  Settings,
} from "./settings.js";
export type { ReadConfiguration } from "./configuration/read-configuration.js";
export type { SchedulerConfiguration } from "./configuration/scheduler-configuration.js";
export type { BehaviorOf } from "./kubelet/container-life.js";
export type { RunLimits, Simulation, StopReason } from "./engine/simulation.js";
export type { ArrivalSource, ArrivalStream, ArrivingObject } from "./api-server/arrivals.js";
export type { ApiRequest, TimelineEntry } from "./api-server/request.js";
export type { NodeQuery } from "./api-server/node-query.js";
export type { ObjectRef } from "./api-server/object-ref.js";
export type { SetLoadRequest } from "./api-server/requests/set-load.js";
export { mattersTo as loadMattersTo } from "./controllers/autoscaling/loads-of-metric.js";
export type { Trigger, Waiting, Watch } from "./api-server/watched-entry.js";
export type { AddNodesRequest } from "./api-server/requests/add-nodes.js";
export { commandOutcomes } from "./kubelet/scripts/command-outcome.js";
export type { CommandOutcome } from "./kubelet/scripts/command-outcome.js";
export type { ApplyRequest } from "./api-server/requests/apply.js";
export type { DebugRequest } from "./api-server/requests/debug.js";
export type { PatchRequest } from "./api-server/requests/patch.js";
export type { Placement } from "./api-server/patched-object.js";
export type { CordonRequest } from "./api-server/requests/cordon.js";
export type { DeleteObjectRequest } from "./api-server/requests/delete-object.js";
export type { DrainNodesRequest } from "./api-server/requests/drain-nodes.js";
export type { DisturbControllerRequest } from "./api-server/requests/disturb-controller.js";
export type { RuntimeOutageRequest } from "./api-server/requests/runtime-outage.js";
export type { EvictPodsRequest } from "./api-server/requests/evict-pods.js";
export type { FindPodsRequest, FoundPod } from "./api-server/requests/find-pods.js";
export type {
  FindStandingRequest,
  FindWorkloadsRequest,
  FoundCronJob,
  FoundJob,
  FoundNode,
  FoundReplicaSet,
  FoundStatefulSet,
} from "./api-server/requests/find-workloads.js";
export type { FailNodesRequest } from "./api-server/requests/fail-nodes.js";
export type { RestartKubeletsRequest, ShutdownNodesRequest } from "./api-server/requests/shutdown-nodes.js";
export type { ReclaimNodesRequest } from "./api-server/requests/reclaim-nodes.js";
export type { SlowNodesRequest } from "./api-server/requests/slow-nodes.js";
export type { TroublePodsRequest } from "./api-server/requests/trouble-pods.js";
export type { PodQuery } from "./api-server/pod-query.js";
export type { SlowApiRequest } from "./api-server/requests/slow-api.js";
export type { ChangeBehaviorRequest } from "./api-server/requests/change-behavior.js";
export type { RegistryOutageRequest } from "./api-server/requests/registry-outage.js";
export type { RemoveNodesRequest } from "./api-server/requests/remove-nodes.js";
export type { RolloutUndoRequest } from "./api-server/requests/rollout-undo.js";
export type { ScaleRequest } from "./api-server/requests/scale.js";
export type { TaintNodesRequest } from "./api-server/requests/taint-nodes.js";
export type { SetTemplateRequest } from "./api-server/requests/set-template.js";
export type { ShowObject } from "./reconcilers/api-front.js";
export type {
  ApiCall,
  ApiMetadata,
  ApiObject,
  Call,
  Client,
  Reconcile,
  ReconcileContext,
  Reconciler,
  ReconcileResult,
  WatchedKind,
} from "./reconcilers/reconciler.js";
export type { ClusterView } from "./cluster/cluster-view.js";
export type { CycleOptions, Decision, NotPlaced, Placed, TryFailed } from "./framework/cycle.js";
export type { Rejected } from "./framework/filter-nodes.js";
export type { Explanation, PluginScores } from "./framework/explain.js";
export type { AnyPlugin, Candidates, NodeFilter, PluginHooks, SchedulerPlugin } from "./framework/plugin.js";
export type { PodView } from "./framework/pod-view.js";
export type { ProfileSpec } from "./framework/profile-outline.js";
export type { Profile } from "./framework/profile.js";
export type { TieBreak } from "./framework/tie-break.js";
export type { Headroom } from "./still/headroom.js";
export type { PluginVerdict } from "./still/node-verdicts.js";
export type { Remedy } from "./still/remedies.js";
export type { Lack, Shortfall } from "./still/shortfall.js";
export type { PodParts } from "./still/still-cluster.js";
export type { Code, Verdict } from "./framework/verdict.js";
