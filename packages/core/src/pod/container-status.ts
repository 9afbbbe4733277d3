// From what the runtime knows of a container to the status a client of the API server reads.
import type { Container, PodSpec } from "../api/pod.js";
import type { SimTime } from "../time.js";
import { NOT_YET, SECOND } from "../time.js";
import { containerAt, ephemeralStart, isEphemeralIx, isInitIx, isSidecar } from "./container-list.js";
import { runtimeAt } from "./container-runtime.js";
import type {
  ContainerRecord,
  ContainerRuntime,
  ContainerState,
  ContainerStatus,
  PodState,
  StartFailure,
  Terminated,
  Waiting,
} from "./pod-state.js";
import { specOf } from "./pod-state.js";
import { restartsAfter } from "./restart-policy.js";

/** A time as the API server keeps it: cut to whole seconds; -1 (not happened) stays -1. */
export const apiTime = (at: SimTime): SimTime => {
  if (at >= 0) return at - (at % SECOND);
  return at === NOT_YET ? NOT_YET : Math.floor(at / SECOND) * SECOND;
};

const ID_SCHEME = "containerd://";

/** The container ID a client reads: runtime scheme and ID. */
export const containerIdText = (id: string): string => ID_SCHEME + id;

/** Whether `text` is the container ID text of `id`. */
export const isIdTextOf = (text: string, id: string): boolean =>
  text.length === ID_SCHEME.length + id.length && text.endsWith(id);

const CONTAINER_CREATING: Waiting = { kind: "waiting", reason: "ContainerCreating", message: "" };
const POD_INITIALIZING: Waiting = { kind: "waiting", reason: "PodInitializing", message: "" };
/** Created in the runtime, not started yet. */
const NOT_STARTED: Waiting = { kind: "waiting", reason: "", message: "" };

/** State of a container the runtime has no record of: the same for every container of the pod. */
const defaultWaiting = (spec: PodSpec): Waiting =>
  spec.initContainers.length > 0 ? POD_INITIALIZING : CONTAINER_CREATING;

const lostContainer = (message: string): Terminated => ({
  kind: "terminated",
  exitCode: 137,
  signal: 0,
  reason: "ContainerStatusUnknown",
  message,
  startedAtUs: -1,
  finishedAtUs: -1,
  containerId: "",
});

/** What stands for a container without a record when its pod is finished off. */
export const LOST_AT_TERMINATION: Terminated = lostContainer(
  "The container could not be located when the pod was terminated",
);

/** lastState of a container whose record disappeared while it was reported running. */
export const LOST_WHILE_RUNNING: Terminated = lostContainer(
  "The container could not be located when the pod was deleted.  The container used to be Running",
);

/** The status of the named container; `guess` is the index to look at first. */
export const findStatus = (
  statuses: readonly ContainerStatus[],
  name: string,
  guess: number,
): ContainerStatus | undefined => {
  const likely = statuses[guess];
  if (likely !== undefined && likely.name === name) return likely;
  for (const status of statuses) if (status.name === name) return status;
  return undefined;
};

/**
 * Whether a sync would start the container again, judged by its restart rules and policies (a sidecar's by its pod's policy
 * alone, though the kubelet starts it again under every policy). True for a container that never ran, even under policy Never.
 */
export const shouldRestart = (pod: PodState, ix: number): boolean => {
  if (pod.deletion !== null) return false;
  const record = runtimeAt(pod, ix).current;
  if (record === null) return true;
  if (record.state !== "exited") return record.state === "created";
  const spec = specOf(pod);
  if (isEphemeralIx(spec, ix)) return false;
  const container = containerAt(spec, ix);
  if (!isInitIx(spec, ix) || !isSidecar(container)) return restartsAfter(container, spec, record.exitCode);
  return spec.restartPolicy === "Always" || (spec.restartPolicy === "OnFailure" && record.exitCode !== 0);
};

