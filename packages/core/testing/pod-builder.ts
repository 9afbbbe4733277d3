// Pods for tests: a template, what runs on the node, and what the API server shows, each with only what matters spelled out.
//
//   const pod = aPod({ containers: [aContainer({ name: "app" })], runtime: { app: exited(1, { failure: crashLoop }) } });
//   expect(reportStatus(pod, seconds(20), "syncing").phase).toBe("Running");
//
// Runtime shortcuts (what is true on the node): neverStarted, notStarted, created, running, exited.
// Status shortcuts (what a client reads): waitingStatus, runningStatus, terminatedStatus, aStatus.
import type { ResourceList } from "../src/api/meta.js";
import type { Container, PodSpec, Probe } from "../src/api/pod.js";
import type { NodeIx, PodIx } from "../src/ids.js";
import { INITIAL_PROBES, NEVER_STARTED } from "../src/pod/container-runtime.js";
import type {
  ContainerRecord,
  ContainerRuntime,
  ContainerStatus,
  PodCondition,
  PodDeletion,
  PodState,
  PodStatus,
  Sandbox,
  StartFailure,
  StoredProbes,
  Terminated,
} from "../src/pod/pod-state.js";
import { podState } from "../src/pod/pod-state.js";
import type { Duration, SimTime } from "../src/time.js";
import { SECOND } from "../src/time.js";

export const seconds = (n: number): Duration => n * SECOND;

/** A probe with Kubernetes' defaults. */
export const aProbe = (over: Partial<Probe> = {}): Probe => ({
  ...((over.httpGet ?? over.tcpSocket ?? over.grpc) === undefined ? { exec: { command: ["true"] } } : {}),
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
  ...over,
});

export interface ContainerOptions extends Partial<Omit<Container, "resources">> {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
  /** An init container that runs on. */
  readonly sidecar?: boolean;
}

/** A container named "app" that requests nothing, unless told otherwise. Limits become requests where those are silent. */
export const aContainer = (options: ContainerOptions = {}): Container => {
  const { requests = {}, limits = {}, sidecar = false, ...over } = options;
  return {
    name: "app",
    image: "registry.example/app:1",
    imagePullPolicy: "IfNotPresent",
    ports: [],
    resources: { requests: { ...limits, ...requests }, limits },
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    ...(sidecar ? { restartPolicy: "Always" as const } : {}),
    ...over,
  };
};

/** A spec with one container "app", policy Always and Kubernetes' defaults. */
export const aSpec = (over: Partial<PodSpec> = {}): PodSpec => ({
  initContainers: [],
  containers: [aContainer()],
  restartPolicy: "Always",
  terminationGracePeriodSeconds: 30,
  tolerations: [],
  schedulerName: "default-scheduler",
  priority: 0,
  preemptionPolicy: "PreemptLowerPriority",
  ...over,
});

export interface RecordOptions extends Partial<ContainerRecord> {
  readonly failure?: StartFailure;
  readonly probes?: Partial<StoredProbes>;
  /** The instance before this one. */
  readonly previous?: ContainerRecord | null;
}

const withRecord = (state: ContainerRecord["state"], exitCode: number, options: RecordOptions): ContainerRuntime => {
  const { failure = null, probes = {}, previous = null, ...over } = options;
  const attempt = over.attempt ?? 0;
  const record: ContainerRecord = {
    attempt,
    sandbox: 0,
    state,
    id: `c${attempt}`,
    image: "registry.example/app:1",
    createdAtUs: 0,
    startedAtUs: state === "created" ? -1 : 0,
    finishedAtUs: state === "exited" ? seconds(1) : -1,
    exitCode,
    reason: state !== "exited" ? "" : exitCode === 0 ? "Completed" : "Error",
    message: "",
    ...over,
  };
  return { current: record, previous, failure, restartBackOff: null, probes: { ...INITIAL_PROBES, ...probes } };
};

/** No instance yet, and no try to start one has failed. */
export const neverStarted = NEVER_STARTED;

/** No instance yet: the last try to start one failed for this reason. */
export const notStarted = (reason: string, message = ""): ContainerRuntime => ({
  ...NEVER_STARTED,
  failure: { reason, message },
});

/** An instance that exists but does not run yet. */
export const created = (options: RecordOptions = {}): ContainerRuntime => withRecord("created", 0, options);

/** An instance running since 0 s, its readiness and startup probes (if it has any) not passed. */
export const running = (options: RecordOptions = {}): ContainerRuntime => withRecord("running", 0, options);

/** An instance that ran from 0 s to 1 s: Completed with code 0, else Error. */
export const exited = (exitCode: number, options: RecordOptions = {}): ContainerRuntime =>
  withRecord("exited", exitCode, options);

