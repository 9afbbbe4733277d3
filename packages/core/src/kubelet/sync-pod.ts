// What a sync of a pod has to do, decided from the runtime status alone: sandbox, kills, starts, in that order.
import type { Container, PodSpec } from "../api/pod.js";
import { containerAt, containerCount, isSidecar } from "../pod/container-list.js";
import { runtimeAt } from "../pod/container-runtime.js";
import { shouldRestart } from "../pod/container-status.js";
import type { ContainerRuntime, PodState } from "../pod/pod-state.js";
import { specOf } from "../pod/pod-state.js";

export interface ContainerKill {
  readonly container: number;
  /** Which probe asked for it. */
  readonly because: "liveness" | "startup";
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

const probeVerdict = (container: Container, c: ContainerRuntime): ContainerKill["because"] | null => {
  if (container.livenessProbe !== undefined && c.probes.liveness === "failure") return "liveness";
  if (container.startupProbe !== undefined && c.probes.startup === "failure") return "startup";
  return null;
};

/** Some regular container was created already, so the init containers had done their work. */
const hasInitialized = (pod: PodState, spec: PodSpec): boolean => {
  for (let ix = spec.initContainers.length; ix < containerCount(spec); ix++) {
    const record = runtimeAt(pod, ix).current;
    if (record !== null && record.state !== "exited") return true;
  }
  return false;
};

const forNewSandbox = (pod: PodState, spec: PodSpec): PodActions => {
  const { sandbox } = pod.runtime;
  const anyRecord = pod.runtime.containers.some((c) => c.current !== null);
  if (spec.restartPolicy === "Never" && sandbox.attempt >= 0 && anyRecord) return KILL_POD;
  const starts: number[] = [];
  for (let ix = spec.initContainers.length; ix < containerCount(spec); ix++) {
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

const considerSidecar = (pod: PodState, spec: PodSpec, ix: number, found: InitActions): void => {
  const container = containerAt(spec, ix);
  const c = runtimeAt(pod, ix);
  const last = ix === spec.initContainers.length - 1;
  if (c.current?.state !== "running") {
    found.starts.push(ix);
    return;
  }
  const because = probeVerdict(container, c);
  if (because !== null) {
    const message = `Init container ${container.name} failed ${because} probe`;
    found.kills.push({ container: ix, because, message });
    found.starts.push(ix);
    return;
  }
  const started = container.startupProbe === undefined || c.probes.startup === "success";
  if (found.initialized || !started) return;
  if (last) found.initialized = true;
  else if (runtimeAt(pod, ix + 1).current === null) found.starts.push(ix + 1);
};

/** True when the container decides for the plain ones before it. */
const considerPlainInit = (pod: PodState, spec: PodSpec, ix: number, found: InitActions): void => {
  const { current } = runtimeAt(pod, ix);
  if (current === null || found.initialized || current.state === "running") return;
  if (current.state === "created") {
    found.starts.push(ix);
  } else if (current.exitCode === 0 && current.reason !== "OOMKilled") {
    if (ix === spec.initContainers.length - 1) found.initialized = true;
    else found.starts.push(ix + 1);
  } else if (spec.restartPolicy === "Never") found.failed = true;
  else found.starts.push(ix);
};

/** Scans the init containers from last to first; the newest plain one decides, sidecars before it are looked after. */
const initActions = (pod: PodState, spec: PodSpec): InitActions => {
  const count = spec.initContainers.length;
  const found: InitActions = {
    initialized: count === 0 || hasInitialized(pod, spec),
    failed: false,
    kills: [],
    starts: [],
  };
  let plainDecided = found.initialized;
  let any = count === 0;
  for (let ix = count - 1; ix >= 0; ix--) {
    if (runtimeAt(pod, ix).current === null) continue;
    any = true;
    if (isSidecar(containerAt(spec, ix))) considerSidecar(pod, spec, ix, found);
    else if (!plainDecided) {
      const nextRuns = ix + 1 < count && runtimeAt(pod, ix + 1).current !== null;
      if (!nextRuns) considerPlainInit(pod, spec, ix, found);
    }
    plainDecided ||= !isSidecar(containerAt(spec, ix));
  }
  if (!any && !found.initialized) found.starts.push(0);
  found.starts.sort((a, b) => a - b);
  return found;
};

const regularActions = (pod: PodState, spec: PodSpec, init: InitActions): PodActions => {
  const { kills, starts } = init;
  let kept = 0;
  for (let ix = spec.initContainers.length; ix < containerCount(spec); ix++) {
    const container = containerAt(spec, ix);
    const c = runtimeAt(pod, ix);
    if (c.current?.state !== "running") {
      if (!shouldRestart(pod, ix)) continue;
      starts.push(ix);
      kept++;
      continue;
    }
    const because = probeVerdict(container, c);
    if (because === null) {
      kept++;
      continue;
    }
    const restart = spec.restartPolicy !== "Never";
    const message = `Container ${container.name} failed ${because} probe${restart ? ", will be restarted" : ""}`;
    kills.push({ container: ix, because, message });
    if (!restart) continue;
    starts.push(ix);
    kept++;
  }
  return kept === 0 ? KILL_POD : { killPod: false, createSandbox: false, kills, starts };
};

export const computePodActions = (pod: PodState): PodActions => {
  const spec = specOf(pod);
  if (pod.runtime.sandbox.state !== "ready") return forNewSandbox(pod, spec);
  const init = initActions(pod, spec);
  if (init.failed) return KILL_POD;
  if (!init.initialized) return { killPod: false, createSandbox: false, kills: init.kills, starts: init.starts };
  return regularActions(pod, spec, init);
};
