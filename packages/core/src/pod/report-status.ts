// What a kubelet's sync makes of a pod, and what its status manager then sends to the API server.
import type { PodSpec } from "../api/pod.js";
import { PREEMPTING_CONDITION, PREEMPTING_REASON } from "../kubelet/critical-preemption.js";
import type { SimTime } from "../time.js";
import { replaceCondition } from "./condition-list.js";
import { conditionAfter, conditionsOf, replaceOrAppend, withReadinessOf } from "./conditions.js";
import { containerAt, containerIxOf, ephemeralStart, isInitIx, isSidecar } from "./container-list.js";
import { activeRecord, runtimeAt } from "./container-runtime.js";
import {
  apiTime,
  ephemeralStatusesOf,
  findStatus,
  initStatusesOf,
  isIdTextOf,
  regularStatusesOf,
} from "./container-status.js";
import { finishOff } from "./finish-off.js";
import { getPhase } from "./phase.js";
import type { ContainerStatus, Phase, PodCondition, PodFailure, PodState, PodStatus } from "./pod-state.js";
import { findCondition, isTerminalPhase, specOf } from "./pod-state.js";
import { podStatus } from "./pod-status.js";
import { restartsAfter } from "./restart-policy.js";
import { NOT_YET } from "../time.js";

/**
 * Where the pod worker stands. "syncing": containers may run, also when the pod is about to be torn down. "terminating":
 * the last pass of the teardown, every container has stopped. "terminated": volumes and cgroup are gone as well, the
 * leftovers are written off.
 */
export type ReportStage = "syncing" | "terminating" | "terminated";

/** A stopped sandbox keeps its address in the status; only a new one without an address yet clears it. */
const podIpOf = (pod: PodState): string | null => {
  const { state, ip } = pod.runtime.sandbox;
  if (ip !== null) return ip;
  return state === "ready" && specOf(pod).hostNetwork !== true ? null : pod.status.podIP;
};

/** A container that ended for good may not come back to life in the status. */
const revives = (spec: PodSpec, old: readonly ContainerStatus[], next: readonly ContainerStatus[]): boolean => {
  for (let i = 0; i < old.length; i += 1) {
    const before = old[i];
    if (before?.state.kind !== "terminated") continue;
    if (before.state.exitCode !== 0 && spec.restartPolicy === "OnFailure") continue;
    const after = findStatus(next, before.name, i);
    if (after === undefined || after.state.kind === "terminated") continue;
    const ix = containerIxOf(spec, before.name);
    if (ix < 0) return true;
    const container = containerAt(spec, ix);
    const mayRestart = isInitIx(spec, ix) && isSidecar(container);
    if (!mayRestart && !restartsAfter(container, spec, before.state.exitCode)) return true;
  }
  return false;
};

const withDisruption = (
  pod: PodState,
  conditions: readonly PodCondition[],
  failure: PodFailure,
  at: SimTime,
): readonly PodCondition[] => {
  const type = "DisruptionTarget";
  const message = failure.reason === PREEMPTING_REASON ? PREEMPTING_CONDITION : failure.message;
  const found = { status: "True", reason: "TerminationByKubelet", message } as const;
  const condition = conditionAfter(findCondition(pod.status, type), type, found, at);
  if (conditions.some((c) => c.type === type)) return replaceOrAppend(conditions, condition);
  const own = conditions.findIndex((c) => c.type === "PodReadyToStartContainers");
  return conditions.toSpliced(own, 0, condition);
};

interface Report {
  readonly at: SimTime;
  readonly stage: ReportStage;
  readonly failure: PodFailure | null;
  readonly status: PodStatus;
}

/** What was worked out of a state of a pod. */
interface WorkedOut {
  readonly pod: PodState;
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
  readonly ephemeral: readonly ContainerStatus[];
  /** The one asked for last. */
  report: Report | null;
}

/**
 * Of the state asked about last: a sync and the report it sends go by one state, ask for its lists several times, and the
 * report is what the sync asked about before.
 */
let latest: WorkedOut | null = null;

const workedOutOf = (pod: PodState): WorkedOut => {
  if (latest?.pod !== pod) {
    const [init, regular, ephemeral] = [initStatusesOf(pod), regularStatusesOf(pod), ephemeralStatusesOf(pod)];
    latest = { pod, init, regular, ephemeral, report: null };
  }
  return latest;
};

/** A regular container was made in the pod's present sandbox. */
const hasInitialized = (pod: PodState): boolean => {
  const spec = specOf(pod);
  for (let ix = spec.initContainers.length; ix < ephemeralStart(spec); ix += 1) {
    if (activeRecord(pod, ix) !== null) return true;
  }
  return false;
};

/** The phase that follows from what the containers of the pod do. */
const phaseOf = ({ pod, init, regular }: WorkedOut, podIsTerminal: boolean): Phase =>
  getPhase(specOf(pod), init, regular, podIsTerminal, init.length > 0 && hasInitialized(pod));

/**
 * The phase a sync computes, before anything is held back: terminal during "syncing" means that the pod has finished by
 * itself and is to be torn down.
 */
export const computedPhase = (pod: PodState): Phase => {
  if (isTerminalPhase(pod.status.phase)) return pod.status.phase;
  if (pod.runtime.failure !== null) return "Failed";
  return phaseOf(workedOutOf(pod), false);
};

