// The front door of core: named exports only, values and types apart.
export { EVENTS } from "./events.js";
export { INVARIANTS } from "./invariants/index.js";
export { invariantBuilders } from "./law/builders.js";
export { stateIn } from "./law/entity-tables.js";
export { violated } from "./law/invariant.js";
export { Judge } from "./law/judge.js";
export { subjectOf } from "./law/witness.js";
export { uuidOfWords } from "./hex.js";
export { objectKey } from "./ids.js";
export { invariant, InvariantViolation } from "./invariant.js";
export { DEFAULT_PROFILE, FEATURE_GATES, isGateOn, KUBERNETES_VERSIONS, profileOf } from "./profile.js";
export { accountedSpec, findCondition, isActive, isReady, isTerminalPhase, placeOf, specOf } from "./pod/pod-state.js";
export { conditionGenerationOf, generationOf, observedGenerationOf } from "./pod/generation.js";
export {
  containerAt,
  containerCount,
  ephemeralStart,
  isEphemeralIx,
  containerIxOf,
  fieldPathOf,
  isInitIx,
  isSidecar,
} from "./pod/container-list.js";
export { runtimeAt } from "./pod/container-runtime.js";
export { restartsAfter } from "./pod/restart-policy.js";
export { placeOfRestartRules, withoutRestartRules } from "./api/disabled-fields.js";
export { KNOWN_KINDS } from "./api/known-kinds.js";
export { parseObjectPath, putAtPath } from "./api/object-path.js";
export { keepPullPolicies, podUpdateObjections } from "./api/pod-update.js";
export { isSameValue } from "./api/same-value.js";
export { podResizeObjections } from "./api/pod-resize.js";
export { allocatedSpec, awaitsAllocation, isToBeResized } from "./pod/resize.js";
export { containerResized } from "./pod/events/container-resized.js";
export { podResizeAllocated } from "./pod/events/pod-resize-allocated.js";
export { podResizeDeclined } from "./pod/events/pod-resize-declined.js";
export { containerImageKept } from "./pod/events/container-image-kept.js";
export { podConditionSet } from "./pod/events/pod-condition-set.js";
export { podReleased } from "./pod/events/pod-released.js";
export { podUpdated } from "./pod/events/pod-updated.js";
export {
  isExpired,
  isInBackOffSince,
  isInBackOffSinceUpdate,
  nextBackOff,
  BACK_OFF_EXPIRY_US,
  BACK_OFF_INITIAL_US,
  BACK_OFF_MAX_US,
} from "./kubelet/back-off.js";
export { replay, foldEvents } from "./decider.js";
export { keptReadings } from "./kept-readings.js";
export { parseClock, parseDuration } from "./parse-duration.js";
export { formatClock, formatDuration, formatGoDuration, humanDuration } from "./time.js";
export {
  addQuantities,
  compareQuantities,
  decodeQuantity,
  formatQuantity,
  milliQuantityOf,
  milliValue,
  parseQuantity,
  quantityOf,
  sumQuantities,
  value,
  ZERO,
} from "./quantity.js";
export {
  admitPod,
  withRuntimeClass,
  completePodSpec,
  decodeChecked,
  decodeObject,
  didYouMean,
  expandList,
  fieldText,
  kindDefinedBy,
  parseImageReference,
  showValue,
  toProblem,
} from "./api/index.js";
export { checkNodeAffinity, checkTopologySpread } from "./api/affinity-validation.js";
export { qualifiedName } from "./api/names.js";
export { Validity } from "./api/validity.js";
export { listOf } from "./api/api-type.js";
export { topologySpreadConstraint } from "./api/affinity-codec.js";
export { nodeSelectorTerm } from "./api/meta-codec.js";
export { constant, enumeration, int32, int64, text, texts, yesOrNo } from "./api/scalars.js";
export { defaulted, defaultedPointer, optional, optionalPointer, required, struct } from "./api/struct.js";
export { quantityFrom } from "./api/quantity-text.js";
export { compileLabelMap, compileLabelSelector, formatLabelSelector, requiredLabels } from "./api/selectors.js";
export { compileNodeSelector, compileNodeSelectorTerm, compileRequiredNodes } from "./api/node-selectors.js";
export { selectorErrorText } from "./api/requirement.js";
export { findUntoleratedTaint, tolerates, toleratesTaint } from "./api/tolerations.js";
export { compileSelectorText } from "./api/selector-text.js";
export { defaultPullPolicy } from "./api/image-reference.js";
export { referencedAmount } from "./api/resource-reference.js";
export { generatedName } from "./generated-names.js";
export { inOrder, textsInOrder } from "./in-order.js";
export { BURST_REPLICAS, nextBatchSize } from "./replica-set/slow-start.js";
export { availabilityCheckUs, isAvailable, readySinceUs } from "./replica-set/availability.js";
export { compareForScaleDown, scaleDownCandidate, selectVictims } from "./replica-set/scale-down-ranking.js";
export { daemonPlaces, daemonTemplate, isOfRevision, pinnedTemplate, targetNode } from "./daemon-set/daemon-pods.js";
export { planDaemonUpdate, updateLimits } from "./daemon-set/plan-daemon-update.js";
export { claimNameAt, ordinalOf, podNameAt, revisionOf, statefulTemplate } from "./stateful-set/stateful-pods.js";
export { planStatefulSet } from "./stateful-set/plan-stateful-set.js";
export { offsetFrom, rfc1123Of } from "./cron-job/calendar.js";
export { parseSchedule } from "./cron-job/schedule.js";
export { isKubeletAtWork, isMachineAtWork, keepsKubelet, losesPower } from "./node/node-state.js";
export { withCondition as withAutoscalerCondition } from "./horizontal-pod-autoscaler/autoscaler-state.js";
export { groupOf } from "./horizontal-pod-autoscaler/group-pods.js";
export { measuredPod } from "./horizontal-pod-autoscaler/measured-pod.js";
export { proposeForPods, proposeForShare, proposeForValue } from "./horizontal-pod-autoscaler/propose-replicas.js";
export {
  carriedOn,
  initialHistory,
  memoryOf,
  normalizeReplicas,
  withScaleEvent,
} from "./horizontal-pod-autoscaler/scaling-history.js";
export { isLoadSteady, loadAt, meanOfPiece, nextLoadBend } from "./cluster/load.js";
export { scheduledJob } from "./cron-job/scheduled-job.js";
export { assessJob } from "./job/assess-job.js";
export { completionIndex, indexedTemplate, isIndexed, podNameBase, withGeneratedSelector } from "./job/job-pods.js";
export { hasCondition as hasJobCondition, isJobFinished, jobFinishedUs } from "./job/job-state.js";
export { maxSurgeOf, maxUnavailableOf } from "./deployment/fenceposts.js";
export { isSameTemplate, templateHash, withTemplateHash, TEMPLATE_HASH_LABEL } from "./deployment/template-hash.js";
export { findNewSet } from "./deployment/new-replica-set.js";
export { compareByAge, nextNewSetSize, planRollingUpdate } from "./deployment/rolling-update.js";
export { needsScaling, planScaling } from "./deployment/proportional-scaling.js";
export { expiredSets, nextRevision } from "./deployment/history.js";
export {
  isRolloutComplete,
  progressCheckUs,
  withAvailability,
  withNewSet,
  withPause,
  withProgress,
  withReplicaFailure,
} from "./deployment/conditions.js";
export { fullImageName, imageNameError, imageSpellings, registryOf } from "./api/image-name.js";
export { base64Length } from "./api/base64.js";
export {
  conditionMessage,
  containerStorageMessage,
  emptyDirMessage,
  podStorageMessage,
  pressureMessage,
} from "./kubelet/eviction/eviction-message.js";
export { lookAtNode, NO_PRESSURE } from "./kubelet/eviction/pressure-state.js";
export {
  nobodyToPreempt,
  podsToPreempt,
  PREEMPTING_MESSAGE,
  PREEMPTING_REASON,
} from "./kubelet/critical-preemption.js";
export type { Shortage } from "./kubelet/critical-preemption.js";
export { evictionOrder, isCritical } from "./kubelet/eviction/ranking.js";
export { isMet, resourceOf } from "./kubelet/eviction/threshold.js";
export { pressureWords } from "./node/pressure-words.js";
export { amountAt, firstAbove, nextBend } from "./kubelet/usage-curve.js";
export { missingForEnv, missingForVolumes } from "./config/missing-sources.js";
export { endpointOf, isSameEndpoint } from "./service/endpoint-of.js";
export { budgetStatusOf } from "./budget/arithmetic.js";
export { decideEviction } from "./budget/eviction.js";
export {
  conditionTaintChanges,
  isConditionTaint,
  taintId,
  NOT_READY_TAINT,
  UNREACHABLE_TAINT,
} from "./node/condition-taints.js";
export { evictionDelayOf } from "./node/eviction-delay.js";
export { evictionRateOf, zoneKeyOf, zoneStateOf, EXCLUDE_DISRUPTION_LABEL } from "./node/zone-disruption.js";
export { apiTime, containerIdText, shouldRestart } from "./pod/container-status.js";
export { sameStatus } from "./pod/pod-status.js";
export { asKubeletKnows } from "./pod/kubelet-copy.js";
export { computedPhase, markNotReady, markReadiness, reportStatus } from "./pod/report-status.js";
export { isHeldByFinalizers, deletionOf } from "./pod/deletion.js";
export { oomScoreAdj } from "./pod/oom-score.js";
export { qosClass } from "./pod/qos.js";
export { namedServiceAccount, serviceAccountOf } from "./pod/service-account.js";
export { nodeResources, nonZeroRequests, podRequests, unitsOf } from "./pod/requests.js";
export {
  ageColumn,
  ipColumn,
  nodeColumn,
  nominatedNodeColumn,
  podRow,
  readinessGatesColumn,
  readyColumn,
  restartCountOf,
  restartsColumn,
  statusColumn,
} from "./pod/status-column.js";
export { decideImage } from "./kubelet/image-decision.js";
export { lateAnswerText, noAnswerText, portNumberOf, probeError, probeOutcome } from "./kubelet/probe-outcome.js";
export { countProbe, NO_PROBE_COUNT } from "./kubelet/probe-worker.js";
export { decideRestart } from "./kubelet/restart-decision.js";
export { computePodActions } from "./kubelet/sync-pod.js";
export { planTermination } from "./kubelet/termination.js";
export { EMPTY_CLUSTER } from "./cluster/cluster-state.js";
export { containerCreated } from "./pod/events/container-created.js";
export { containerExited } from "./pod/events/container-exited.js";
export { containerHookFinished } from "./pod/events/container-hook-finished.js";
export { containerHookStarted } from "./pod/events/container-hook-started.js";
export { containerKillBegan } from "./pod/events/container-kill-began.js";
export { containerRestartBackedOff } from "./pod/events/container-restart-backed-off.js";
export { containerRestartDecided } from "./pod/events/container-restart-decided.js";
export { containerStarted } from "./pod/events/container-started.js";
export { imageAlreadyPresent } from "./pod/events/image-already-present.js";
export { imagePullBackedOff } from "./pod/events/image-pull-backed-off.js";
export { imagePullFailed } from "./pod/events/image-pull-failed.js";
export { imagePullForbidden } from "./pod/events/image-pull-forbidden.js";
export { imagePullStarted } from "./pod/events/image-pull-started.js";
export { imagePulled } from "./pod/events/image-pulled.js";
export { podBound } from "./pod/events/pod-bound.js";
export { podAdopted } from "./pod/events/pod-adopted.js";
export { podCreated } from "./pod/events/pod-created.js";
export { podFound } from "./pod/events/pod-found.js";
export { podEvictionCancelled } from "./pod/events/pod-eviction-cancelled.js";
export { podDeletionRequested } from "./pod/events/pod-deletion-requested.js";
export { podCutOff } from "./pod/events/pod-cut-off.js";
export { podDeadlineExceeded } from "./pod/events/pod-deadline-exceeded.js";
export { podDisruptionTargeted } from "./pod/events/pod-disruption-targeted.js";
export { podFailedByController } from "./pod/events/pod-failed-by-controller.js";
export { podMended } from "./pod/events/pod-mended.js";
export { podTroubled } from "./pod/events/pod-troubled.js";
export type { PodTrouble, PodTroubled } from "./pod/events/pod-troubled.js";
export { podMarkedNotReady } from "./pod/events/pod-marked-not-ready.js";
export { podReserved } from "./pod/events/pod-reserved.js";
export type { PodReserved } from "./pod/events/pod-reserved.js";
export { podNominated } from "./pod/events/pod-nominated.js";
export { podPreempted } from "./pod/events/pod-preempted.js";
export { podRejected } from "./pod/events/pod-rejected.js";
export { podRemoved } from "./pod/events/pod-removed.js";
export { podSandboxCreated } from "./pod/events/pod-sandbox-created.js";
export { podSandboxStopped } from "./pod/events/pod-sandbox-stopped.js";
export { podSchedulingFailed } from "./pod/events/pod-scheduling-failed.js";
export { podStatusKept } from "./pod/events/pod-status-kept.js";
export { podStatusReported } from "./pod/events/pod-status-reported.js";
export { imageNameRefused } from "./pod/events/image-name-refused.js";
export { containerConfigFailed } from "./pod/events/container-config-failed.js";
export { volumeMountFailed } from "./pod/events/volume-mount-failed.js";
export { probeErrored } from "./pod/events/probe-errored.js";
export { probeFailed } from "./pod/events/probe-failed.js";
export { probeResultStored } from "./pod/events/probe-result-stored.js";
export { diskNotFreed } from "./node/events/disk-not-freed.js";
export { imageRemoved } from "./node/events/image-removed.js";
export { kubeletRestarted } from "./node/events/kubelet-restarted.js";
export { nodeRuntimeMended } from "./node/events/node-runtime-mended.js";
export { nodeRuntimeTroubled } from "./node/events/node-runtime-troubled.js";
export { podNetworkNotReady } from "./pod/events/pod-network-not-ready.js";
export { containerStartFailed } from "./pod/events/container-start-failed.js";
export { podSandboxFailed } from "./pod/events/pod-sandbox-failed.js";
export { allowsSandbox, notReadyMessage, RUNTIME_DOWN_AFTER_US, sandboxError } from "./node/runtime-trouble.js";
export type { RuntimeTroubleKind } from "./node/runtime-trouble.js";
export { nodeShutdownBegan } from "./node/events/node-shutdown-began.js";
export { hasBackOffs, podBackOffsLost } from "./pod/events/pod-back-offs-lost.js";
export { nodeOutOfMemory } from "./node/events/node-out-of-memory.js";
export { nodePressureChanged } from "./node/events/node-pressure-changed.js";
export { nodeReclaimBegan } from "./node/events/node-reclaim-began.js";
export { podFailedByKubelet } from "./pod/events/pod-failed-by-kubelet.js";
export { imageStored } from "./node/events/image-stored.js";
export { nodeAdded } from "./node/events/node-added.js";
export { nodeFound } from "./node/events/node-found.js";
export { nodeCordoned } from "./node/events/node-cordoned.js";
export { nodeFailed } from "./node/events/node-failed.js";
export { nodeReadyChanged } from "./node/events/node-ready-changed.js";
export { nodeSlowed } from "./node/events/node-slowed.js";
export type { NodeSlowed } from "./node/events/node-slowed.js";
export { nodeSpeedRestored } from "./node/events/node-speed-restored.js";
export { nodeReclaimNoticed } from "./node/events/node-reclaim-noticed.js";
export { nodeRecovered } from "./node/events/node-recovered.js";
export { nodeRelabelled } from "./node/events/node-relabelled.js";
export { nodeRemoved } from "./node/events/node-removed.js";
export { nodeTainted } from "./node/events/node-tainted.js";
export { nodeUncordoned } from "./node/events/node-uncordoned.js";
export { nodeUntainted } from "./node/events/node-untainted.js";
export { controllerDisturbed } from "./cluster/events/controller-disturbed.js";
export { leaseApplied } from "./lease/events/lease-applied.js";
export { leaseDeleted } from "./lease/events/lease-deleted.js";
export { configMapApplied } from "./config/events/config-map-applied.js";
export { configMapDeleted } from "./config/events/config-map-deleted.js";
export { secretApplied } from "./config/events/secret-applied.js";
export { secretDeleted } from "./config/events/secret-deleted.js";
export { deploymentApplied } from "./deployment/events/deployment-applied.js";
export { deploymentConditionSet } from "./deployment/events/deployment-condition-set.js";
export { deploymentConditionRemoved } from "./deployment/events/deployment-condition-removed.js";
export { deploymentDeleted } from "./deployment/events/deployment-deleted.js";
export { deploymentStatusUpdated } from "./deployment/events/deployment-status-updated.js";
export { replicaSetCreated } from "./replica-set/events/replica-set-created.js";
export { replicaSetFound } from "./replica-set/events/replica-set-found.js";
export { replicaSetAnnotated } from "./replica-set/events/replica-set-annotated.js";
export { replicaSetCreateFailed } from "./replica-set/events/replica-set-create-failed.js";
export { replicaSetCreateRecovered } from "./replica-set/events/replica-set-create-recovered.js";
export { replicaSetMinReadyChanged } from "./replica-set/events/replica-set-min-ready-changed.js";
export { replicaSetDeleted } from "./replica-set/events/replica-set-deleted.js";
export { replicaSetAdopted } from "./replica-set/events/replica-set-adopted.js";
export { replicaSetReleased } from "./replica-set/events/replica-set-released.js";
export { jobReleased } from "./job/events/job-released.js";
export { replicaSetTemplateChanged } from "./replica-set/events/replica-set-template-changed.js";
export { replicaSetRevised } from "./replica-set/events/replica-set-revised.js";
export { replicaSetScaled } from "./replica-set/events/replica-set-scaled.js";
export { daemonSetApplied } from "./daemon-set/events/daemon-set-applied.js";
export { daemonSetCreateFailed } from "./daemon-set/events/daemon-set-create-failed.js";
export { daemonSetDeleted } from "./daemon-set/events/daemon-set-deleted.js";
export { daemonSetStatusUpdated } from "./daemon-set/events/daemon-set-status-updated.js";
export { statefulSetApplied } from "./stateful-set/events/stateful-set-applied.js";
export { statefulSetClaimRefused } from "./stateful-set/events/stateful-set-claim-refused.js";
export { statefulSetClaimCreated } from "./stateful-set/events/stateful-set-claim-created.js";
export { statefulSetCreateFailed } from "./stateful-set/events/stateful-set-create-failed.js";
export { statefulSetDeleted } from "./stateful-set/events/stateful-set-deleted.js";
export { statefulSetRevised } from "./stateful-set/events/stateful-set-revised.js";
export { statefulSetStatusUpdated } from "./stateful-set/events/stateful-set-status-updated.js";
export { autoscalerApplied } from "./horizontal-pod-autoscaler/events/autoscaler-applied.js";
export { autoscalerDeleted } from "./horizontal-pod-autoscaler/events/autoscaler-deleted.js";
export { autoscalerFailed } from "./horizontal-pod-autoscaler/events/autoscaler-failed.js";
export { autoscalerRescaled } from "./horizontal-pod-autoscaler/events/autoscaler-rescaled.js";
export { autoscalerStatusUpdated } from "./horizontal-pod-autoscaler/events/autoscaler-status-updated.js";
export { nodeAutoscalerNoted } from "./cluster/events/node-autoscaler-noted.js";
export { nodeGroupBackedOff } from "./cluster/events/node-group-backed-off.js";
export { nodeGroupResized } from "./cluster/events/node-group-resized.js";
export { loadSet } from "./cluster/events/load-set.js";
export { cronJobApplied } from "./cron-job/events/cron-job-applied.js";
export { cronJobDeleted } from "./cron-job/events/cron-job-deleted.js";
export { cronJobNoted } from "./cron-job/events/cron-job-noted.js";
export { cronJobStatusUpdated } from "./cron-job/events/cron-job-status-updated.js";
export { limitRangeApplied } from "./cluster/events/limit-range-applied.js";
export { limitRangeDeleted } from "./cluster/events/limit-range-deleted.js";
export { resourceQuotaApplied } from "./cluster/events/resource-quota-applied.js";
export { resourceQuotaDeleted } from "./cluster/events/resource-quota-deleted.js";
export { claimRangeRefusal, limitRangeRefusal, withLimitDefaults } from "./quota/limit-ranger.js";
export { COUNTED_KINDS, countsKind, objectQuotaRefusal, objectUsage } from "./quota/object-quota.js";
export { addUsage, covers, isCharged, podUsage, quotaRefusal } from "./quota/pod-quota.js";
export { jobApplied } from "./job/events/job-applied.js";
export { jobFound } from "./job/events/job-found.js";
export { jobConditionSet } from "./job/events/job-condition-set.js";
export { jobCreateFailed } from "./job/events/job-create-failed.js";
export { jobDeleted } from "./job/events/job-deleted.js";
export { jobStatusUpdated } from "./job/events/job-status-updated.js";
export { replicaSetStatusUpdated } from "./replica-set/events/replica-set-status-updated.js";
export { endpointRemoved } from "./service/events/endpoint-removed.js";
export { endpointSet } from "./service/events/endpoint-set.js";
export { serviceApplied } from "./service/events/service-applied.js";
export { serviceDeleted } from "./service/events/service-deleted.js";
export { budgetApplied } from "./budget/events/budget-applied.js";
export { budgetDeleted } from "./budget/events/budget-deleted.js";
export { budgetStatusUpdated } from "./budget/events/budget-status-updated.js";
export { evictionRefused } from "./cluster/events/eviction-refused.js";
export { interventionApplied } from "./cluster/events/intervention-applied.js";
export { namespaceAnnotated } from "./cluster/events/namespace-annotated.js";
export { namespaceCreated } from "./cluster/events/namespace-created.js";
export { claimApplied } from "./storage/events/claim-applied.js";
export { claimBound } from "./storage/events/claim-bound.js";
export { claimDeletionRequested } from "./storage/events/claim-deletion-requested.js";
export { claimLost } from "./storage/events/claim-lost.js";
export { claimNodeSelected } from "./storage/events/claim-node-selected.js";
export { claimProvisioningBegan } from "./storage/events/claim-provisioning-began.js";
export { claimRemoved } from "./storage/events/claim-removed.js";
export { claimWaiting } from "./storage/events/claim-waiting.js";
export { volumeAttachBegan } from "./storage/events/volume-attach-began.js";
export { volumeAttached } from "./storage/events/volume-attached.js";
export { volumeDetachBegan } from "./storage/events/volume-detach-began.js";
export { volumeDetachRequested } from "./storage/events/volume-detach-requested.js";
export { volumeDetachWithdrawn } from "./storage/events/volume-detach-withdrawn.js";
export { volumeDetached } from "./storage/events/volume-detached.js";
export { volumeAttachRefused } from "./pod/events/volume-attach-refused.js";
export { csiNodeApplied } from "./storage/events/csi-node-applied.js";
export { csiNodeRemoved } from "./storage/events/csi-node-removed.js";
export { isDefaultClass } from "./storage/storage-class-state.js";
export { storageClassApplied } from "./storage/events/storage-class-applied.js";
export { storageClassRemoved } from "./storage/events/storage-class-removed.js";
export { volumeApplied } from "./storage/events/volume-applied.js";
export { volumeBound } from "./storage/events/volume-bound.js";
export { volumeProvisioned } from "./storage/events/volume-provisioned.js";
export { volumeReleased } from "./storage/events/volume-released.js";
export { volumeRemoved } from "./storage/events/volume-removed.js";
export { claimClassOf } from "./storage/claim-state.js";
export { volumeDeletionRequested } from "./storage/events/volume-deletion-requested.js";
export { claimsOfPod } from "./storage/claims-of-pod.js";
export { claimSize, findVolume, isKeptFor, isReachableFrom, mismatchOf } from "./storage/match-volume.js";
export { volumeClassOf } from "./storage/volume-state.js";
export { runtimeClassApplied } from "./cluster/events/runtime-class-applied.js";
export { priorityClassApplied } from "./cluster/events/priority-class-applied.js";
export { apiServerRecovered } from "./cluster/events/api-server-recovered.js";
export { apiServerSlowed } from "./cluster/events/api-server-slowed.js";
export { behaviorChanged } from "./cluster/events/behavior-changed.js";
export { behaviorRestored } from "./cluster/events/behavior-restored.js";
export { registryOutageBegan } from "./cluster/events/registry-outage-began.js";
export { registryOutageEnded } from "./cluster/events/registry-outage-ended.js";
export { requestRefused } from "./cluster/events/request-refused.js";

