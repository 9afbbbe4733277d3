// What a pod is at an instant: who it is, where it is bound, what is true on its node, and what the API server shows of it.
// The two differ on purpose: the API status is only as new as the kubelet's last sync.
import type { PodSpec, PodTemplateSpec, ResourceRequirements } from "../api/pod.js";
import type { NodeIx, PodIx } from "../ids.js";
import type { SimTime } from "../time.js";

export type Phase = "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
export type ConditionStatus = "True" | "False" | "Unknown";

/** Never changes after the pod was created, but for its owner and for what clients may change of a pod. */
export interface PodIdentity {
  readonly ix: PodIx;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Shared by every pod made from the same template: its identity is the pod's equivalence class. */
  readonly template: PodTemplateSpec;
  readonly owner: PodOwner | null;
  readonly createdAtUs: SimTime;
  /** How many versions of the spec there have been; 1 for one that was never changed. */
  readonly generation: number;
}

export interface PodOwner {
  readonly kind: string;
  readonly name: string;
  /** Dense index of the owner among its kind. */
  readonly ix: number;
}

export interface PodBinding {
  readonly nodeIx: NodeIx;
  readonly nodeName: string;
  readonly atUs: SimTime;
}

export interface PodDeletion {
  readonly requestedAtUs: SimTime;
  /** requestedAtUs + grace: the time by which the pod should be gone. */
  readonly deletionTimestampUs: SimTime;
  readonly graceSeconds: number;
  /** The kubelet has said something to the API server since it knows. */
  readonly isObserved: boolean;
}

/** What the scheduler has written down about its tries. */
export interface PodScheduling {
  /** Cycles run so far. */
  readonly attempts: number;
  readonly lastAttemptAtUs: SimTime;
  /** FitError text of the last failed cycle, "" if none failed. */
  readonly message: string;
  /** The node that was chosen and keeps room for the pod while its binding is under way; only the scheduler knows it. */
  readonly assumed: PodBinding | null;
}

/** One instance of a container in the runtime. Times at full precision; -1 = not happened. */
export interface ContainerRecord {
  /** restartCount of this instance, 0 for the first. */
  readonly attempt: number;
  /** The attempt of the sandbox it was made in. */
  readonly sandbox: number;
  readonly state: "created" | "running" | "exited";
  readonly id: string;
  /** What it was made from; the spec may name another image since. */
  readonly image: string;
  readonly createdAtUs: SimTime;
  readonly startedAtUs: SimTime;
  readonly finishedAtUs: SimTime;
  readonly exitCode: number;
  /** Completed, Error, OOMKilled, StartError …; "" while it runs. */
  readonly reason: string;
  readonly message: string;
}

/** Why the last try to start a container did not start it: what becomes state.waiting. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

export interface BackOffEntry {
  readonly backOffUs: number;
  readonly lastUpdateUs: SimTime;
}

export type ProbeType = "startup" | "liveness" | "readiness";
export type ProbeResult = "unknown" | "success" | "failure";

/** Probe results as the kubelet has stored them for the newest instance. */
export interface StoredProbes {
  readonly startup: ProbeResult;
  readonly liveness: ProbeResult;
  readonly readiness: ProbeResult;
}

export interface ContainerRuntime {
  /** Newest and second newest instance; older ones are forgotten. */
  readonly current: ContainerRecord | null;
  readonly previous: ContainerRecord | null;
  readonly failure: StartFailure | null;
  readonly restartBackOff: BackOffEntry | null;
  readonly probes: StoredProbes;
}

export interface Sandbox {
  readonly state: "none" | "ready" | "stopped";
  /** 0 for the first sandbox of the pod; -1 before it. */
  readonly attempt: number;
  readonly ip: string | null;
}

export interface ImageBackOff extends BackOffEntry {
  /** Runtime error of the last failed pull. */
  readonly error: string;
}

/** Something on the node fails the pod whatever its containers do: deadline, eviction, node shutdown. */
export interface PodFailure {
  readonly reason: string;
  readonly message: string;
  /** The pod is a victim: the terminal status carries DisruptionTarget=True, reason TerminationByKubelet. */
  readonly disruption: boolean;
}

/** A resize under way: the spec says what is wanted, the kubelet what it has set aside, the runtime what it goes by. */
export interface PodResize {
  /** By container. */
  readonly allocated: readonly ResourceRequirements[];
  /** By container. */
  readonly actual: readonly ResourceRequirements[];
  /** Why nothing is set aside yet; null = nothing is waited for. */
  readonly pending: { readonly reason: "Deferred" | "Infeasible"; readonly message: string } | null;
  /** The spec with what others have to count for each container. */
  readonly accounted: PodSpec;
}

/** What is true on the node, whether or not the API server knows it yet. */
export interface PodRuntime {
  readonly sandbox: Sandbox;
  /** Init containers in spec order, then regular containers in spec order. */
  readonly containers: readonly ContainerRuntime[];
  /** Image reference -> back-off of its failed pulls. */
  readonly imageBackOff: Readonly<Record<string, ImageBackOff>>;
  /** From the moment the kubelet gives the pod up; the API server hears of it once the containers have stopped. */
  readonly failure: PodFailure | null;
  /** null while the pod has what its spec asks for. */
  readonly resize: PodResize | null;
}

