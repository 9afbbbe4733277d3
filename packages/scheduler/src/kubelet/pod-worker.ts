// One kubelet's plans for one pod: which step it is in and what it has put in the agenda. All of it is about the future or
// about the step under way; what has happened is in the log.
import type {
  BehaviorChange,
  Container,
  ContainerKill,
  Duration,
  NodeIx,
  PodIx,
  PodState,
  PodTemplateSpec,
  Probe,
  ProbeType,
  SimTime,
  Stopping,
} from "@podsim/core";
import type { ProbeCount, ProbeFlap } from "@podsim/core";
import { containerCount, specOf } from "@podsim/core";
import type { Outbox, Token } from "../actor.js";
import type { ProbeFlaps } from "./probe-flaps.js";
import { noVolumeMounts } from "./mounting-state.js";
import type { VolumeMounts } from "./mounting-state.js";

/** One step of a sync, in the order in which the kubelet takes them. */
export type SyncStep =
  | { readonly kind: "kill-pod" }
  | { readonly kind: "create-sandbox" }
  | {
      readonly kind: "kill";
      readonly container: number;
      readonly because: ContainerKill["because"];
      readonly message: string;
    }
  | { readonly kind: "resize"; readonly container: number }
  | { readonly kind: "start"; readonly container: number };

/** A sync under way. It goes by the runtime status it was handed when it began. */
export interface SyncChain {
  readonly snapshot: PodState;
  readonly steps: readonly SyncStep[];
  /** Index of the step under way, -1 before the first. */
  step: number;
  /** Some step failed, so the pod is looked at again after the back-off period. */
  failed: boolean;
  /** The earliest end of a restart back-off that was met, NEVER if none was. */
  backOffUntilUs: SimTime;
}

/** A state of a pod of which there was nothing to report: every sync of it comes to the same. */
export interface SettledState {
  readonly pod: PodState;
  readonly steps: readonly SyncStep[];
}

/** An execution of a probe whose answer has not come yet. */
export interface ProbeUnderWay {
  readonly startedAtUs: SimTime;
  readonly finding: ProbeFinding;
}

/** What an execution finds; an error is neither a success nor a failure. */
export interface ProbeFinding {
  readonly result: "success" | "failure" | "error";
  /** What the Event says; "" of a success. */
  readonly output: string;
  readonly takesUs: Duration;
}

export interface ProbeWorker {
  readonly container: number;
  readonly type: ProbeType;
  readonly probe: Probe;
  readonly spec: Container;
  /** Ticks fall on anchor + k * period, k >= 0. */
  anchorUs: SimTime;
  readonly periodUs: Duration;
  count: ProbeCount;
  /** The instance it goes by: the newest it has seen in the status, -1 before the first. */
  attempt: number;
  /** A result was stored that ends this instance or this probe: nothing more is probed until the next instance. */
  onHold: boolean;
  /** That the instance has ended was noticed. */
  endSeen: boolean;
  /** The instance whose start-up time is the next field, -1 = none. */
  startupOf: number;
  startupUs: Duration;
  /** Of the instance that it last asked about; null = it has none. */
  flaps: { readonly of: number; readonly under: ProbeFlap; readonly spells: ProbeFlaps } | null;
  underWay: ProbeUnderWay | null;
  /** What it says when nobody answers at that address; null = it had not to say so yet. */
  noAnswer: { readonly podIP: string; readonly text: string } | null;
  /** The planned tick, or the end of the execution under way. */
  token: Token;
  nextAtUs: SimTime;
}

/** A container that was told to stop: the planned end of its process. */
export interface PlannedExit {
  readonly container: number;
  readonly attempt: number;
  readonly exitAtUs: SimTime;
  readonly exitCode: number;
  readonly token: Token;
}

/** A preStop hook under way, by the container it belongs to. */
export interface PlannedHookEnd {
  readonly endsAtUs: SimTime;
  readonly token: Token;
}

/** A stop under way, planned to its end; planned anew when a container ends by itself before that. */
export interface StopUnderWay {
  readonly startUs: SimTime;
  readonly graceSeconds: number;
  readonly stoppings: Stopping[];
  readonly hooks: Map<number, PlannedHookEnd>;
  /** Plans what follows the end of the last container. */
  readonly planNext: (lastUs: SimTime, out: Outbox) => Token;
  nextToken: Token;
}

