// Laws that no life of a pod breaks, whatever happens to it; each looks at one fact and the pod before and after it.
import {
  BACK_OFF_INITIAL_US,
  BACK_OFF_MAX_US,
  containerAt,
  containerCount,
  isInitIx,
  isSidecar,
  isTerminalPhase,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type {
  ContainerKillBegan,
  ContainerRecord,
  ContainerRestartDecided,
  ContainerStatus,
  Envelope,
  PodState,
  SimTime,
} from "@podsim/core";
import { SECOND } from "@podsim/core/time";

/** A law is broken: which, when, by what. */
class BrokenLaw extends Error {
  constructor(law: string, fact: Envelope, detail = "") {
    super(`${law}: ${fact.definition.type} about pod ${fact.subject} at ${fact.at / SECOND} s ${detail}`);
  }
}

interface Entry {
  readonly backOffUs: number;
  readonly decidedAtUs: SimTime;
}

interface Kill {
  readonly attempt: number;
  readonly untilUs: SimTime;
}

/** What has to be remembered of a pod to judge what happens next. */
interface Memory {
  before: PodState;
  readonly backOffs: Map<number, Entry>;
  readonly kills: Map<number, Kill>;
  /** Records that went with their sandbox. */
  readonly purged: Map<number, ContainerRecord>;
}

const EXPIRY_US = 600 * SECOND;
const HOUSEKEEPING_US = 2 * SECOND;

const isInitialized = (pod: PodState): boolean =>
  specOf(pod).initContainers.every((container, ix) => {
    const { current } = runtimeAt(pod, ix);
    if (isSidecar(container)) return current !== null;
    return current?.state === "exited" && current.exitCode === 0;
  });

const statuses = (pod: PodState): readonly ContainerStatus[] => [
  ...pod.status.initContainerStatuses,
  ...pod.status.containerStatuses,
];

export class PodLaws {
  readonly #pods = new Map<number, Memory>();

  /** `pod`: the state after the fact, undefined once it is removed. Throws BrokenLaw. */
  see(pod: PodState | undefined, fact: Envelope): void {
    // A machine that went down kills nobody; what it had begun is over.
    if (fact.definition.type === "NodeFailed") for (const { kills } of this.#pods.values()) kills.clear();
    if (fact.definition.entity !== "pod") return;
    const memory = this.#pods.get(fact.subject);
    if (pod === undefined) {
      if (memory !== undefined) this.#removed(memory, fact);
      this.#pods.delete(fact.subject);
      return;
    }
    if (memory === undefined) {
      this.#pods.set(fact.subject, { before: pod, backOffs: new Map(), kills: new Map(), purged: new Map() });
      return;
    }
    if (memory.before.status !== pod.status) this.#reported(memory.before, pod, fact);
    if (memory.before.runtime !== pod.runtime) this.#changed(memory, pod, fact);
    this.#happened(memory, pod, fact);
    memory.before = pod;
  }

  /** At the end of the run: whoever was told to stop has stopped. */
  finish(nowUs: SimTime): void {
    for (const [pod, { before, kills }] of this.#pods) {
      for (const [ix, { attempt, untilUs }] of kills) {
        const { current } = runtimeAt(before, ix);
        const runs = current?.state === "running" && current.attempt === attempt;
        if (runs && untilUs < nowUs) throw new Error(`kubelet 3.19: container ${ix} of pod ${pod} outlived its stop`);
      }
    }
  }

  #reported(before: PodState, { status }: PodState, fact: Envelope): void {
    const old = before.status;
    if (isTerminalPhase(old.phase) && status.phase !== old.phase) throw new BrokenLaw("kubelet 1.8, terminal", fact);
    const ends = isTerminalPhase(status.phase) && !isTerminalPhase(old.phase);
    const isReady = status.conditions.some((c) => c.type === "Ready" && c.status === "True");
    if (isTerminalPhase(status.phase) && isReady) throw new BrokenLaw("kubelet 7.9, a finished pod is not ready", fact);
    if (ends && before.runtime.containers.some((c) => c.current?.state === "running")) {
      throw new BrokenLaw("kubelet 1.10, finished while a container runs", fact);
    }
    if (old.startTimeUs >= 0 && status.startTimeUs !== old.startTimeUs) throw new BrokenLaw("kubelet 0.17", fact);
    this.#statusesReported(before, status.initContainerStatuses, status.containerStatuses, fact);
  }

  #statusesReported(
    before: PodState,
    init: readonly ContainerStatus[],
    regular: readonly ContainerStatus[],
    fact: Envelope,
  ): void {
    const old = statuses(before);
    for (const status of [...init, ...regular]) {
      const runs = status.state.kind === "running";
      const doneInit = status.state.kind === "terminated" && status.state.exitCode === 0 && init.includes(status);
      if (status.started && !runs) throw new BrokenLaw("kubelet 2.15, started without running", fact, status.name);
      if (status.ready && !status.started && !doneInit) throw new BrokenLaw("kubelet 2.15, ready", fact, status.name);
      const was = old.find(({ name }) => name === status.name);
      if (was !== undefined && was.restartCount > status.restartCount) {
        throw new BrokenLaw("kubelet 2.13, restartCount fell", fact, status.name);
      }
    }
  }

  #changed(memory: Memory, after: PodState, fact: Envelope): void {
    const spec = specOf(after);
    for (let ix = 0; ix < containerCount(spec); ix++) {
      const was = runtimeAt(memory.before, ix).current;
      const is = runtimeAt(after, ix).current;
      if (was === is) continue;
      if (is === null && was !== null) {
        const ended = was.state === "exited" ? was : runtimeAt(memory.before, ix).previous;
        if (ended !== null) memory.purged.set(ix, ended);
      }
      if (was !== null && is !== null && is.attempt < was.attempt) throw new BrokenLaw("kubelet 2.13", fact);
      if (is?.state === "running") {
        if (!isInitIx(spec, ix) && !isInitialized(after)) throw new BrokenLaw("kubelet 3.11, init first", fact);
        if (after.runtime.sandbox.state !== "ready") throw new BrokenLaw("kubelet 3.3, no sandbox", fact);
      }
      if (is?.state === "exited") this.#exited(memory, ix, is.attempt, fact);
    }
  }

  #exited({ kills }: Memory, ix: number, attempt: number, fact: Envelope): void {
    const kill = kills.get(ix);
    if (kill?.attempt !== attempt) return;
    kills.delete(ix);
    if (fact.at > kill.untilUs) throw new BrokenLaw("kubelet 3.19, grace + 2 s", fact, `due ${kill.untilUs / SECOND}`);
  }

  #removed({ before }: Memory, fact: Envelope): void {
    // By force the object goes whatever its phase is.
    if (before.deletion === null) throw new BrokenLaw("kubelet 8.9, gone without being deleted", fact);
    const byForce = before.deletion.graceSeconds === 0;
    if (!byForce && !isTerminalPhase(before.status.phase))
      throw new BrokenLaw("kubelet 1.14, gone before its end", fact);
  }

  #happened(memory: Memory, after: PodState, fact: Envelope): void {
    switch (fact.definition.type) {
      case "ContainerKillBegan":
        return this.#killBegan(memory, after, fact as Envelope<ContainerKillBegan>);
      case "ContainerHookStarted": {
        const { container, hook } = fact.data as { container: number; hook: string };
        const runs = runtimeAt(after, container).current?.state === "running";
        if (!runs) throw new BrokenLaw(`kubelet 3.18, ${hook} of a container that does not run`, fact);
        if (hook === "preStop" && !memory.kills.has(container))
          throw new BrokenLaw("kubelet 3.21, preStop first", fact);
        return;
      }
      case "PodBackOffsLost":
        memory.backOffs.clear();
        return;
      case "ContainerRestartDecided":
        return this.#restartDecided(memory, fact as Envelope<ContainerRestartDecided>);
      default:
    }
  }

  #killBegan(memory: Memory, after: PodState, fact: Envelope<ContainerKillBegan>): void {
    const { container, message, graceSeconds } = fact.data;
    const { current, probes } = runtimeAt(after, container);
    const blamed = /failed (\w+) probe/.exec(message)?.[1];
    if (blamed !== undefined) {
      const failed = blamed === "liveness" ? probes.liveness : blamed === "startup" ? probes.startup : "unknown";
      if (failed !== "failure") throw new BrokenLaw(`kubelet 3.6, blamed on ${blamed}`, fact);
    }
    // It may have ended since the sync that kills it began.
    if (current?.state !== "running") {
      if (blamed === undefined) throw new BrokenLaw("kubelet 3.21, a kill of what does not run", fact);
      return;
    }
    const untilUs = fact.at + (graceSeconds + 2) * SECOND;
    memory.kills.set(container, { attempt: current.attempt, untilUs });
  }

  /** Section 4 once more, from what happened alone. */
  #restartDecided({ before, backOffs, purged }: Memory, fact: Envelope<ContainerRestartDecided>): void {
    const { container, backOffUs } = fact.data;
    const { current, previous } = runtimeAt(before, container);
    const name = containerAt(specOf(before), container).name;
    const entry = backOffs.get(container);
    // The sync may have begun before the newest instance ended, and then goes by the one before.
    const fits = [current, previous, purged.get(container)].some((record) => {
      if (record?.state !== "exited") return false;
      const isFresh = entry === undefined || record.finishedAtUs - entry.decidedAtUs > EXPIRY_US;
      const mayBeForgotten = entry !== undefined && fact.at - entry.decidedAtUs > EXPIRY_US;
      const mustBeForgotten = entry !== undefined && fact.at - entry.decidedAtUs > EXPIRY_US + HOUSEKEEPING_US;
      if (backOffUs === BACK_OFF_INITIAL_US && (isFresh || mayBeForgotten)) return true;
      if (entry === undefined || isFresh || mustBeForgotten) return false;
      const waited = fact.at - record.finishedAtUs >= entry.backOffUs;
      return waited && backOffUs === Math.min(2 * entry.backOffUs, BACK_OFF_MAX_US);
    });
    if (!fits) throw new BrokenLaw("kubelet 4.4-4.9, restart back-off", fact, name);
    backOffs.set(container, { backOffUs, decidedAtUs: fact.at });
  }
}
