// How long a kubelet may take at most: to start again what may be started again, and to be done with a pod that is to go.
// Judged from what happened alone, for pods on nodes with the durations of the worked timelines.
import {
  asKubeletKnows,
  ephemeralStart,
  isSidecar,
  isTerminalPhase,
  runtimeAt,
  shouldRestart,
  specOf,
} from "@podsim/core";
import type {
  ContainerHookFinished,
  ContainerKillBegan,
  ContainerRestartDecided,
  Envelope,
  KubernetesVersion,
  NodeFailed,
  PodState,
  SimTime,
} from "@podsim/core";
import { SECOND } from "@podsim/core/time";

class BrokenBound extends Error {
  constructor(bound: string, pod: number, at: SimTime, dueUs: SimTime) {
    super(`${bound}: pod ${pod} at ${at / SECOND} s, due at ${dueUs / SECOND} s`);
  }
}

/** Relist, tick, and what a sync takes by itself. */
const SYNC_US = 4 * SECOND;
/** From a sync in back-off to the next: until 1.34 10 to 15 s; from then on up to half as long again as is left of 60 s. */
const REQUEUE_US: Readonly<Record<KubernetesVersion, number>> = { "1.34": 15 * SECOND, "1.35": 30 * SECOND };
/** Noticing a delete, the relist before the stop and the one after it, the sandbox's stop and the clean-up. */
const TEARDOWN_US = 5 * SECOND;
/** A delete reaches the kubelet within this time. */
const HEARD_US = SECOND / 2;
const MINIMUM_GRACE_US = 2 * SECOND;

interface Memory {
  before: PodState;
  /** The end of the last step that may have held up the pod's worker. */
  busyUntilUs: SimTime;
  /** Steps under way that hold it up for as long as they take: pulls and hooks, by container. */
  readonly busyWith: Set<string>;
  /** Containers whose kill is under way: it holds the worker up for no longer than their grace. */
  readonly killing: Set<number>;
  /** When the containers of a pod that is to go have to have stopped, -1 while nobody was told. */
  stopsByUs: SimTime;
  readonly backOffs: Map<number, number>;
  /** When somebody last asked for the pod to go. */
  askedUs: SimTime;
}

/** Steps that hold up the pod's worker, and what ends them. */
const BEGINS: Readonly<Record<string, string>> = { ImagePullStarted: "pull", ContainerHookStarted: "hook" };
const ENDS: Readonly<Record<string, string>> = {
  ImagePulled: "pull",
  ImagePullFailed: "pull",
  ContainerHookFinished: "hook",
};
/** Steps of a sync that are over as they are told. */
const STEPS: ReadonlySet<string> = new Set([
  "PodBound",
  "PodSandboxCreated",
  "PodSandboxStopped",
  "ContainerCreated",
  "ContainerStarted",
  "ContainerExited",
  "ContainerRestartDecided",
  // A sidecar whose startup probe passes lets the others go on.
  "ProbeResultStored",
]);

/** Regular containers wait while a sidecar is down or still has to pass its startup probe. */
const mayStartRegular = (pod: PodState): boolean =>
  specOf(pod).initContainers.every((container, ix) => {
    const { current, probes } = runtimeAt(pod, ix);
    if (!isSidecar(container)) return current?.state === "exited" && current.exitCode === 0;
    return current?.state === "running" && (container.startupProbe === undefined || probes.startup === "success");
  });

export class PodBounds {
  readonly #pods = new Map<number, Memory>();
  readonly #requeueUs: number;
  #nodeIsUp = true;
  /** Its kubelet went on while it was not. */
  #goesOn = false;

  constructor(kubernetes: KubernetesVersion) {
    this.#requeueUs = REQUEUE_US[kubernetes];
  }

  /** `shown`: the state after the fact, undefined once it is removed. Throws BrokenBound. */
  see(shown: PodState | undefined, fact: Envelope): void {
    const pod = shown === undefined ? undefined : asKubeletKnows(shown);
    if (fact.definition.type === "NodeFailed" || fact.definition.type === "NodeRecovered") this.#nodeChanged(fact);
    if (fact.definition.entity !== "pod") return;
    const memory = this.#pods.get(fact.subject);
    if (pod === undefined) {
      if (memory !== undefined) this.#isGoneInTime(memory, fact.subject, fact.at);
      this.#pods.delete(fact.subject);
      return;
    }
    if (memory === undefined) {
      const nothing = {
        busyUntilUs: fact.at,
        busyWith: new Set<string>(),
        killing: new Set<number>(),
        stopsByUs: -1,
        backOffs: new Map(),
        askedUs: 0,
      };
      this.#pods.set(fact.subject, { before: pod, ...nothing });
      return;
    }
    if (fact.definition.type === "ContainerRestartDecided") {
      this.#restartInTime(memory, fact as Envelope<ContainerRestartDecided>);
    }
    this.#follow(memory, pod, fact);
    memory.before = pod;
  }