/** A finished instance, to be the `previous` of another. */
export const exitedRecord = (exitCode: number, over: Partial<ContainerRecord> = {}): ContainerRecord => {
  const { current } = exited(exitCode, { id: "c-previous", ...over });
  if (current === null) throw new Error("an exited container has a record");
  return current;
};

export const terminatedState = (exitCode: number, over: Partial<Terminated> = {}): Terminated => ({
  kind: "terminated",
  exitCode,
  signal: 0,
  reason: exitCode === 0 ? "Completed" : "Error",
  message: "",
  startedAtUs: 0,
  finishedAtUs: seconds(1),
  containerId: "containerd://c0",
  ...over,
});

const statusNamed = (
  name: string,
  state: ContainerStatus["state"],
  over: Partial<ContainerStatus>,
): ContainerStatus => ({
  name,
  image: "registry.example/app:1",
  state,
  lastState: null,
  restartCount: 0,
  ready: false,
  started: false,
  containerId: "",
  ...over,
});

export const waitingStatus = (name: string, reason: string, over: Partial<ContainerStatus> = {}): ContainerStatus =>
  statusNamed(name, { kind: "waiting", reason, message: "" }, over);

/** Running since 0 s, started and ready. */
export const runningStatus = (name: string, over: Partial<ContainerStatus> = {}): ContainerStatus =>
  statusNamed(
    name,
    { kind: "running", startedAtUs: 0 },
    { ready: true, started: true, containerId: "containerd://c0", ...over },
  );

/** Ended after 1 s: Completed with code 0, else Error. */
export const terminatedStatus = (
  name: string,
  exitCode: number,
  over: Partial<ContainerStatus> = {},
  state: Partial<Terminated> = {},
): ContainerStatus => statusNamed(name, terminatedState(exitCode, state), { containerId: "containerd://c0", ...over });

export const aCondition = (
  type: string,
  status: PodCondition["status"],
  over: Partial<PodCondition> = {},
): PodCondition => ({ type, status, reason: "", message: "", lastTransitionUs: 0, ...over });

/** Pending, and nobody has reported anything yet. */
const aStatus = (over: Partial<PodStatus> = {}): PodStatus => ({
  phase: "Pending",
  reason: "",
  message: "",
  startTimeUs: -1,
  podIP: null,
  nominatedNodeName: "",
  conditions: [],
  initContainerStatuses: [],
  containerStatuses: [],
  ephemeralContainerStatuses: [],
  ...over,
});

export const readySandbox: Sandbox = { state: "ready", attempt: 0, ip: "10.0.0.2" };

export interface PodOptions extends Partial<PodSpec> {
  readonly name?: string;
  readonly createdAtUs?: SimTime;
  /** Name of the node it is bound to (index 0); null = not bound. */
  readonly node?: string | null;
  readonly deletion?: PodDeletion | null;
  readonly sandbox?: Sandbox;
  /** What is true on the node, by container name; whoever is not named never started. */
  readonly runtime?: Readonly<Record<string, ContainerRuntime>>;
  readonly status?: Partial<PodStatus>;
}

/** A pod "default/web" on node-0 with a ready sandbox, created at 0 s. Every field of a spec may be given directly. */
export const aPod = (options: PodOptions = {}): PodState => {
  const {
    name = "web",
    createdAtUs = 0,
    node = "node-0",
    deletion = null,
    sandbox = readySandbox,
    runtime = {},
    status = {},
    ...over
  } = options;
  const spec = aSpec(over);
  const containers = [...spec.initContainers, ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(
    (c) => runtime[c.name] ?? NEVER_STARTED,
  );
  return podState(
    {
      ix: 0 as PodIx,
      namespace: "default",
      name,
      uid: "00000000-0000-4000-8000-000000000000",
      template: { metadata: { labels: {}, annotations: {} }, spec },
      owner: null,
      createdAtUs,
      generation: 1,
    },
    node === null ? null : { nodeIx: 0 as NodeIx, nodeName: node, atUs: createdAtUs },
    deletion,
    { attempts: 0, lastAttemptAtUs: -1, message: "", assumed: null },
    { sandbox, containers, imageBackOff: {}, failure: null, resize: null },
    aStatus(status),
    null,
  );
};

/** A pod's deletion as requested at `at`. */
export const deletionAt = (at: SimTime, graceSeconds = 30): PodDeletion => ({
  requestedAtUs: at,
  deletionTimestampUs: at + seconds(graceSeconds),
  graceSeconds,
  isObserved: false,
});