/** What is known of a pod's processes: they outlive the kubelet that started them, and the next one finds them. */
export interface PodProcesses {
  /** False once the machine lost power or the pod is gone: their planned ends are void. */
  live: boolean;
  /** By container: the template that the newest instance was started under. */
  readonly startedUnder: (PodTemplateSpec | undefined)[];
  /** Changes of behaviours that were in force when it was started; null, or absent = none. */
  startedAmid: (readonly BehaviorChange[] | undefined)[] | null;
}

export interface PodWorker {
  readonly pod: PodIx;
  /** namespace/name: what the pod's draws are keyed by. */
  readonly key: string;
  /** The same of its containers: see containerKey. */
  readonly containerKeys: (string | undefined)[];
  readonly nodeIx: NodeIx;
  mode: "syncing" | "terminating" | "terminated";
  /** False once the kubelet was restarted or the pod is gone: whatever it planned is void. */
  alive: boolean;
  readonly processes: PodProcesses;
  busy: boolean;
  /** Something asked for a sync while one was under way. */
  pending: boolean;
  /** The tick that finds the pod's deadline over is in the agenda, or was. */
  deadlinePlanned: boolean;
  /** The API server's delete reached the kubelet. */
  deleting: boolean;
  /** From here on the runtime cache is newer than the end of the last sync; -1 before the first sync ended. */
  cacheFreshUs: SimTime;
  /** First and last change in the runtime since the sync under way began, -1 if none. */
  firstChangeUs: SimTime;
  lastChangeUs: SimTime;
  /** A relist reports a change that the coming sync already knows: one more sync follows it. */
  extraSync: boolean;
  next: Token;
  nextAtUs: SimTime;
  chain: SyncChain | null;
  /** What the last sync found so; null = none did. */
  settled: SettledState | null;
  probes: ProbeWorker[];
  exits: readonly PlannedExit[];
  stop: StopUnderWay | null;
  /** How many times each of the pod's repeated draws was made. */
  requeueCount: number;
  /** Changes of its spec and conditions that the kubelet has heard of, or will. */
  updateCount: number;
  pullCount: number;
  /** Sandboxes the runtime refused to make. */
  sandboxCount: number;
  readyProbes: boolean;
  readonly volumes: VolumeMounts;
  /** Longest grace the kubelet grants, whatever pod and delete say; Infinity while it leaves that to them. */
  graceSecondsMax: number;
  /** The kubelet found the pod running when it started again. */
  resumed: boolean;
}

export const NO_TOKEN: Token = -1;

/** One place per container: a list that grows place by place sets 17 aside. */
const perContainer = <T>(pod: PodState): (T | undefined)[] =>
  new Array<T | undefined>(containerCount(specOf(pod))).fill(undefined);

const NO_EXITS: readonly PlannedExit[] = [];

const podProcesses = (pod: PodState): PodProcesses => ({
  live: true,
  startedUnder: perContainer(pod),
  startedAmid: null,
});

export const noteStart = (
  processes: PodProcesses,
  pod: PodState,
  container: number,
  changes: readonly BehaviorChange[] | undefined,
): void => {
  processes.startedUnder[container] = pod.identity.template;
  if (changes !== undefined) processes.startedAmid ??= perContainer(pod);
  if (processes.startedAmid !== null) processes.startedAmid[container] = changes;
};

/** @param processes of the worker before this one, if they live on */
export const podWorker = (
  pod: PodState,
  key: string,
  nodeIx: NodeIx,
  processes: PodProcesses = podProcesses(pod),
): PodWorker => ({
  pod: pod.identity.ix,
  key,
  containerKeys: perContainer(pod),
  nodeIx,
  mode: "syncing",
  alive: true,
  processes,
  busy: false,
  pending: false,
  deadlinePlanned: false,
  deleting: pod.deletion !== null,
  cacheFreshUs: -1,
  firstChangeUs: -1,
  lastChangeUs: -1,
  extraSync: false,
  next: NO_TOKEN,
  nextAtUs: -1,
  chain: null,
  settled: null,
  probes: [],
  exits: NO_EXITS,
  stop: null,
  requeueCount: 0,
  updateCount: 0,
  pullCount: 0,
  sandboxCount: 0,
  readyProbes: false,
  volumes: noVolumeMounts(),
  graceSecondsMax: Infinity,
  resumed: false,
});

/** namespace/name/container: what the draws of one container are keyed by. `name` is that of the container at `ix`. */
export const containerKey = (worker: PodWorker, ix: number, name: string): string =>
  (worker.containerKeys[ix] ??= `${worker.key}/${name}`);