const isTerminatedOf = (state: ContainerState | null, record: ContainerRecord): state is Terminated =>
  state !== null &&
  state.kind === "terminated" &&
  state.exitCode === record.exitCode &&
  state.finishedAtUs === apiTime(record.finishedAtUs) &&
  state.startedAtUs === apiTime(record.startedAtUs) &&
  state.reason === record.reason &&
  state.message === record.message &&
  isIdTextOf(state.containerId, record.id);

// The objects of the previous status are handed on wherever they still say the same: a sync that changes nothing
// allocates nothing, and an unchanged status is recognised by identity.

const terminatedOf = (record: ContainerRecord, previous: ContainerStatus | undefined): Terminated => {
  if (previous !== undefined) {
    if (isTerminatedOf(previous.state, record)) return previous.state;
    if (isTerminatedOf(previous.lastState, record)) return previous.lastState;
  }
  return {
    kind: "terminated",
    exitCode: record.exitCode,
    signal: 0,
    reason: record.reason,
    message: record.message,
    startedAtUs: apiTime(record.startedAtUs),
    finishedAtUs: apiTime(record.finishedAtUs),
    containerId: containerIdText(record.id),
  };
};

const stateOf = (record: ContainerRecord, previous: ContainerStatus | undefined): ContainerState => {
  if (record.state === "created") return NOT_STARTED;
  if (record.state === "exited") return terminatedOf(record, previous);
  const startedAtUs = apiTime(record.startedAtUs);
  const old = previous?.state;
  return old?.kind === "running" && old.startedAtUs === startedAtUs ? old : { kind: "running", startedAtUs };
};

const waitingFor = (failure: StartFailure, previous: ContainerStatus | undefined): Waiting => {
  const old = previous?.state;
  return old?.kind === "waiting" && old.reason === failure.reason && old.message === failure.message
    ? old
    : { kind: "waiting", reason: failure.reason, message: failure.message };
};

/** Started: running, and past its startup probe if it has one. */
const isStarted = (container: Container, runtime: ContainerRuntime, state: ContainerState): boolean =>
  state.kind === "running" && (container.startupProbe === undefined || runtime.probes.startup === "success");

/** Ready, for a plain init container: it is done. For others: started, and passing its readiness probe if it has one. */
const isContainerReady = (
  container: Container,
  plainInit: boolean,
  runtime: ContainerRuntime,
  state: ContainerState,
  started: boolean,
): boolean => {
  if (plainInit) return state.kind === "terminated" && state.exitCode === 0;
  return started && (container.readinessProbe === undefined || runtime.probes.readiness === "success");
};

const sameFields = (
  a: ContainerStatus,
  state: ContainerState,
  lastState: Terminated | null,
  restartCount: number,
  ready: boolean,
  started: boolean,
  containerId: string,
  image: string,
): boolean =>
  a.image === image &&
  a.state === state &&
  a.lastState === lastState &&
  a.restartCount === restartCount &&
  a.ready === ready &&
  a.started === started &&
  a.containerId === containerId;

/**
 * The API status of the container at `ix` as a sync derives it, `previous` being the one the API server shows now.
 * Returns `previous` itself when nothing changed.
 */
