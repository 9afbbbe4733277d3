// Building a pod status, and telling whether two say the same.
import type { SimTime } from "../time.js";
import type { ContainerState, ContainerStatus, Phase, PodCondition, PodStatus } from "./pod-state.js";

/** The one place a pod status is built. */
export const podStatus = (
  phase: Phase,
  reason: string,
  message: string,
  startTimeUs: SimTime,
  podIP: string | null,
  nominatedNodeName: string,
  conditions: readonly PodCondition[],
  initContainerStatuses: readonly ContainerStatus[],
  containerStatuses: readonly ContainerStatus[],
  ephemeralContainerStatuses: readonly ContainerStatus[],
): PodStatus => ({
  phase,
  reason,
  message,
  startTimeUs,
  podIP,
  nominatedNodeName,
  conditions,
  initContainerStatuses,
  containerStatuses,
  ephemeralContainerStatuses,
});

const sameState = (a: ContainerState | null, b: ContainerState | null): boolean => {
  if (a === b) return true;
  if (a === null || b === null) return false;
  switch (a.kind) {
    case "waiting":
      return b.kind === "waiting" && a.reason === b.reason && a.message === b.message;
    case "running":
      return b.kind === "running" && a.startedAtUs === b.startedAtUs;
    case "terminated":
      return (
        b.kind === "terminated" &&
        a.exitCode === b.exitCode &&
        a.signal === b.signal &&
        a.reason === b.reason &&
        a.message === b.message &&
        a.startedAtUs === b.startedAtUs &&
        a.finishedAtUs === b.finishedAtUs &&
        a.containerId === b.containerId
      );
  }
};

const sameContainer = (a: ContainerStatus, b: ContainerStatus): boolean =>
  a === b ||
  (a.name === b.name &&
    a.image === b.image &&
    a.restartCount === b.restartCount &&
    a.ready === b.ready &&
    a.started === b.started &&
    a.containerId === b.containerId &&
    sameState(a.state, b.state) &&
    sameState(a.lastState, b.lastState));

const sameCondition = (a: PodCondition, b: PodCondition): boolean =>
  a === b || (a.type === b.type && a.status === b.status && a.reason === b.reason && a.message === b.message);

const sameItems = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (!same(a[i] as T, b[i] as T)) return false;
  return true;
};

/** Whether sending `b` would tell the API server nothing new; times of conditions do not count. */
export const sameStatus = (a: PodStatus, b: PodStatus): boolean =>
  a === b ||
  (a.phase === b.phase &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.startTimeUs === b.startTimeUs &&
    a.podIP === b.podIP &&
    a.nominatedNodeName === b.nominatedNodeName &&
    sameItems(a.conditions, b.conditions, sameCondition) &&
    sameItems(a.containerStatuses, b.containerStatuses, sameContainer) &&
    sameItems(a.initContainerStatuses, b.initContainerStatuses, sameContainer) &&
    sameItems(a.ephemeralContainerStatuses, b.ephemeralContainerStatuses, sameContainer));