export type { Announcement, Entity, Envelope, EventDefinition, FieldKind, FieldsOf, InvolvedObject } from "./event.js";
export type { Decider } from "./decider.js";
export type { FeatureGate, FeatureGates, KubernetesVersion, Profile } from "./profile.js";
export type { DurationRefusal } from "./parse-duration.js";
export type { Quantity, QuantityError } from "./quantity.js";
export type {
  Checked,
  Decoded,
  IgnoredField,
  ImageReference,
  ListItem,
  Path,
  Problem,
  ProblemCode,
} from "./api/index.js";
export type { ApiType } from "./api/api-type.js";
export type { LabelTest, SelectorError } from "./api/requirement.js";
export type { RequiredLabels } from "./api/selectors.js";
export type { NodeTest } from "./api/node-selectors.js";
export type { PodDeletionTerms } from "./pod/deletion.js";
export type { QosClass } from "./pod/qos.js";
export type { NodeResources, NonZeroRequests, PodRequests } from "./pod/requests.js";
export type { ReportStage } from "./pod/report-status.js";
export type { PodRow } from "./pod/status-column.js";
export type { ImageDecision } from "./kubelet/image-decision.js";
export type { ProbeOutcome } from "./kubelet/probe-outcome.js";
export type { ProbeCount } from "./kubelet/probe-worker.js";
export type { BackOffLimits } from "./kubelet/back-off.js";
export type { RestartDecision } from "./kubelet/restart-decision.js";
export type { PathStep } from "./api/object-path.js";
export type { ContainerKill, PodActions } from "./kubelet/sync-pod.js";
export type { StopPlan, Stopping } from "./kubelet/termination.js";
export type { ResourceUse, Usage, UsagePoint } from "./behavior.js";
export { textOfBase64 } from "./api/base64.js";
export type {
  BaseImage,
  FollowScript,
  ScriptCommand,
  ScriptExit,
  ScriptFile,
  ScriptHosts,
  ScriptInput,
  ScriptRequest,
  ScriptSource,
  ScriptTools,
  ScriptTrace,
} from "./script.js";
export type {
  Behavior,
  BehaviorChange,
  Crash,
  Distribution,
  HookBehavior,
  ProbeBehavior,
  ProbeFlap,
} from "./behavior.js";
export type { BudgetIx, DeploymentIx, NodeIx, ObjectKey, PodIx, ReplicaSetIx, ServiceIx } from "./ids.js";
export type { ClaimIx, VolumeAttachmentIx, VolumeIx } from "./ids.js";
export type { Duration, SimTime } from "./time.js";
export type {
  Phase,
  ConditionStatus,
  PodIdentity,
  PodOwner,
  PodBinding,
  PodDeletion,
  PodFailure,
  PodScheduling,
  ContainerRecord,
  StartFailure,
  BackOffEntry,
  ProbeType,
  ProbeResult,
  StoredProbes,
  ContainerRuntime,
  Sandbox,
  ImageBackOff,
  PodRuntime,
  Waiting,
  Running,
  Terminated,
  ContainerState,
  ContainerStatus,
  PodCondition,
  PodStatus,
  PodState,
} from "./pod/pod-state.js";
export type { ScaleDownCandidate } from "./replica-set/scale-down-ranking.js";
export type { RolloutSpec } from "./deployment/fenceposts.js";
export type { RolloutSet, Scaling } from "./deployment/rolling-update.js";
export type { CoveredPods } from "./budget/arithmetic.js";
export type { EvictionDecision } from "./budget/eviction.js";
export type { TaintChanges } from "./node/condition-taints.js";
export type { EvictionDelay } from "./node/eviction-delay.js";
export type { ZoneState } from "./node/zone-disruption.js";
export type { FailureMode, NodeState, StoredImage } from "./node/node-state.js";
export type { DeploymentCondition, DeploymentState, DeploymentStatus } from "./deployment/deployment-state.js";
export type { DaemonPlace } from "./daemon-set/daemon-pods.js";
export type { DaemonNode } from "./daemon-set/plan-daemon-update.js";
export type { DaemonSetState, DaemonSetStatus } from "./daemon-set/daemon-set-state.js";
export type { StatefulRevision, StatefulSetState, StatefulSetStatus } from "./stateful-set/stateful-set-state.js";
export type { StatefulPods } from "./stateful-set/plan-stateful-set.js";
export type { ZoneSpan } from "./cron-job/calendar.js";
export type { Schedule } from "./cron-job/schedule.js";
export type {
  AutoscalerCondition,
  AutoscalerState,
  AutoscalerStatus,
  MetricReading,
} from "./horizontal-pod-autoscaler/autoscaler-state.js";
export type { PodSample, StartUpRules } from "./horizontal-pod-autoscaler/group-pods.js";
export type { MeasuredPod } from "./horizontal-pod-autoscaler/measured-pod.js";
export type { PodSum, Proposal } from "./horizontal-pod-autoscaler/propose-replicas.js";
export type { ScalingHistory } from "./horizontal-pod-autoscaler/scaling-history.js";
export type { Load, LoadTarget } from "./cluster/load.js";
export type { CronJobState } from "./cron-job/cron-job-state.js";
export type { Countable } from "./quota/object-quota.js";
export type { QuotaUsage } from "./quota/pod-quota.js";
export type { NamespacePolicy } from "./cluster/namespace-policies.js";
export type { Assessment } from "./job/assess-job.js";
export type { WantedPod } from "./job/manage-job-pods.js";
export type { JobPod } from "./job/survey-job.js";
export type { JobCondition, JobState, JobStatus } from "./job/job-state.js";
export type { ReplicaSetState } from "./replica-set/replica-set-state.js";
export type { Endpoint, ServiceState } from "./service/service-state.js";
export type { PressureState } from "./kubelet/eviction/pressure-state.js";
export type { PodUse } from "./kubelet/eviction/ranking.js";
export type {
  EvictionSignal,
  EvictionThreshold,
  Observations,
  Pressure,
  StarvedResource,
} from "./kubelet/eviction/threshold.js";
export type { ControllerDisturbed, ControllerTrouble } from "./cluster/events/controller-disturbed.js";
export type { LeaseState } from "./lease/lease-state.js";
export type { ConfigMapState } from "./config/config-map-state.js";
export type { SecretState } from "./config/secret-state.js";
export type { ConfigLookup } from "./config/missing-sources.js";
export type { BudgetState, BudgetStatus } from "./budget/budget-state.js";
export type { ClusterState, InterventionRecord, NamespaceState, RegistryOutage } from "./cluster/cluster-state.js";
export type {
  Labels,
  ResourceList,
  OwnerReference,
  FoundMeta,
  ObjectMeta,
  TemplateMeta,
  LabelSelectorRequirement,
  LabelSelector,
  TaintEffect,
  Taint,
  Toleration,
  NodeSelectorRequirement,
  NodeSelectorTerm,
} from "./api/meta.js";
export type {
  EphemeralClaim,
  EphemeralContainer,
  ContainerPort,
  ExecAction,
  HttpGetAction,
  TcpSocketAction,
  GrpcAction,
  Probe,
  LifecycleHandler,
  ResourceRequirements,
  PullPolicy,
  Container,
  EnvVar,
  ResourceReference,
  PreferredSchedulingTerm,
  NodeAffinity,
  PodAffinityTerm,
  WeightedPodAffinityTerm,
  PodAffinity,
  Affinity,
  TopologySpreadConstraint,
  RestartPolicy,
  HostPathSource,
  Volume,
  PodSpec,
  PodTemplateSpec,
  Pod,
} from "./api/pod.js";
export type { ContainerImage, Node } from "./api/node.js";
export type { Deployment, DeploymentSpec, DeploymentStrategy, IntOrPercent } from "./api/deployment.js";
export type { DaemonSet, DaemonSetSpec } from "./api/daemon-set.js";
export type { ClaimTemplate, StatefulSet, StatefulSetSpec } from "./api/stateful-set.js";
export type {
  CrossVersionObjectReference,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  MetricSpec,
  MetricTarget,
  ScalingRules,
} from "./api/horizontal-pod-autoscaler.js";
export type { CronJob, CronJobSpec } from "./api/cron-job.js";
export type { LimitRange } from "./api/limit-range.js";
export type { QuotaScope, ResourceQuota } from "./api/resource-quota.js";
export type { Job, JobSpec, WrittenJobSpec } from "./api/job.js";
export type { ReplicaSet, ReplicaSetSpec } from "./api/replica-set.js";
export type { Service, ServicePort } from "./api/service.js";
export type { PodDisruptionBudget } from "./api/pod-disruption-budget.js";
export type { Lease, LeaseSpec } from "./api/lease.js";
export type { ConfigMap } from "./api/config-map.js";
export type { Secret } from "./api/secret.js";
export type { RuntimeClass } from "./api/runtime-class.js";
export type { PriorityClass } from "./api/priority-class.js";
export type { CSINode } from "./api/csi-node.js";
export type { PersistentVolume, PersistentVolumeSpec } from "./api/persistent-volume.js";
export type { PersistentVolumeClaimSpec } from "./api/claim-spec.js";
export type { PersistentVolumeClaim } from "./api/persistent-volume-claim.js";
export type { StorageClass } from "./api/storage-class.js";
export type { Namespace } from "./api/namespace.js";
export type { Kind, KubernetesObject } from "./api/object.js";
export type { ContainerCreated } from "./pod/events/container-created.js";
export type { ContainerExited } from "./pod/events/container-exited.js";
export type { ContainerHookFinished } from "./pod/events/container-hook-finished.js";
export type { ContainerHookStarted } from "./pod/events/container-hook-started.js";
export type { ContainerKillBegan } from "./pod/events/container-kill-began.js";
export type { ContainerRestartBackedOff } from "./pod/events/container-restart-backed-off.js";
export type { ContainerRestartDecided } from "./pod/events/container-restart-decided.js";
export type { ContainerStarted } from "./pod/events/container-started.js";
export type { ImageAlreadyPresent } from "./pod/events/image-already-present.js";
export type { ImagePullBackedOff } from "./pod/events/image-pull-backed-off.js";
export type { ImagePullFailed } from "./pod/events/image-pull-failed.js";
export type { ImagePullForbidden } from "./pod/events/image-pull-forbidden.js";
export type { ImagePullStarted } from "./pod/events/image-pull-started.js";
export type { ImagePulled } from "./pod/events/image-pulled.js";
export type { PodBound } from "./pod/events/pod-bound.js";
export type { PodResizeDeclined } from "./pod/events/pod-resize-declined.js";
export type { PodFound } from "./pod/events/pod-found.js";
export type { PodAdopted } from "./pod/events/pod-adopted.js";
export type { PodCreated } from "./pod/events/pod-created.js";
export type { PodEvictionCancelled } from "./pod/events/pod-eviction-cancelled.js";
export type { PodDeletionRequested } from "./pod/events/pod-deletion-requested.js";
export type { PodDisruptionTargeted } from "./pod/events/pod-disruption-targeted.js";
export type { PodFailedByController } from "./pod/events/pod-failed-by-controller.js";
export type { PodMarkedNotReady } from "./pod/events/pod-marked-not-ready.js";
export type { PodRejected } from "./pod/events/pod-rejected.js";
export type { PodRemoved } from "./pod/events/pod-removed.js";
export type { PodSandboxCreated } from "./pod/events/pod-sandbox-created.js";
export type { PodSandboxStopped } from "./pod/events/pod-sandbox-stopped.js";
export type { PodSchedulingFailed } from "./pod/events/pod-scheduling-failed.js";
export type { PodStatusReported } from "./pod/events/pod-status-reported.js";
export type { ProbeErrored } from "./pod/events/probe-errored.js";
export type { ProbeFailed } from "./pod/events/probe-failed.js";
export type { ProbeResultStored } from "./pod/events/probe-result-stored.js";
export type { ImageStored } from "./node/events/image-stored.js";
export type { NodeFound } from "./node/events/node-found.js";
export type { NodeAdded } from "./node/events/node-added.js";
export type { NodeCordoned } from "./node/events/node-cordoned.js";
export type { NodeShutdownBegan } from "./node/events/node-shutdown-began.js";
export type { NodeFailed } from "./node/events/node-failed.js";
export type { NodeReadyChanged } from "./node/events/node-ready-changed.js";
export type { NodeRecovered } from "./node/events/node-recovered.js";
export type { NodeRelabelled } from "./node/events/node-relabelled.js";
export type { NodeRemoved } from "./node/events/node-removed.js";
export type { NodeTainted } from "./node/events/node-tainted.js";
export type { NodeUncordoned } from "./node/events/node-uncordoned.js";
export type { NodeUntainted } from "./node/events/node-untainted.js";
export type { DaemonSetApplied } from "./daemon-set/events/daemon-set-applied.js";
export type { DaemonSetCreateFailed } from "./daemon-set/events/daemon-set-create-failed.js";
export type { DaemonSetDeleted } from "./daemon-set/events/daemon-set-deleted.js";
export type { DaemonSetStatusUpdated } from "./daemon-set/events/daemon-set-status-updated.js";
export type { StatefulSetApplied } from "./stateful-set/events/stateful-set-applied.js";
export type { StatefulSetClaimCreated } from "./stateful-set/events/stateful-set-claim-created.js";
export type { StatefulSetCreateFailed } from "./stateful-set/events/stateful-set-create-failed.js";
export type { StatefulSetDeleted } from "./stateful-set/events/stateful-set-deleted.js";
export type { StatefulSetRevised } from "./stateful-set/events/stateful-set-revised.js";
export type { StatefulSetStatusUpdated } from "./stateful-set/events/stateful-set-status-updated.js";
export type { NodeAutoscalerNoted } from "./cluster/events/node-autoscaler-noted.js";
export type { NodeGroupResized } from "./cluster/events/node-group-resized.js";
export type { LoadSet } from "./cluster/events/load-set.js";
export type { CronJobApplied } from "./cron-job/events/cron-job-applied.js";
export type { CronJobDeleted } from "./cron-job/events/cron-job-deleted.js";
export type { CronJobNoted } from "./cron-job/events/cron-job-noted.js";
export type { CronJobStatusUpdated } from "./cron-job/events/cron-job-status-updated.js";
export type { LimitRangeApplied } from "./cluster/events/limit-range-applied.js";
export type { LimitRangeDeleted } from "./cluster/events/limit-range-deleted.js";
export type { ResourceQuotaApplied } from "./cluster/events/resource-quota-applied.js";
export type { ResourceQuotaDeleted } from "./cluster/events/resource-quota-deleted.js";
export type { JobApplied } from "./job/events/job-applied.js";
export type { JobConditionSet } from "./job/events/job-condition-set.js";
export type { JobCreateFailed } from "./job/events/job-create-failed.js";
export type { JobDeleted } from "./job/events/job-deleted.js";
export type { JobFound } from "./job/events/job-found.js";
export type { JobStatusUpdated } from "./job/events/job-status-updated.js";
export type { DeploymentApplied } from "./deployment/events/deployment-applied.js";
export type { DeploymentConditionSet } from "./deployment/events/deployment-condition-set.js";
export type { DeploymentConditionRemoved } from "./deployment/events/deployment-condition-removed.js";
export type { DeploymentDeleted } from "./deployment/events/deployment-deleted.js";
export type { DeploymentStatusUpdated } from "./deployment/events/deployment-status-updated.js";
export type { ReplicaSetFound } from "./replica-set/events/replica-set-found.js";
export type { ReplicaSetAdopted } from "./replica-set/events/replica-set-adopted.js";
export type { ReplicaSetCreated } from "./replica-set/events/replica-set-created.js";
export type { ReplicaSetAnnotated } from "./replica-set/events/replica-set-annotated.js";
export type { ReplicaSetCreateFailed } from "./replica-set/events/replica-set-create-failed.js";
export type { ReplicaSetCreateRecovered } from "./replica-set/events/replica-set-create-recovered.js";
export type { ReplicaSetMinReadyChanged } from "./replica-set/events/replica-set-min-ready-changed.js";
export type { ReplicaSetDeleted } from "./replica-set/events/replica-set-deleted.js";
export type { ReplicaSetRevised } from "./replica-set/events/replica-set-revised.js";
export type { ReplicaSetScaled } from "./replica-set/events/replica-set-scaled.js";
export type { ReplicaSetStatusUpdated } from "./replica-set/events/replica-set-status-updated.js";
export type { EndpointRemoved } from "./service/events/endpoint-removed.js";
export type { EndpointSet } from "./service/events/endpoint-set.js";
export type { ServiceApplied } from "./service/events/service-applied.js";
export type { ServiceDeleted } from "./service/events/service-deleted.js";
export type { BudgetApplied } from "./budget/events/budget-applied.js";
export type { BudgetDeleted } from "./budget/events/budget-deleted.js";
export type { BudgetStatusUpdated } from "./budget/events/budget-status-updated.js";
export type { EvictionRefused } from "./cluster/events/eviction-refused.js";
export type { InterventionApplied } from "./cluster/events/intervention-applied.js";
export type { NamespaceAnnotated } from "./cluster/events/namespace-annotated.js";
export type { NamespaceCreated } from "./cluster/events/namespace-created.js";
export type { ClaimApplied } from "./storage/events/claim-applied.js";
export type { ClaimBound } from "./storage/events/claim-bound.js";
export type { ClaimDeletionRequested } from "./storage/events/claim-deletion-requested.js";
export type { ClaimLost } from "./storage/events/claim-lost.js";
export type { ClaimNodeSelected } from "./storage/events/claim-node-selected.js";
export type { ClaimProvisioningBegan } from "./storage/events/claim-provisioning-began.js";
export type { ClaimRemoved } from "./storage/events/claim-removed.js";
export type { ClaimWaiting } from "./storage/events/claim-waiting.js";
export type { CsiNodeApplied } from "./storage/events/csi-node-applied.js";
export type { CsiNodeRemoved } from "./storage/events/csi-node-removed.js";
export type { StorageClassApplied } from "./storage/events/storage-class-applied.js";
export type { StorageClassRemoved } from "./storage/events/storage-class-removed.js";
export type { VolumeAttachBegan } from "./storage/events/volume-attach-began.js";
export type { VolumeDetachBegan } from "./storage/events/volume-detach-began.js";
export type { VolumeAttached } from "./storage/events/volume-attached.js";
export type { VolumeApplied } from "./storage/events/volume-applied.js";
export type { VolumeBound } from "./storage/events/volume-bound.js";
export type { VolumeProvisioned } from "./storage/events/volume-provisioned.js";
export type { VolumeReleased } from "./storage/events/volume-released.js";
export type { VolumeRemoved } from "./storage/events/volume-removed.js";
export type { VolumeDeletionRequested } from "./storage/events/volume-deletion-requested.js";
export type { Builders, EventuallyOptions, LawOptions, Lens } from "./law/builders.js";
export type { ClusterView, StateTable } from "./law/cluster-view.js";
export type { Circumstances, Invariant, Judgement, Observer, Violation, Witness } from "./law/invariant.js";
export type { Breach, Findings, LawFailure } from "./law/judge.js";
export type { PodClaim } from "./storage/claims-of-pod.js";
export type { ClaimState } from "./storage/claim-state.js";
export { isExclusive, isNodeLocal, needsAttach } from "./storage/volume-attachment-state.js";
export type { VolumeAttachmentState } from "./storage/volume-attachment-state.js";
export type { VolumeState } from "./storage/volume-state.js";
export type { CsiNodeState, StorageClassState } from "./storage/storage-class-state.js";
export type { RuntimeClassApplied } from "./cluster/events/runtime-class-applied.js";
export type { PriorityClassApplied } from "./cluster/events/priority-class-applied.js";
export type { RegistryOutageBegan } from "./cluster/events/registry-outage-began.js";
export type { RegistryOutageEnded } from "./cluster/events/registry-outage-ended.js";
export type { RequestRefused } from "./cluster/events/request-refused.js";