export const containerStatusOf = (
  pod: PodState,
  ix: number,
  previous: ContainerStatus | undefined,
): ContainerStatus => {
  const spec = specOf(pod);
  const container = containerAt(spec, ix);
  const runtime = runtimeAt(pod, ix);
  const record = runtime.current;
  let state: ContainerState;
  let lastState: Terminated | null;
  let restartCount: number;
  let containerId: string;
  if (record !== null) {
    state = stateOf(record, previous);
    lastState = runtime.previous?.state === "exited" ? terminatedOf(runtime.previous, previous) : null;
    restartCount = record.attempt;
    containerId =
      previous !== undefined && isIdTextOf(previous.containerId, record.id)
        ? previous.containerId
        : containerIdText(record.id);
  } else {
    const ended = previous?.state.kind === "terminated" ? previous : undefined;
    state = ended?.state ?? defaultWaiting(spec);
    lastState = previous?.lastState ?? null;
    restartCount = previous?.restartCount ?? 0;
    containerId = ended?.containerId ?? "";
    if (previous?.state.kind === "running" && lastState === null) {
      lastState = LOST_WHILE_RUNNING;
      if (pod.deletion === null) restartCount += 1;
    }
  }
  const init = isInitIx(spec, ix);
  const doneInit = init && record?.state === "exited" && record.exitCode === 0;
  if (runtime.failure !== null && !doneInit && shouldRestart(pod, ix)) {
    if (record === null) containerId = "";
    if (state.kind === "terminated") lastState = state;
    state = waitingFor(runtime.failure, previous);
  }
  // Nobody probes an ephemeral container, or counts on it.
  const started = !isEphemeralIx(spec, ix) && isStarted(container, runtime, state);
  const ready = isContainerReady(container, init && !isSidecar(container), runtime, state, started);
  const image = record?.image ?? container.image;
  if (
    previous !== undefined &&
    sameFields(previous, state, lastState, restartCount, ready, started, containerId, image)
  ) {
    return previous;
  }
  return { name: container.name, image, state, lastState, restartCount, ready, started, containerId };
};

const nameOrders = new WeakMap<PodSpec, readonly number[]>();

/** Indexes of the regular containers in the order their statuses are listed: by name, bytewise. */
export const regularIxsByName = (spec: PodSpec): readonly number[] => {
  const known = nameOrders.get(spec);
  if (known !== undefined) return known;
  const first = spec.initContainers.length;
  const order = spec.containers
    .map((container, i) => ({ name: container.name, ix: first + i }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((entry) => entry.ix);
  nameOrders.set(spec, order);
  return order;
};

/** `previous` itself when it holds exactly these statuses. */
const sharedList = (
  previous: readonly ContainerStatus[],
  next: readonly ContainerStatus[],
): readonly ContainerStatus[] => {
  if (previous.length !== next.length) return next;
  for (let i = 0; i < next.length; i += 1) if (previous[i] !== next[i]) return next;
  return previous;
};

/** Statuses of the init containers, in spec order. */
export const initStatusesOf = (pod: PodState): readonly ContainerStatus[] => {
  const containers = specOf(pod).initContainers;
  const previous = pod.status.initContainerStatuses;
  if (containers.length === 0) return previous.length === 0 ? previous : [];
  return sharedList(
    previous,
    containers.map((container, i) => containerStatusOf(pod, i, findStatus(previous, container.name, i))),
  );
};

/** Statuses of the regular containers, by name. */
export const regularStatusesOf = (pod: PodState): readonly ContainerStatus[] => {
  const spec = specOf(pod);
  const previous = pod.status.containerStatuses;
  if (spec.containers.length === 1) {
    const ix = spec.initContainers.length;
    const only = containerStatusOf(pod, ix, findStatus(previous, containerAt(spec, ix).name, 0));
    return previous.length === 1 && previous[0] === only ? previous : [only];
  }
  return sharedList(
    previous,
    regularIxsByName(spec).map((ix, i) =>
      containerStatusOf(pod, ix, findStatus(previous, containerAt(spec, ix).name, i)),
    ),
  );
};

/** Statuses of the ephemeral containers, in spec order. */
export const ephemeralStatusesOf = (pod: PodState): readonly ContainerStatus[] => {
  const spec = specOf(pod);
  const previous = pod.status.ephemeralContainerStatuses;
  if (spec.ephemeralContainers === undefined) return previous;
  const first = ephemeralStart(spec);
  return sharedList(
    previous,
    spec.ephemeralContainers.map(({ name }, i) => containerStatusOf(pod, first + i, findStatus(previous, name, i))),
  );
};
