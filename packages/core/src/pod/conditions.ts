// Pod conditions: the five a kubelet owns, beside those of others, which it leaves alone.
import type { PodSpec } from "../api/pod.js";
import { isSameValue } from "../api/same-value.js";
import type { SimTime } from "../time.js";
import { containerAt, ephemeralStart, isSidecar } from "./container-list.js";
import { apiTime, findStatus } from "./container-status.js";
import { hasAnyRegularStarted } from "./phase.js";
import type {
  ConditionStatus,
  ContainerStatus,
  Phase,
  PodCondition,
  PodResize,
  PodState,
  PodStatus,
  Sandbox,
} from "./pod-state.js";
import { findCondition, isTerminalPhase, specOf } from "./pod-state.js";

/** What a condition says, without its type and its time. */
interface Finding {
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
}

const finding = (status: ConditionStatus, reason = "", message = ""): Finding => ({ status, reason, message });
const TRUE = finding("True");
const FALSE = finding("False");
const COMPLETED = finding("True", "PodCompleted");
const NOT_READY_COMPLETED = finding("False", "PodCompleted");
const NOT_READY_FAILED = finding("False", "PodFailed");
const UNKNOWN_STATUSES = finding("False", "UnknownContainerStatuses");

/** Written by the kubelet on every sync; all other types belong to others and are kept. */
const isKubeletCondition = ({ type }: PodCondition): boolean =>
  type === "PodResizePending" ||
  type === "PodResizeInProgress" ||
  type === "PodReadyToStartContainers" ||
  type === "Initialized" ||
  type === "Ready" ||
  type === "ContainersReady" ||
  type === "PodScheduled";

/** The newest condition built of each type: pods that change in the same second mostly say the same, and then share it. */
const newest = new Map<string, PodCondition>();

const build = (type: string, { status, reason, message }: Finding, lastTransitionUs: SimTime): PodCondition => {
  const shared = newest.get(type);
  if (
    shared !== undefined &&
    shared.lastTransitionUs === lastTransitionUs &&
    shared.status === status &&
    shared.reason === reason &&
    shared.message === message
  ) {
    return shared;
  }
  const condition: PodCondition = { type, status, reason, message, lastTransitionUs };
  newest.set(type, condition);
  return condition;
};

/**
 * The condition after a finding: its time moves (to `at`, cut to seconds) only when its status does. Returns `old`
 * itself when it already says so.
 */
export const conditionAfter = (
  old: PodCondition | undefined,
  type: string,
  found: Finding,
  at: SimTime,
): PodCondition => {
  if (old === undefined || old.status !== found.status) return build(type, found, apiTime(at));
  if (old.reason === found.reason && old.message === found.message) return old;
  return build(type, found, old.lastTransitionUs);
};

/** The conditions with one of them replaced in place, or appended if its type is new. */
export const replaceOrAppend = (
  conditions: readonly PodCondition[],
  condition: PodCondition,
): readonly PodCondition[] => {
  const i = conditions.findIndex((c) => c.type === condition.type);
  if (i < 0) return [...conditions, condition];
  return conditions[i] === condition ? conditions : conditions.with(i, condition);
};

/** The pod has a network to start containers in: no new sandbox would be needed. */
const isSandboxUsable = (spec: PodSpec, sandbox: Sandbox): boolean =>
  sandbox.state === "ready" && (sandbox.ip !== null || spec.hostNetwork === true);

/** Names as a kubelet prints a list: [a b]. */
const sentence = (label: string, names: readonly string[]): string =>
  `containers with ${label} status: [${names.join(" ")}]`;

const sentences = (unknown: readonly string[], label: string, others: readonly string[]): string => {
  if (unknown.length === 0) return sentence(label, others);
  if (others.length === 0) return sentence("unknown", unknown);
  return `${sentence("unknown", unknown)}, ${sentence(label, others)}`;
};

const allUnready = new WeakMap<PodSpec, Finding>();

/** None of the regular containers is ready, and there are no others: what most pods say until they come up. */
const noneReady = (spec: PodSpec): Finding => {
  let found = allUnready.get(spec);
  if (found === undefined) {
    const names = spec.containers.map(({ name }) => name);
    allUnready.set(spec, (found = finding("False", "ContainersNotReady", sentence("unready", names))));
  }
  return found;
};

