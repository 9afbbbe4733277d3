// Pod phase: computed from scratch out of the container statuses a sync has just derived.
import type { Container, PodSpec } from "../api/pod.js";
import { isSidecar } from "./container-list.js";
import { findStatus } from "./container-status.js";
import type { ContainerStatus, Phase } from "./pod-state.js";
import { restartsAfter } from "./restart-policy.js";

/** What the containers of a pod amount to; one object per computation, filled in place. */
interface Tally {
  /** Plain init containers that still have to end well. */
  pendingInit: number;
  /** Sidecars that have not come up. */
  pendingSidecars: number;
  /** Failed init containers that are not started again. */
  failedInit: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  /** Of the stopped ones: those that are not started again. */
  endedForGood: number;
  succeeded: number;
}

const countPlainInit = (
  spec: PodSpec,
  container: Container,
  status: ContainerStatus | undefined,
  tally: Tally,
): void => {
  const isLost = (exitCode: number): boolean => exitCode !== 0 && !restartsAfter(container, spec, exitCode);
  const state = status?.state;
  if (status === undefined || state === undefined || state.kind === "running") {
    tally.pendingInit += 1;
  } else if (state.kind === "terminated") {
    if (isLost(state.exitCode)) tally.failedInit += 1;
  } else if (status.lastState === null) {
    tally.pendingInit += 1;
  } else if (isLost(status.lastState.exitCode)) {
    tally.failedInit += 1;
  }
};

const countSidecar = (status: ContainerStatus | undefined, tally: Tally): void => {
  if (status === undefined) {
    tally.unknown += 1;
  } else if (status.state.kind === "running") {
    tally.running += 1;
    if (!status.started) tally.pendingSidecars += 1;
  } else if (status.state.kind === "waiting" && status.lastState === null) {
    tally.pendingSidecars += 1;
    tally.waiting += 1;
  }
  // A sidecar that has ended, or waits to be started again, says nothing about the phase.
};

const countRegular = (spec: PodSpec, container: Container, status: ContainerStatus | undefined, tally: Tally): void => {
  if (status === undefined) {
    tally.unknown += 1;
  } else if (status.state.kind === "running") {
    tally.running += 1;
  } else if (status.state.kind === "terminated") {
    tally.stopped += 1;
    if (!restartsAfter(container, spec, status.state.exitCode)) tally.endedForGood += 1;
    if (status.state.exitCode === 0) tally.succeeded += 1;
  } else if (status.lastState === null) {
    tally.waiting += 1;
  } else {
    // Waiting after an exit counts as stopped, never as succeeded: this keeps a crash-looping pod Running.
    tally.stopped += 1;
    const own = container.restartPolicy !== undefined;
    const restarts = own ? restartsAfter(container, spec, status.lastState.exitCode) : spec.restartPolicy !== "Never";
    if (!restarts) tally.endedForGood += 1;
  }
};

/** A regular container runs or has ended, in this sandbox or in one before it. */
export const hasAnyRegularStarted = (
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
): boolean => {
  for (let i = 0; i < containers.length; i += 1) {
    const container = containers[i];
    if (container === undefined) continue;
    const kind = findStatus(statuses, container.name, i)?.state.kind;
    if (kind === "running" || kind === "terminated") return true;
  }
  return false;
};

const decide = (tally: Tally, podIsTerminal: boolean, hasInitialized: boolean): Phase => {
  if (tally.failedInit > 0) return "Failed";
  if (tally.pendingInit > 0) return "Pending";
  if (tally.pendingSidecars > 0 && !hasInitialized) return "Pending";
  if (tally.waiting > 0) return "Pending";
  if (tally.unknown > 0) return "Pending";
  if (tally.running > 0) return "Running";
  if (tally.stopped === 0) return "Pending";
  const allSucceeded = tally.stopped === tally.succeeded;
  if (podIsTerminal) return allSucceeded ? "Succeeded" : "Failed";
  if (tally.endedForGood < tally.stopped) return "Running";
  return allSucceeded ? "Succeeded" : "Failed";
};

/**
 * The phase that follows from the container statuses alone; terminal phases being absorbing is the caller's rule.
 * `initStatuses` and `statuses` may lack containers (their state is then unknown). `podIsTerminal` says that no
 * container will be started any more, whatever the restart policy: true only once the pod's containers were stopped
 * for good. `hasInitialized`: a regular container was made in the pod's present sandbox, so that a sidecar which comes back
 * does not make the pod Pending again (kubelet 1.5).
 */
export const getPhase = (
  spec: PodSpec,
  initStatuses: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
  podIsTerminal: boolean,
  hasInitialized: boolean,
): Phase => {
  const tally: Tally = {
    pendingInit: 0,
    pendingSidecars: 0,
    failedInit: 0,
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    endedForGood: 0,
    succeeded: 0,
  };
  for (let i = 0; i < spec.initContainers.length; i += 1) {
    const container = spec.initContainers[i];
    if (container === undefined) continue;
    const status = findStatus(initStatuses, container.name, i);
    if (isSidecar(container)) countSidecar(status, tally);
    else countPlainInit(spec, container, status, tally);
  }
  for (let i = 0; i < spec.containers.length; i += 1) {
    const container = spec.containers[i];
    if (container !== undefined) countRegular(spec, container, findStatus(statuses, container.name, i), tally);
  }
  return decide(tally, podIsTerminal, hasInitialized);
};
