// Bugs worth finding, each one change in one place of the compiled program: the kit has to find every one.
import type { Planting } from "./plant-hook.js";

export type PlantedBug = Planting & {
  /** It makes runs irreproducible, and so its case shows it and comes to another digest each time. */
  readonly isIrreproducible?: true;
};

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    id: "back-off-not-doubled",
    module: "core/dist/src/kubelet/back-off.js",
    find: "Math.min(2 * entry.backOffUs, maxUs)",
    instead: "initialUs",
  },
  {
    id: "back-off-not-reset",
    module: "core/dist/src/kubelet/back-off.js",
    find: "eventUs - entry.lastUpdateUs > BACK_OFF_EXPIRY_US",
    instead: "false",
    and: [
      {
        module: "core/dist/src/kubelet/restart-decision.js",
        find: "lastHousekeepingUs - container.restartBackOff.lastUpdateUs > BACK_OFF_EXPIRY_US",
        instead: "false",
      },
    ],
  },
  {
    id: "back-off-above-maximum",
    module: "core/dist/src/kubelet/back-off.js",
    find: "Math.min(2 * entry.backOffUs, maxUs)",
    instead: "2 * entry.backOffUs",
  },
  {
    id: "back-off-ignored",
    module: "core/dist/src/kubelet/back-off.js",
    find: "nowUs - finishedAtUs < entry.backOffUs",
    instead: "nowUs - finishedAtUs < entry.backOffUs / 2",
  },
  {
    id: "grace-ignored",
    module: "core/dist/src/kubelet/termination.js",
    find: "signalAtUs + leftSeconds * SECOND",
    instead: "signalAtUs + 3 * leftSeconds * SECOND",
  },
  {
    id: "pre-stop-after-exit",
    module: "scheduler/dist/src/kubelet/stopping.js",
    find: 'if (preStop !== null)\n            out.record(containerHookStarted, worker.pod, { container, hook: "preStop" });',
    switched:
      'if (preStop !== null)\n            out.record(containerHookStarted, worker.pod, { container: BUG ? 0 : container, hook: "preStop" });',
  },
  {
    id: "restart-count-lost",
    module: "core/dist/src/pod/container-status.js",
    find: "restartCount = record.attempt;",
    switched: "restartCount = BUG ? record.attempt % 2 : record.attempt;",
  },
  {
    id: "init-skipped",
    module: "core/dist/src/kubelet/sync-pod.js",
    find: "count === 0 || hasInitialized(pod, spec)",
    instead: "count <= 1 || hasInitialized(pod, spec)",
  },
  {
    id: "init-failure-ignored",
    module: "core/dist/src/kubelet/sync-pod.js",
    find: 'exitCode === 0 && current.reason !== "OOMKilled"',
    instead: 'exitCode >= 0 && current.reason !== "OOMKilled"',
  },
  {
    id: "sidecar-stopped-at-once",
    module: "core/dist/src/kubelet/termination.js",
    find: "planStop(stopping, graceSeconds, startUs, turnUs)",
    instead: "planStop(stopping, graceSeconds, startUs, startUs)",
  },
  {
    id: "readiness-kills",
    module: "core/dist/src/kubelet/sync-pod.js",
    find: 'c.probes.liveness === "failure")\n        return "liveness";',
    switched:
      '(c.probes.liveness === "failure" || (BUG && c.probes.readiness === "failure")))\n        return "liveness";',
  },
  {
    id: "ready-without-start",
    module: "core/dist/src/pod/container-status.js",
    find: "return started && (container.readinessProbe",
    switched: "return (BUG || started) && (container.readinessProbe",
  },
  {
    id: "status-from-cut-off-node",
    module: "core/dist/src/pod/kubelet-copy.js",
    find: "withCopy(pod, runtime, pod.status, { identity, deletion, status })",
    instead: "withCopy(pod, runtime, status, { identity, deletion, status })",
  },
  {
    id: "success-restarted-on-failure",
    module: "core/dist/src/pod/restart-policy.js",
    find: '(policy === "OnFailure" && exitCode !== 0)',
    instead: 'policy === "OnFailure"',
  },
  {
    id: "killed-restarted-never",
    module: "core/dist/src/pod/restart-policy.js",
    find: '(container.restartPolicy ?? spec.restartPolicy) !== "Never"',
    instead: "true",
  },
  {
    id: "fit-off-by-one",
    module: "scheduler/dist/src/plugins/node-resources-fit.js",
    find: "amount <= allocatable - column.requested(node)",
    instead: "amount <= 2 * (allocatable - column.requested(node))",
  },
  {
    id: "pod-count-off-by-one",
    module: "scheduler/dist/src/plugins/node-resources-fit.js",
    find: "nodes.podCount(node) + 1 > nodes.podsAllocatable(node)",
    instead: "nodes.podCount(node) > nodes.podsAllocatable(node)",
  },
  {
    id: "freed-when-deleted",
    module: "scheduler/dist/src/cluster/apply-fact.js",
    find: "pod !== undefined && placeOf(pod) !== null && !isTerminalPhase(pod.status.phase)",
    instead:
      "pod !== undefined && pod.deletion === null && placeOf(pod) !== null && !isTerminalPhase(pod.status.phase)",
  },
  {
    id: "cordon-ignored",
    module: "scheduler/dist/src/plugins/node-unschedulable.js",
    find: "nodes.isUnschedulable(node) ? CORDONED : FITS",
    instead: "FITS",
  },
  {
    id: "no-execute-taints-not-filtered",
    module: "scheduler/dist/src/plugins/taint-toleration.js",
    find: 'effect === "NoSchedule" || effect === "NoExecute"',
    instead: 'effect === "NoSchedule"',
  },
  {
    id: "node-affinity-ignored",
    module: "scheduler/dist/src/plugins/node-affinity.js",
    find: "rejectionBy(added.test, compileRequiredNodes(nodeSelector, terms))",
    instead: "rejectionBy(added.test, compileRequiredNodes(nodeSelector, undefined))",
  },
  {
    id: "anti-affinity-not-symmetric",
    module: "scheduler/dist/src/plugins/inter-pod-affinity.js",
    find: "isAnyAt(repelling, node) ? EXISTING_ANTI_AFFINITY : FITS",
    instead: "FITS",
  },
  {
    id: "pod-affinity-ignored",
    module: "scheduler/dist/src/plugins/inter-pod-affinity.js",
    find: "required.length > 0 && !isNear(node)",
    instead: "false",
  },
  {
    id: "spread-off-by-one",
    module: "scheduler/dist/src/plugins/pod-topology-spread.js",
    find: "maxSkew + minimum - self",
    instead: "maxSkew + minimum",
  },
  {
    id: "host-ports-shared",
    module: "scheduler/dist/src/plugins/node-ports.js",
    find: "(conflict(wanted, nodes.hostPortsOn(node)) ? TAKEN : FITS)",
    instead: "FITS",
  },
  {
    id: "victim-chosen-upwards",
    module: "scheduler/dist/src/plugins/default-preemption.js",
    find: "priorityOf(placed.pod) < pod.spec.priority",
    instead: "priorityOf(placed.pod) <= pod.spec.priority",
  },
  {
    id: "no-reprieve",
    module: "scheduler/dist/src/plugins/default-preemption.js",
    find: "if (dryRun.objection() === null)\n            return;",
    switched: "if (!BUG && dryRun.objection() === null)\n            return;",
  },
  {
    id: "preemption-policy-ignored",
    module: "scheduler/dist/src/plugins/default-preemption.js",
    find: 'pod.spec.preemptionPolicy === "Never"',
    instead: 'pod.spec.preemptionPolicy === "never"',
  },
  {
    id: "gates-ignored",
    module: "scheduler/dist/src/plugins/scheduling-gates.js",
    find: "gates.length === 0 ? null",
    switched: "BUG || gates.length === 0 ? null",
  },
  {
    id: "max-unavailable-rounded-up",
    module: "core/dist/src/deployment/fenceposts.js",
    find: 'replicas, "down")',
    switched: 'replicas, BUG ? "up" : "down")',
  },
  {
    id: "surge-forgotten",
    module: "core/dist/src/deployment/rolling-update.js",
    find: "newReplicas + Math.min(room, spec.replicas - newReplicas)",
    instead: "spec.replicas",
  },
  {
    id: "scale-down-ranking-reversed",
    module: "core/dist/src/replica-set/scale-down-ranking.js",
    find: "a.isBound ? 1 : -1",
    instead: "a.isBound ? -1 : 1",
  },
  {
    id: "replica-set-one-short",
    module: "scheduler/dist/src/controllers/replica-set.js",
    find: "set.replicas - this.#plane.world.pods.countsOf(key).active",
    instead: "set.replicas - this.#plane.world.pods.countsOf(key).active - (set.replicas > 2 ? 1 : 0)",
  },
  {
    id: "stateful-set-does-not-wait",
    module: "core/dist/src/stateful-set/plan-stateful-set.js",
    find: "        if (isUnavailable(pod, context))\n            return NOTHING;\n    }\n    const firstUnavailable",
    switched:
      "        if (!BUG && isUnavailable(pod, context))\n            return NOTHING;\n    }\n    const firstUnavailable",
  },
  {
    id: "daemon-set-doubles",
    module: "scheduler/dist/src/controllers/daemon-set.js",
    find: "if (pods.length === 0) {",
    switched: "if (BUG ? pods.length <= 1 : pods.length === 0) {",
  },
  {
    id: "job-too-parallel",
    module: "core/dist/src/job/wanted-active.js",
    find: "Math.max(0, Math.min(parallelism, completions - succeeded))",
    instead: "Math.max(0, completions - succeeded)",
  },
  {
    id: "job-never-gives-up",
    module: "core/dist/src/job/job-outcome.js",
    find: "situation.failed > spec.backoffLimit",
    instead: "situation.failed > spec.backoffLimit + 1",
  },
  {
    id: "cron-job-overlaps",
    module: "scheduler/dist/src/controllers/cron-job.js",
    find: 'concurrencyPolicy === "Forbid" && progress.active.length > 0',
    instead: 'concurrencyPolicy === "Forbid" && progress.active.length > 1',
  },
  {
    id: "budget-spent-twice",
    module: "scheduler/dist/src/api-server/evict-pod.js",
    find: "disruptionsAllowed: disruptionsAllowed - 1",
    switched: "disruptionsAllowed: disruptionsAllowed - (BUG ? 2 : 1)",
  },
  {
    id: "budget-ignored",
    module: "core/dist/src/budget/eviction.js",
    find: "budget.status.disruptionsAllowed > 0",
    instead: "true",
  },
  {
    id: "autoscaler-window-forgotten",
    module: "core/dist/src/horizontal-pod-autoscaler/scaling-history.js",
    find: "atUs < now - downUs ? most : Math.max(most, replicas)",
    instead: "most",
  },
  {
    id: "orphans-left-behind",
    module: "scheduler/dist/src/controllers/garbage-collector.js",
    find: 'if (pod !== undefined)\n                        requestDeletion(pod, now, "garbage-collector", out);',
    switched:
      'if (!BUG && pod !== undefined)\n                        requestDeletion(pod, now, "garbage-collector", out);',
  },
  {
    id: "toleration-outlived",
    module: "scheduler/dist/src/controllers/taint-eviction.js",
    find: "now + delay.seconds * SECOND",
    instead: "now + 2 * delay.seconds * SECOND",
  },
  {
    id: "eviction-not-cancelled",
    module: "scheduler/dist/src/controllers/taint-eviction.js",
    find: "out.withdraw(timer.token);\n        out.record(podEvictionCancelled, podIx, {});",
    switched: "if (!BUG)\n            out.withdraw(timer.token);\n        out.record(podEvictionCancelled, podIx, {});",
  },
  {
    id: "shared-generator",
    module: "scheduler/dist/src/engine/draw.js",
    find: "key.integer(n);\n    return key;",
    switched: "key.integer(BUG ? (globalThis.draws = (globalThis.draws ?? 0) + 1) : n);\n    return key;",
    isIrreproducible: true,
  },
  {
    id: "streams-shared",
    module: "scheduler/dist/src/engine/draw.js",
    find: "    key.text(entity);\n",
    switched: "    if (!BUG)\n        key.text(entity);\n",
  },
  {
    id: "ties-in-no-order",
    module: "scheduler/dist/src/engine/agenda.js",
    find: "rank * SEQUENCES + this.#sequence;",
    switched: "rank * SEQUENCES + (BUG ? Math.floor(Math.random() * 1e9) : this.#sequence);",
    isIrreproducible: true,
  },
  {
    id: "withdrawn-entries-handled",
    module: "scheduler/dist/src/engine/agenda.js",
    find: "if (!Number.isSafeInteger(token) || token < SLOTS)",
    switched: "if (BUG ? token >= 0 : !Number.isSafeInteger(token) || token < SLOTS)",
  },
  {
    id: "terminal-phase-reopened",
    module: "core/dist/src/pod/report-status.js",
    find: 'else if (!wasTerminal)\n        phase = phaseOf(worked, stage !== "syncing")',
    switched:
      'else if (BUG || !wasTerminal)\n        phase = phaseOf(worked, !(BUG && wasTerminal) && stage !== "syncing")',
  },
  {
    id: "succeeded-too-early",
    module: "core/dist/src/pod/report-status.js",
    find: 'stage === "syncing" && !wasTerminal && isTerminalPhase(phase)',
    instead: "false",
  },
  {
    id: "job-complete-too-early",
    module: "core/dist/src/job/assess-job.js",
    find: "succeeded >= completions",
    instead: "succeeded + 1 >= completions",
  },
];