  /** At the end of the run: nobody waits for longer than he may. */
  finish(nowUs: SimTime): void {
    if (!this.#nodeIsUp) return;
    for (const [ix, memory] of this.#pods) {
      const { before } = memory;
      if (before.deletion !== null) this.#isGoneInTime(memory, ix, nowUs);
      else if (!isTerminalPhase(before.status.phase)) this.#nobodyForgotten(memory, ix, nowUs);
    }
  }

  #nodeChanged({ definition, data, at }: Envelope): void {
    this.#nodeIsUp = definition.type === "NodeRecovered";
    if (!this.#nodeIsUp) this.#goesOn = (data as NodeFailed).mode === "partition";
    for (const memory of this.#pods.values()) {
      memory.busyUntilUs = at;
      // What is under way goes on; that it is over is heard of when the node is back.
      if (this.#goesOn) {
        memory.stopsByUs = memory.stopsByUs < 0 ? -1 : Math.max(memory.stopsByUs, at);
        continue;
      }
      memory.busyWith.clear();
      memory.killing.clear();
      memory.stopsByUs = -1;
    }
  }

  #follow(memory: Memory, pod: PodState, fact: Envelope): void {
    const { type } = fact.definition;
    const { container = -1 } = fact.data as { readonly container?: number };
    const [begun, ended] = [BEGINS[type], ENDS[type]];
    if (begun !== undefined) memory.busyWith.add(`${begun}/${container}`);
    if (ended !== undefined) memory.busyWith.delete(`${ended}/${container}`);
    if (type === "PodDeletionRequested") memory.askedUs = fact.at;
    if (type === "PodBackOffsLost") memory.backOffs.clear();
    if (type === "ContainerRestartDecided") {
      memory.backOffs.set(container, (fact.data as ContainerRestartDecided).backOffUs);
    }
    if (type === "ContainerExited") memory.killing.delete(container);
    if (type === "ContainerKillBegan") this.#toldToStop(memory, pod, fact as Envelope<ContainerKillBegan>);
    if (memory.stopsByUs >= 0) return;
    const abandoned = ended === "hook" && (fact.data as ContainerHookFinished).hook === "preStop";
    if (ended !== undefined || abandoned || STEPS.has(type)) memory.busyUntilUs = fact.at;
    if (type === "PodDeletionRequested") memory.busyUntilUs = Math.max(memory.busyUntilUs, fact.at);
  }

  /** The kill of a pod that is to go bounds the rest of its life; any other only holds up its worker. */
  #toldToStop(memory: Memory, pod: PodState, { at, data }: Envelope<ContainerKillBegan>): void {
    const untilUs = at + data.graceSeconds * SECOND + MINIMUM_GRACE_US;
    const isTeardown = pod.deletion !== null && data.message.startsWith("Stopping container");
    const isHeard = at > memory.askedUs + HEARD_US;
    if (isTeardown && isHeard && data.graceSeconds > Math.max(1, pod.deletion.graceSeconds)) {
      throw new BrokenBound("kubelet 8.6, more grace than the delete gives", pod.identity.ix, at, untilUs);
    }
    if (runtimeAt(pod, data.container).current?.state === "running") memory.killing.add(data.container);
    if (isTeardown) memory.stopsByUs = Math.max(memory.stopsByUs, untilUs);
    else memory.busyUntilUs = Math.max(memory.busyUntilUs, at);
  }

  #isGoneInTime({ before, busyWith, busyUntilUs, stopsByUs }: Memory, pod: number, at: SimTime): void {
    const { deletion } = before;
    if (deletion === null || deletion.graceSeconds === 0 || !this.#nodeIsUp) return;
    // Its pull or its hook has to come to its end first, however long that takes.
    if (stopsByUs < 0 && busyWith.size > 0) return;
    const fromUs = stopsByUs >= 0 ? stopsByUs : Math.max(busyUntilUs, deletion.requestedAtUs);
    const heldUpUs = stopsByUs >= 0 ? 0 : this.#longestKill(before);
    const dueUs = fromUs + heldUpUs + TEARDOWN_US;
    if (at > dueUs) throw new BrokenBound("kubelet 3.19, 8.9, 8.10, a teardown up to the removal", pod, at, dueUs);
  }

  /** A kill that had begun before the delete is waited for. */
  #longestKill(pod: PodState): number {
    const anyRuns = pod.runtime.containers.some(({ current }) => current?.state === "running");
    return anyRuns ? specOf(pod).terminationGracePeriodSeconds * SECOND + MINIMUM_GRACE_US : 0;
  }

  #dueUs({ before, backOffs, busyUntilUs }: Memory, container: number): SimTime {
    const { current } = runtimeAt(before, container);
    const backOffUs = backOffs.get(container) ?? 0;
    const mayStartUs = current?.state === "exited" ? current.finishedAtUs + backOffUs : 0;
    return Math.max(mayStartUs, busyUntilUs) + this.#requeueUs + SYNC_US;
  }

  #restartInTime(memory: Memory, { at, subject, data }: Envelope<ContainerRestartDecided>): void {
    const { current } = runtimeAt(memory.before, data.container);
    if (current?.state !== "exited" || memory.busyWith.size > 0) return;
    const dueUs = this.#dueUs(memory, data.container);
    if (at > dueUs) throw new BrokenBound("kubelet 4.8, 4.14, restarted too late", subject, at, dueUs);
  }

  #nobodyForgotten(memory: Memory, pod: number, nowUs: SimTime): void {
    const { before, busyWith, killing } = memory;
    const { sandbox, failure } = before.runtime;
    const isHeldUp = busyWith.size + killing.size > 0 || !mayStartRegular(before);
    if (sandbox.state !== "ready" || failure !== null || isHeldUp) return;
    const spec = specOf(before);
    for (let ix = spec.initContainers.length; ix < ephemeralStart(spec); ix += 1) {
      if (runtimeAt(before, ix).current?.state !== "exited" || !shouldRestart(before, ix)) continue;
      const dueUs = this.#dueUs(memory, ix);
      if (nowUs > dueUs) throw new BrokenBound("kubelet 4.8, 4.14, never restarted", pod, nowUs, dueUs);
    }
  }
}
