// What `kubectl get pods` prints about a pod: READY, STATUS, RESTARTS, AGE and the columns of -o wide.
import type { SimTime } from "../time.js";
import { NOT_YET, humanDuration } from "../time.js";
import { containerAt, containerIxOf, isSidecar } from "./container-list.js";
import { apiTime } from "./container-status.js";
import type { ContainerStatus, PodState, Terminated } from "./pod-state.js";
import { findCondition, isReady, isTerminalPhase, specOf } from "./pod-state.js";

/** The cells of one row, in kubectl's order. */
export interface PodRow {
  readonly name: string;
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
  readonly ip: string;
  readonly node: string;
  readonly nominatedNode: string;
  readonly readinessGates: string;
}

/** What the columns are printed from, filled while the container statuses are walked through. */
interface Reading {
  reason: string;
  readyCount: number;
  restartCount: number;
  /** Newest end of a previous instance; -1 = none. */
  restartedAtUs: SimTime;
}

const NONE = "<none>";

const endedText = (state: Terminated): string => {
  if (state.reason !== "") return state.reason;
  return state.signal === 0 ? `ExitCode:${state.exitCode}` : `Signal:${state.signal}`;
};

const countRestarts = (status: ContainerStatus, reading: Reading): void => {
  reading.restartCount += status.restartCount;
  const endedAtUs = status.lastState?.finishedAtUs ?? NOT_YET;
  if (endedAtUs === NOT_YET) return;
  if (reading.restartedAtUs === NOT_YET || endedAtUs > reading.restartedAtUs) reading.restartedAtUs = endedAtUs;
};

/** Why init container `i` of `count` holds the others up. */
const blockedText = (status: ContainerStatus, i: number, count: number): string => {
  const { state } = status;
  if (state.kind === "terminated") return `Init:${endedText(state)}`;
  const named = state.kind === "waiting" && state.reason !== "" && state.reason !== "PodInitializing";
  return named ? `Init:${state.reason}` : `Init:${i}/${count}`;
};

const isSidecarNamed = (pod: PodState, name: string): boolean => {
  const spec = specOf(pod);
  const ix = containerIxOf(spec, name);
  return ix >= 0 && ix < spec.initContainers.length && isSidecar(containerAt(spec, ix));
};

/** Walks the init containers up to the one that blocks; whether there is one. `sidecars` gets the sidecars' restarts. */
const readInit = (pod: PodState, reading: Reading, sidecars: Reading): boolean => {
  const statuses = pod.status.initContainerStatuses;
  for (let i = 0; i < statuses.length; i += 1) {
    const status = statuses[i];
    if (status === undefined) continue;
    const sidecar = isSidecarNamed(pod, status.name);
    countRestarts(status, reading);
    if (sidecar) countRestarts(status, sidecars);
    if (status.state.kind === "terminated" && status.state.exitCode === 0) continue;
    if (sidecar && status.started) {
      if (status.ready) reading.readyCount += 1;
      continue;
    }
    reading.reason = blockedText(status, i, specOf(pod).initContainers.length);
    return true;
  }
  return false;
};

/** From the last to the first, so that the first one with something to say has the last word. */
const readRegular = (pod: PodState, reading: Reading): void => {
  const statuses = pod.status.containerStatuses;
  let hasRunning = false;
  for (let i = statuses.length - 1; i >= 0; i -= 1) {
    const status = statuses[i];
    if (status === undefined) continue;
    countRestarts(status, reading);
    const { state } = status;
    if (state.kind === "waiting") {
      if (state.reason !== "") reading.reason = state.reason;
    } else if (state.kind === "terminated") {
      reading.reason = endedText(state);
    } else if (status.ready) {
      hasRunning = true;
      reading.readyCount += 1;
    }
  }
  if (reading.reason === "Completed" && hasRunning) reading.reason = isReady(pod) ? "Running" : "NotReady";
};

const read = (pod: PodState): Reading => {
  const { status } = pod;
  const gated = findCondition(status, "PodScheduled")?.reason === "SchedulingGated";
  const reason = gated ? "SchedulingGated" : status.reason !== "" ? status.reason : status.phase;
  const reading: Reading = { reason, readyCount: 0, restartCount: 0, restartedAtUs: NOT_YET };
  const sidecars: Reading = { reason: "", readyCount: 0, restartCount: 0, restartedAtUs: NOT_YET };
  const blocked = readInit(pod, reading, sidecars);
  if (!blocked || findCondition(status, "Initialized")?.status === "True") {
    reading.restartCount = sidecars.restartCount;
    reading.restartedAtUs = sidecars.restartedAtUs;
    readRegular(pod, reading);
  }
  if (pod.deletion !== null) {
    if (status.reason === "NodeLost") reading.reason = "Unknown";
    else if (!isTerminalPhase(status.phase)) reading.reason = "Terminating";
  }
  return reading;
};

const containerTotal = (pod: PodState): number => {
  const spec = specOf(pod);
  let total = spec.containers.length;
  for (const container of spec.initContainers) if (isSidecar(container)) total += 1;
  return total;
};

const readyText = (pod: PodState, reading: Reading): string => `${reading.readyCount}/${containerTotal(pod)}`;

const restartsText = ({ restartCount, restartedAtUs }: Reading, now: SimTime): string =>
  restartCount === 0 || restartedAtUs === NOT_YET
    ? String(restartCount)
    : `${restartCount} (${humanDuration(now - restartedAtUs)} ago)`;

/** STATUS: a word for what the pod is doing, or for what keeps it from doing it. */
export const statusColumn = (pod: PodState): string => read(pod).reason;

/** READY: "1/2", ready containers of all that are to run on (sidecars included). */
export const readyColumn = (pod: PodState): string => readyText(pod, read(pod));

/** The number in RESTARTS. Once the pod is initialized, plain init containers no longer count. */
export const restartCountOf = (pod: PodState): number => read(pod).restartCount;

/** RESTARTS: "4 (12s ago)", counted from the end of the newest previous instance; "0" without restarts. */
export const restartsColumn = (pod: PodState, now: SimTime): string => restartsText(read(pod), now);

/** AGE: since the pod was created. */
export const ageColumn = (pod: PodState, now: SimTime): string =>
  humanDuration(now - apiTime(pod.identity.createdAtUs));

/** IP (-o wide). */
export const ipColumn = (pod: PodState): string => pod.status.podIP ?? NONE;

/** NODE (-o wide). */
export const nodeColumn = (pod: PodState): string => pod.binding?.nodeName ?? specOf(pod).nodeName ?? NONE;

/** NOMINATED NODE (-o wide). */
export const nominatedNodeColumn = (pod: PodState): string =>
  pod.status.nominatedNodeName === "" ? NONE : pod.status.nominatedNodeName;

/** READINESS GATES (-o wide): "1/2", gates whose condition is True of all. */
export const readinessGatesColumn = (pod: PodState): string => {
  const gates = specOf(pod).readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const open = gates.filter(({ conditionType }) => findCondition(pod.status, conditionType)?.status === "True");
  return `${open.length}/${gates.length}`;
};

/** All cells at once. */
export const podRow = (pod: PodState, now: SimTime): PodRow => {
  const reading = read(pod);
  return {
    name: pod.identity.name,
    ready: readyText(pod, reading),
    status: reading.reason,
    restarts: restartsText(reading, now),
    age: ageColumn(pod, now),
    ip: ipColumn(pod),
    node: nodeColumn(pod),
    nominatedNode: nominatedNodeColumn(pod),
    readinessGates: readinessGatesColumn(pod),
  };
};
