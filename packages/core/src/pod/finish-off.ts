// The last word on a pod whose containers, volumes and cgroup are gone: nothing is left open in its status.
import type { PodSpec } from "../api/pod.js";
import type { SimTime } from "../time.js";
import { withoutReadiness } from "./conditions.js";
import { isSidecar } from "./container-list.js";
import { LOST_AT_TERMINATION } from "./container-status.js";
import type { ContainerStatus, PodStatus } from "./pod-state.js";
import { isTerminalPhase } from "./pod-state.js";
import { podStatus } from "./pod-status.js";

/**
 * Some regular container was ever started, or the last init container has done its part: from then on a missing status
 * means failure.
 */
const hasInitialized = (spec: PodSpec, s: PodStatus): boolean => {
  const lastContainer = spec.initContainers.at(-1);
  if (lastContainer === undefined) return true;
  for (const status of s.containerStatuses) {
    if (status.lastState !== null || status.state.kind !== "waiting") return true;
  }
  const last = s.initContainerStatuses.at(-1);
  if (last === undefined) return false;
  if (isSidecar(lastContainer)) return last.state.kind === "running" && last.started;
  return (last.state.kind === "terminated" && last.state.exitCode === 0) || last.lastState?.exitCode === 0;
};

/** How many init containers have been tried, counted from the first; at least one if there are any. */
const attemptedInitCount = (init: readonly ContainerStatus[]): number => {
  for (let i = init.length - 1; i >= 0; i -= 1) {
    const status = init[i];
    if (status !== undefined && (status.state.kind !== "waiting" || status.lastState !== null)) return i + 1;
  }
  return Math.min(1, init.length);
};

const writeOff = (status: ContainerStatus): ContainerStatus =>
  status.state.kind === "terminated"
    ? status
    : {
        name: status.name,
        image: status.image,
        state: LOST_AT_TERMINATION,
        lastState: status.lastState,
        restartCount: status.restartCount,
        ready: false,
        started: false,
        containerId: status.containerId,
      };

/** The end of every pod: no container is left unaccounted for, no phase is left open. */
export const finishOff = (spec: PodSpec, s: PodStatus, at: SimTime): PodStatus => {
  const init = s.initContainerStatuses;
  const regular = s.containerStatuses;
  const attempted = attemptedInitCount(init);
  const tried = init.some((status, i) => i < attempted && status.state.kind !== "terminated");
  const open = hasInitialized(spec, s) && regular.some((status) => status.state.kind !== "terminated");
  const phase = isTerminalPhase(s.phase) ? s.phase : "Failed";
  if (phase === s.phase && !tried && !open) return s;
  return podStatus(
    phase,
    s.reason,
    s.message,
    s.startTimeUs,
    s.podIP,
    s.nominatedNodeName,
    withoutReadiness(s.conditions, phase === "Succeeded" ? "Succeeded" : "Failed", at),
    tried ? init.map((status, i) => (i < attempted ? writeOff(status) : status)) : init,
    open ? regular.map(writeOff) : regular,
    s.ephemeralContainerStatuses,
  );
};
