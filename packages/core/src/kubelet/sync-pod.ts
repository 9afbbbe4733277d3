// What a sync of a pod has to do, decided from the runtime status alone: sandbox, kills, starts, in that order.
import type { PodSpec } from "../api/pod.js";
import { containerAt, containerCount, ephemeralStart, isSidecar } from "../pod/container-list.js";
import { activeRecord, runtimeAt } from "../pod/container-runtime.js";
import { shouldRestart } from "../pod/container-status.js";
import type { ContainerRuntime, PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";
import { isToBeResized, resizeRestarts } from "../pod/resize.js";
import { restartsAfter, restartsWhenKilled } from "../pod/restart-policy.js";

export interface ContainerKill {
  readonly container: number;
  /** The spec names another image, a probe failed, or a resize takes a restart. */
  readonly because: "definition" | "liveness" | "startup" | "resize";
  /** Text of the Killing event. */
  readonly message: string;
}

export interface PodActions {
  /** Nothing is left to run: stop what still does (sidecars) and the sandbox. */
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  /** Each is killed, and unless the policy forbids it also stands in `starts`. */
  readonly kills: readonly ContainerKill[];
  /** Container indexes in the order they are started, one after the other. */
  readonly starts: readonly number[];
}

const KILL_POD: PodActions = { killPod: true, createSandbox: false, kills: [], starts: [] };

const hasExitedWell = (c: ContainerRuntime): boolean => c.current?.state === "exited" && c.current.exitCode === 0;

const reasonToKill = (pod: PodState, ix: number): ContainerKill["because"] | null => {
  const container = containerAt(specOf(pod), ix);
  const c = runtimeAt(pod, ix);
  if (c.current !== null && c.current.image !== container.image) return "definition";
  if (container.livenessProbe !== undefined && c.probes.liveness === "failure") return "liveness";
  if (container.startupProbe !== undefined && c.probes.startup === "failure") return "startup";
  return isToBeResized(pod, ix) && resizeRestarts(pod, ix) ? "resize" : null;
};

const whatHappened = (because: Exclude<ContainerKill["because"], "resize">): string =>
  because === "definition" ? "definition changed" : `failed ${because} probe`;

/**
 * Some regular container was created in this sandbox, so the init containers had done their work. What is left of an
 * older sandbox says nothing: there a container may have been created that its machine had no time to start.
 */
const hasInitialized = (pod: PodState, spec: PodSpec): boolean => {
  for (let ix = spec.initContainers.length; ix < ephemeralStart(spec); ix++) {
    const record = activeRecord(pod, ix);
    if (record !== null && record.state !== "exited") return true;
  }
  return false;
};

const forNewSandbox = (pod: PodState, spec: PodSpec): PodActions => {
  const { sandbox } = pod.runtime;
  const anyRecord = pod.runtime.containers.some((c) => c.current !== null);
  if (spec.restartPolicy === "Never" && sandbox.attempt >= 0 && anyRecord) return KILL_POD;
  const starts: number[] = [];
  for (let ix = spec.initContainers.length; ix < ephemeralStart(spec); ix++) {
    if (spec.restartPolicy === "OnFailure" && hasExitedWell(runtimeAt(pod, ix))) continue;
    starts.push(ix);
  }
  if (starts.length === 0) return KILL_POD;
  return {
    killPod: sandbox.attempt >= 0,
    createSandbox: true,
    kills: [],
    starts: spec.initContainers.length > 0 ? [0] : starts,
  };
};

interface InitActions {
  initialized: boolean;
  failed: boolean;
  readonly kills: ContainerKill[];
  readonly starts: number[];
}

const killAndStart = (
  name: string,
  ix: number,
  because: Exclude<ContainerKill["because"], "resize">,
  found: InitActions,
): void => {
  found.kills.push({ container: ix, because, message: `Init container ${name} ${whatHappened(because)}` });
  found.starts.push(ix);
};

/** `hadTurn`: a later container has a record, or the pod had initialized, so the next one was started already. */
const considerSidecar = (pod: PodState, spec: PodSpec, ix: number, hadTurn: boolean, found: InitActions): void => {
  const { name, image, livenessProbe, startupProbe } = containerAt(spec, ix);
  const { current, probes } = runtimeAt(pod, ix);
  if (current?.state !== "running") {
    found.starts.push(ix);
    return;
  }
  if (current.image !== image) {
    killAndStart(name, ix, "definition", found);
    return;
  }
  if (startupProbe !== undefined && probes.startup !== "success") {
    if (probes.startup === "failure") killAndStart(name, ix, "startup", found);
    return;
  }
  if (ix === spec.initContainers.length - 1) found.initialized = true;
  else if (!hadTurn) found.starts.push(ix + 1);
  // Whether the next one may start does not depend on liveness.
  if (livenessProbe !== undefined && probes.liveness === "failure") killAndStart(name, ix, "liveness", found);
};

const considerPlainInit = (pod: PodState, spec: PodSpec, ix: number, found: InitActions): void => {
  const { current } = runtimeAt(pod, ix);
  if (current === null || current.state === "running") return;
  const { exitCode } = current;
  const container = containerAt(spec, ix);
  if (current.state === "created") {
    found.starts.push(ix);
  } else if (exitCode === 0 && current.reason !== "OOMKilled") {
    if (ix === spec.initContainers.length - 1) found.initialized = true;
    else found.starts.push(ix + 1);
  } else if (exitCode === 0 ? restartsWhenKilled(container, spec) : restartsAfter(container, spec, exitCode)) {
    found.starts.push(ix);
  } else found.failed = true;
};

/**
 * Scans the init containers from last to first. The last one with a record says how far initialization has come; before
 * it only sidecars are looked after, which also run on once the pod has initialized.
 */
const initActions = (pod: PodState, spec: PodSpec): InitActions => {
  const count = spec.initContainers.length;
  const initialized = count === 0 || hasInitialized(pod, spec);
  const found: InitActions = { initialized, failed: false, kills: [], starts: [] };
  let hadTurn = initialized;
  for (let ix = count - 1; ix >= 0; ix--) {
    const sidecar = isSidecar(containerAt(spec, ix));
    if (runtimeAt(pod, ix).current === null) {
      if (hadTurn && sidecar) found.starts.push(ix);
      continue;
    }
    if (sidecar) considerSidecar(pod, spec, ix, hadTurn, found);
    else if (!hadTurn) considerPlainInit(pod, spec, ix, found);
    hadTurn = true;
  }
  if (!hadTurn) found.starts.push(0);
  found.starts.reverse();
  return found;
};

const regularActions = (pod: PodState, spec: PodSpec, init: InitActions): PodActions => {
  const { kills, starts } = init;
  let kept = 0;
  for (let ix = spec.initContainers.length; ix < ephemeralStart(spec); ix++) {
    const container = containerAt(spec, ix);
    const c = runtimeAt(pod, ix);
    if (c.current?.state !== "running") {
      if (!shouldRestart(pod, ix)) continue;
      starts.push(ix);
      kept++;
      continue;
    }
    const because = reasonToKill(pod, ix);
    if (because === null) {
      kept++;
      continue;
    }
    if (because === "resize") {
      kills.push({ container: ix, because, message: `Container ${container.name} resize requires restart` });
      starts.push(ix);
      kept++;
      continue;
    }
    const restart = because === "definition" || restartsWhenKilled(container, spec);
    const message = `Container ${container.name} ${whatHappened(because)}${restart ? ", will be restarted" : ""}`;
    kills.push({ container: ix, because, message });
    if (!restart) continue;
    starts.push(ix);
    kept++;
  }
  return kept === 0 ? KILL_POD : { killPod: false, createSandbox: false, kills, starts };
};

const inSandbox = (pod: PodState, spec: PodSpec): PodActions => {
  const init = initActions(pod, spec);
  if (init.failed) return KILL_POD;
  if (!init.initialized) return { killPod: false, createSandbox: false, kills: init.kills, starts: init.starts };
  return regularActions(pod, spec, init);
};

/** Ephemeral containers are started once, before any other and whatever becomes of those. */
const withEphemeral = (pod: PodState, spec: PodSpec, actions: PodActions): PodActions => {
  const fresh: number[] = [];
  for (let ix = ephemeralStart(spec); ix < containerCount(spec); ix++) {
    if (runtimeAt(pod, ix).current === null) fresh.push(ix);
  }
  return fresh.length === 0 ? actions : { ...actions, starts: [...fresh, ...actions.starts] };
};

export const computePodActions = (pod: PodState): PodActions => {
  const spec = specOf(pod);
  if (pod.runtime.sandbox.state !== "ready") return forNewSandbox(pod, spec);
  const actions = inSandbox(pod, spec);
  return spec.ephemeralContainers === undefined || actions.killPod ? actions : withEphemeral(pod, spec, actions);
};