const workOut = (worked: WorkedOut, at: SimTime, stage: ReportStage, failure: PodFailure | null): PodStatus => {
  const { pod, init, regular, ephemeral } = worked;
  const spec = specOf(pod);
  const old = pod.status;
  if (
    spec.restartPolicy !== "Always" &&
    (revives(spec, old.containerStatuses, regular) || revives(spec, old.initContainerStatuses, init))
  ) {
    return stage === "terminated" ? finishOff(spec, old, at) : old;
  }
  const wasTerminal = isTerminalPhase(old.phase);
  const fails = failure !== null && !wasTerminal;
  let phase = old.phase;
  if (fails) phase = "Failed";
  else if (!wasTerminal) phase = phaseOf(worked, stage !== "syncing");
  let conditions = conditionsOf(pod, init, regular, phase, at);
  const withheld = stage === "syncing" && !wasTerminal && isTerminalPhase(phase);
  if (withheld) phase = old.phase;
  const ends = isTerminalPhase(phase) && !wasTerminal;
  if (ends && failure?.disruption === true) conditions = withDisruption(pod, conditions, failure, at);
  const reason = ends && fails ? failure.reason : phase === old.phase ? old.reason : "";
  const message = ends && fails ? failure.message : phase === old.phase ? old.message : "";
  const startTimeUs = old.startTimeUs !== NOT_YET ? old.startTimeUs : apiTime(at);
  const podIP = podIpOf(pod);
  if (
    phase === old.phase &&
    startTimeUs === old.startTimeUs &&
    podIP === old.podIP &&
    conditions === old.conditions &&
    init === old.initContainerStatuses &&
    regular === old.containerStatuses &&
    ephemeral === old.ephemeralContainerStatuses
  ) {
    return stage === "terminated" ? finishOff(spec, old, at) : old;
  }
  const next = podStatus(
    phase,
    reason,
    message,
    startTimeUs,
    podIP,
    old.nominatedNodeName,
    conditions,
    init,
    regular,
    ephemeral,
  );
  return stage === "terminated" ? finishOff(spec, next, at) : next;
};

/**
 * The status the API server shows after a report of the kubelet at `at`; the pod's own status object when the report
 * changes nothing. A terminal phase is absorbing. It is withheld, with its reason and message, while the stage is
 * "syncing"; conditions and container states are not, so a pod that has just completed is not ready but still Running.
 * `failure`: why the node fails the pod, whatever its containers do.
 */
export const reportStatus = (
  pod: PodState,
  at: SimTime,
  stage: ReportStage,
  failure: PodFailure | null = pod.runtime.failure,
): PodStatus => {
  const worked = workedOutOf(pod);
  const known = worked.report;
  if (known?.at === at && known.stage === stage && known.failure === failure) return known.status;
  const status = workOut(worked, at, stage, failure);
  worked.report = { at, stage, failure, status };
  return status;
};

const withProbeResults = (pod: PodState, status: ContainerStatus): ContainerStatus => {
  const spec = specOf(pod);
  const ix = containerIxOf(spec, status.name);
  if (ix < 0 || status.state.kind !== "running") return status;
  const { current, probes } = runtimeAt(pod, ix);
  if (current === null || !isIdTextOf(status.containerId, current.id)) return status;
  const container = containerAt(spec, ix);
  const started = container.startupProbe === undefined ? status.started : probes.startup === "success";
  const passes = container.readinessProbe === undefined ? status.ready : probes.readiness === "success";
  const ready = started && passes;
  if (started === status.started && ready === status.ready) return status;
  return {
    name: status.name,
    image: status.image,
    state: status.state,
    lastState: status.lastState,
    restartCount: status.restartCount,
    ready,
    started,
    containerId: status.containerId,
  };
};

const mapShared = (
  statuses: readonly ContainerStatus[],
  change: (status: ContainerStatus) => ContainerStatus,
): readonly ContainerStatus[] => {
  const next = statuses.map(change);
  return next.every((status, i) => status === statuses[i]) ? statuses : next;
};

/**
 * `status` after a probe result was stored, ahead of the sync that follows: `ready` and `started` of the containers it
 * already knows, and the conditions Ready and ContainersReady. A result about a container the status does not know yet
 * changes nothing. Returns `status` itself when nothing changed.
 */
export const markReadiness = (status: PodStatus, pod: PodState, at: SimTime): PodStatus => {
  const init = mapShared(status.initContainerStatuses, (s) => withProbeResults(pod, s));
  const regular = mapShared(status.containerStatuses, (s) => withProbeResults(pod, s));
  if (init === status.initContainerStatuses && regular === status.containerStatuses) return status;
  return podStatus(
    status.phase,
    status.reason,
    status.message,
    status.startTimeUs,
    status.podIP,
    status.nominatedNodeName,
    withReadinessOf(specOf(pod), status, init, regular, at),
    init,
    regular,
    status.ephemeralContainerStatuses,
  );
};

/**
 * `status` after the node controller gave up on the pod's node: Ready turns False and keeps its reason and message. A pod
 * that is not ready stays as it is.
 */
export const markNotReady = (status: PodStatus, at: SimTime): PodStatus => {
  const ready = findCondition(status, "Ready");
  if (ready === undefined || ready.status === "False") return status;
  return replaceCondition(status, { type: "Ready", status: "False", reason: ready.reason, message: ready.message }, at);
};
