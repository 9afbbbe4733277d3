// Laws of every cluster, one file each; they can be judged over any log.
import type { Invariant } from "../law/invariant.js";
import { affinityRequiredHoldsAtBind } from "./affinity-required-holds-at-bind.js";
import { containerBackoffWithinBounds } from "./container-backoff-within-bounds.js";
import { containerRestartCountMonotone } from "./container-restart-count-monotone.js";
import { cronjobConcurrencyPolicy } from "./cronjob-concurrency-policy.js";
import { daemonsetOnePerNode } from "./daemonset-one-per-node.js";
import { deploymentRespectsMaxSurge } from "./deployment-respects-max-surge.js";
import { deploymentRespectsMaxUnavailable } from "./deployment-respects-max-unavailable.js";
import { eventsCausal } from "./events-causal.js";
import { gcNoOrphans } from "./gc-no-orphans.js";
import { hpaDownscaleStabilized } from "./hpa-downscale-stabilized.js";
import { jobBackoffLimitHonoured } from "./job-backoff-limit-honoured.js";
import { jobCompletionsExact } from "./job-completions-exact.js";
import { jobParallelismRespected } from "./job-parallelism-respected.js";
import { nodeNeverOvercommitted } from "./node-never-overcommitted.js";
import { nodePortsNeverClash } from "./node-ports-never-clash.js";
import { nodeSilentWhileLost } from "./node-silent-while-lost.js";
import { pdbNeverExceededVoluntarily } from "./pdb-never-exceeded-voluntarily.js";
import { pdbSpentOnce } from "./pdb-spent-once.js";
import { podBoundOnce } from "./pod-bound-once.js";
import { podFinishedHasNothingRunning } from "./pod-finished-has-nothing-running.js";
import { podGoneOnlyWhenDeleted } from "./pod-gone-only-when-deleted.js";
import { podGraceHonoured } from "./pod-grace-honoured.js";
import { podInitBeforeApp } from "./pod-init-before-app.js";
import { podNamesUnique } from "./pod-names-unique.js";
import { podNotBoundWhileGated } from "./pod-not-bound-while-gated.js";
import { podPreStopBeforeExit } from "./pod-pre-stop-before-exit.js";
import { podReadyOnlyWhileRunning } from "./pod-ready-only-while-running.js";
import { podRestartPolicyHonoured } from "./pod-restart-policy-honoured.js";
import { podRunsInItsSandbox } from "./pod-runs-in-its-sandbox.js";
import { podSidecarsOutliveApp } from "./pod-sidecars-outlive-app.js";
import { podStartTimeIsKept } from "./pod-start-time-is-kept.js";
import { podTerminalPhasesAreFinal } from "./pod-terminal-phases-are-final.js";
import { preemptionMinimalVictims } from "./preemption-minimal-victims.js";
import { priorityPreemptionOnlyDownwards } from "./priority-preemption-only-downwards.js";
import { probeKillsForCause } from "./probe-kills-for-cause.js";
import { replicasetConverges } from "./replicaset-converges.js";
import { replicasetDeletesUnreadyFirst } from "./replicaset-deletes-unready-first.js";
import { spreadMaxSkewHonouredAtBind } from "./spread-max-skew-honoured-at-bind.js";
import { statefulsetOrderedReady } from "./statefulset-ordered-ready.js";
import { taintEvictsForCause } from "./taint-evicts-for-cause.js";
import { taintNoExecuteWithinToleration } from "./taint-no-execute-within-toleration.js";
import { taintNoScheduleRespected } from "./taint-no-schedule-respected.js";

/** In the order in which they are told. */
export const INVARIANTS: readonly Invariant[] = [
  podBoundOnce,
  podFinishedHasNothingRunning,
  podGoneOnlyWhenDeleted,
  podGraceHonoured,
  podInitBeforeApp,
  podNamesUnique,
  podNotBoundWhileGated,
  podPreStopBeforeExit,
  podReadyOnlyWhileRunning,
  podRestartPolicyHonoured,
  podRunsInItsSandbox,
  podSidecarsOutliveApp,
  podStartTimeIsKept,
  podTerminalPhasesAreFinal,
  containerBackoffWithinBounds,
  containerRestartCountMonotone,
  probeKillsForCause,
  nodeNeverOvercommitted,
  nodePortsNeverClash,
  nodeSilentWhileLost,
  taintEvictsForCause,
  taintNoExecuteWithinToleration,
  taintNoScheduleRespected,
  affinityRequiredHoldsAtBind,
  spreadMaxSkewHonouredAtBind,
  priorityPreemptionOnlyDownwards,
  preemptionMinimalVictims,
  pdbNeverExceededVoluntarily,
  pdbSpentOnce,
  replicasetConverges,
  replicasetDeletesUnreadyFirst,
  deploymentRespectsMaxSurge,
  deploymentRespectsMaxUnavailable,
  statefulsetOrderedReady,
  daemonsetOnePerNode,
  jobBackoffLimitHonoured,
  jobCompletionsExact,
  jobParallelismRespected,
  cronjobConcurrencyPolicy,
  hpaDownscaleStabilized,
  gcNoOrphans,
  eventsCausal,
];