export interface Waiting {
  readonly kind: "waiting";
  readonly reason: string;
  readonly message: string;
}
export interface Running {
  readonly kind: "running";
  readonly startedAtUs: SimTime;
}
export interface Terminated {
  readonly kind: "terminated";
  readonly exitCode: number;
  /** 0 = not by a signal. */
  readonly signal: number;
  readonly reason: string;
  readonly message: string;
  readonly startedAtUs: SimTime;
  readonly finishedAtUs: SimTime;
  readonly containerId: string;
}
export type ContainerState = Waiting | Running | Terminated;

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly state: ContainerState;
  readonly lastState: Terminated | null;
  readonly restartCount: number;
  readonly ready: boolean;
  readonly started: boolean;
  readonly containerId: string;
}

export interface PodCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionUs: SimTime;
}

/** The status a client of the API server reads. */
export interface PodStatus {
  readonly phase: Phase;
  readonly reason: string;
  readonly message: string;
  /** -1 until a kubelet stored a status. */
  readonly startTimeUs: SimTime;
  readonly podIP: string | null;
  readonly nominatedNodeName: string;
  readonly conditions: readonly PodCondition[];
  /** Spec order. */
  readonly initContainerStatuses: readonly ContainerStatus[];
  /** Sorted by container name (bytewise). */
  readonly containerStatuses: readonly ContainerStatus[];
  /** Spec order. */
  readonly ephemeralContainerStatuses: readonly ContainerStatus[];
}

/** What a kubelet that is cut off from the API server takes its pod for: as it last heard, and what it made of it since. */
export interface KubeletCopy {
  readonly identity: PodIdentity;
  readonly deletion: PodDeletion | null;
  readonly status: PodStatus;
}

export interface PodState {
  readonly identity: PodIdentity;
  readonly binding: PodBinding | null;
  readonly deletion: PodDeletion | null;
  readonly scheduling: PodScheduling;
  readonly runtime: PodRuntime;
  readonly status: PodStatus;
  /** null while the pod's kubelet goes by what the API server has. */
  readonly kubeletCopy: KubeletCopy | null;
}

/** The one place a pod state is built: every field named, no spreading (copying by spread costs ten times as much). */
export const podState = (
  identity: PodIdentity,
  binding: PodBinding | null,
  deletion: PodDeletion | null,
  scheduling: PodScheduling,
  runtime: PodRuntime,
  status: PodStatus,
  kubeletCopy: KubeletCopy | null,
): PodState => ({ identity, binding, deletion, scheduling, runtime, status, kubeletCopy });

export const withIdentity = (pod: PodState, template: PodTemplateSpec, owner: PodOwner | null): PodState => {
  const { ix, namespace, name, uid, createdAtUs } = pod.identity;
  const generation = pod.identity.generation + (template.spec === specOf(pod) ? 0 : 1);
  const identity: PodIdentity = { ix, namespace, name, uid, template, owner, createdAtUs, generation };
  return podState(identity, pod.binding, pod.deletion, pod.scheduling, pod.runtime, pod.status, pod.kubeletCopy);
};

export const withRuntime = (pod: PodState, runtime: PodRuntime): PodState =>
  podState(pod.identity, pod.binding, pod.deletion, pod.scheduling, runtime, pod.status, pod.kubeletCopy);

export const withStatus = (pod: PodState, status: PodStatus): PodState =>
  podState(pod.identity, pod.binding, pod.deletion, pod.scheduling, pod.runtime, status, pod.kubeletCopy);

/** Its kubelet knows that it is being deleted, if it is, and has reported so. */
export const withDeletionObserved = (pod: PodState): PodState => {
  const { deletion } = pod;
  if (deletion === null || deletion.isObserved) return pod;
  const { requestedAtUs, deletionTimestampUs, graceSeconds } = deletion;
  const observed: PodDeletion = { requestedAtUs, deletionTimestampUs, graceSeconds, isObserved: true };
  return podState(pod.identity, pod.binding, observed, pod.scheduling, pod.runtime, pod.status, pod.kubeletCopy);
};

/** Where the pod takes room: on the node it is bound to, or is about to be bound to; null = nowhere. */
export const placeOf = (pod: PodState): PodBinding | null => pod.binding ?? pod.scheduling.assumed;

export const specOf = (pod: PodState): PodSpec => pod.identity.template.spec;

/** The spec as others count it: what it asks for, or what the pod still holds while it is resized. */
export const accountedSpec = (pod: PodState): PodSpec => pod.runtime.resize?.accounted ?? specOf(pod);

export const isTerminalPhase = (phase: Phase): boolean => phase === "Succeeded" || phase === "Failed";

/** Neither finished nor being deleted: what workload controllers count. */
export const isActive = (pod: PodState): boolean => pod.deletion === null && !isTerminalPhase(pod.status.phase);

export const findCondition = (status: PodStatus, type: string): PodCondition | undefined => {
  for (const condition of status.conditions) if (condition.type === type) return condition;
  return undefined;
};

export const isReady = (pod: PodState): boolean => findCondition(pod.status, "Ready")?.status === "True";