const NONE: readonly string[] = [];
const withName = (names: readonly string[], name: string): readonly string[] =>
  names.length === 0 ? [name] : [...names, name];

const findInitialized = (
  spec: PodSpec,
  initStatuses: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
  phase: Phase,
): Finding => {
  if (spec.initContainers.length === 0) return phase === "Succeeded" ? COMPLETED : TRUE;
  if (initStatuses.length === 0 && statuses.length === 0) return UNKNOWN_STATUSES;
  let unknown = NONE;
  let incomplete = NONE;
  for (let i = 0; i < spec.initContainers.length; i += 1) {
    const container = spec.initContainers[i];
    if (container === undefined) continue;
    const status = findStatus(initStatuses, container.name, i);
    if (status === undefined) unknown = withName(unknown, container.name);
    else if (!(isSidecar(container) ? status.started : status.ready)) incomplete = withName(incomplete, container.name);
  }
  if (phase === "Succeeded" && unknown.length === 0) return COMPLETED;
  if (unknown.length === 0 && incomplete.length === 0) return TRUE;
  if (hasAnyRegularStarted(spec.containers, statuses)) return TRUE;
  return finding("False", "ContainersNotInitialized", sentences(unknown, "incomplete", incomplete));
};

const findContainersReady = (
  spec: PodSpec,
  initStatuses: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
  phase: Phase,
): Finding => {
  if (initStatuses.length === 0 && statuses.length === 0) return UNKNOWN_STATUSES;
  if (spec.containers.length === 1 && spec.initContainers.length === 0 && !isTerminalPhase(phase)) {
    const status = findStatus(statuses, spec.containers[0]?.name ?? "", 0);
    if (status !== undefined) return status.ready ? TRUE : noneReady(spec);
  }
  let unknown = NONE;
  let unready = NONE;
  const initCount = spec.initContainers.length;
  for (let ix = 0; ix < ephemeralStart(spec); ix += 1) {
    const container = containerAt(spec, ix);
    const { name } = container;
    if (ix < initCount && !isSidecar(container)) continue;
    const status = ix < initCount ? findStatus(initStatuses, name, ix) : findStatus(statuses, name, ix - initCount);
    if (status === undefined) unknown = withName(unknown, name);
    else if (!status.ready) unready = withName(unready, name);
  }
  if (phase === "Succeeded" && unknown.length === 0) return NOT_READY_COMPLETED;
  if (phase === "Failed") return NOT_READY_FAILED;
  if (unknown.length === 0 && unready.length === 0) return TRUE;
  return finding("False", "ContainersNotReady", sentences(unknown, "unready", unready));
};

/** Ready follows ContainersReady; when that is True every readiness gate has to be True as well. */
const findReady = (spec: PodSpec, conditions: readonly PodCondition[], containersReady: Finding): Finding => {
  if (containersReady.status !== "True" || spec.readinessGates === undefined) return containersReady;
  let objections = NONE;
  for (const { conditionType } of spec.readinessGates) {
    const gate = conditions.find((condition) => condition.type === conditionType);
    if (gate === undefined) {
      const objection = `corresponding condition of pod readiness gate "${conditionType}" does not exist.`;
      objections = withName(objections, objection);
    } else if (gate.status !== "True") {
      const objection = `the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`;
      objections = withName(objections, objection);
    }
  }
  return objections.length === 0 ? TRUE : finding("False", "ReadinessGatesNotReady", objections.join(", "));
};

/** The condition of the type after a finding. */
const nextOf = (old: PodStatus, type: string, found: Finding, at: SimTime): PodCondition =>
  conditionAfter(findCondition(old, type), type, found, at);

const NO_CONDITIONS: readonly PodCondition[] = [];

const isOfOthers = (condition: PodCondition): boolean => !isKubeletCondition(condition);

const resizeConditions = (old: PodStatus, { pending, allocated, actual }: PodResize, at: SimTime): PodCondition[] => {
  const conditions: PodCondition[] = [];
  const write = (type: string, found: Finding): void => {
    conditions.push(nextOf(old, type, found, at));
  };
  if (pending !== null) write("PodResizePending", finding("True", pending.reason, pending.message));
  if (!isSameValue(allocated, actual)) write("PodResizeInProgress", TRUE);
  return conditions;
};

/** What stands before the five that a kubelet writes on every sync: what others have written, and what a resize says. */
const conditionsBefore = (pod: PodState, at: SimTime): readonly PodCondition[] => {
  const old = pod.status;
  const { resize } = pod.runtime;
  if (resize === null && old.conditions.every(isKubeletCondition)) return NO_CONDITIONS;
  const others = old.conditions.filter(isOfOthers);
  return resize === null ? others : [...others, ...resizeConditions(old, resize, at)];
};

/**
 * The conditions a sync writes for these statuses and this phase: those of others in their order, then the kubelet's.
 * Returns the pod's own list when nothing changed.
 */
export const conditionsOf = (
  pod: PodState,
  initStatuses: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
  phase: Phase,
  at: SimTime,
): readonly PodCondition[] => {
  const spec = specOf(pod);
  const old = pod.status;
  const before = conditionsBefore(pod, at);
  const isUsable = isSandboxUsable(spec, pod.runtime.sandbox);
  const network = nextOf(old, "PodReadyToStartContainers", isUsable ? TRUE : FALSE, at);
  const initialized = nextOf(old, "Initialized", findInitialized(spec, initStatuses, statuses, phase), at);
  const found = findContainersReady(spec, initStatuses, statuses, phase);
  const known = spec.readinessGates === undefined ? before : [...before, network, initialized];
  const ready = nextOf(old, "Ready", findReady(spec, known, found), at);
  const containersReady = nextOf(old, "ContainersReady", found, at);
  const scheduled = nextOf(old, "PodScheduled", TRUE, at);
  const first = before.length;
  const listed = old.conditions;
  const isSame =
    listed.length === first + 5 &&
    listed[first] === network &&
    listed[first + 1] === initialized &&
    listed[first + 2] === ready &&
    listed[first + 3] === containersReady &&
    listed[first + 4] === scheduled &&
    (first === 0 || before.every((condition, i) => condition === listed[i]));
  if (isSame) return listed;
  if (first === 0) return [network, initialized, ready, containersReady, scheduled];
  return [...before, network, initialized, ready, containersReady, scheduled];
};

/** What a kubelet sends of its own, beside what others have written meanwhile. */
export const conditionsSent = (
  others: readonly PodCondition[],
  own: readonly PodCondition[],
): readonly PodCondition[] => {
  const kept = others.filter(isOfOthers);
  const disruption = own.find(({ reason }) => reason === "TerminationByKubelet");
  return [...(disruption === undefined ? kept : replaceOrAppend(kept, disruption)), ...own.filter(isKubeletCondition)];
};

/** The conditions of `status` with Ready and ContainersReady judged anew from these statuses, in place. */
export const withReadinessOf = (
  spec: PodSpec,
  status: PodStatus,
  initStatuses: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
  at: SimTime,
): readonly PodCondition[] => {
  const containersReady = findContainersReady(spec, initStatuses, statuses, status.phase);
  const ready = findReady(spec, status.conditions, containersReady);
  const judged = conditionAfter(findCondition(status, "Ready"), "Ready", ready, at);
  const old = findCondition(status, "ContainersReady");
  return replaceOrAppend(
    replaceOrAppend(status.conditions, judged),
    conditionAfter(old, "ContainersReady", containersReady, at),
  );
};

/** A terminal phase never goes out with a readiness that is True. */
export const withoutReadiness = (
  conditions: readonly PodCondition[],
  phase: "Succeeded" | "Failed",
  at: SimTime,
): readonly PodCondition[] => {
  const ready = conditions.find((condition) => condition.type === "Ready");
  const containersReady = conditions.find((condition) => condition.type === "ContainersReady");
  if (ready?.status !== "True" && containersReady?.status !== "True") return conditions;
  const found = phase === "Failed" ? NOT_READY_FAILED : NOT_READY_COMPLETED;
  const after = replaceOrAppend(conditions, conditionAfter(containersReady, "ContainersReady", found, at));
  return replaceOrAppend(after, conditionAfter(ready, "Ready", found, at));
};
