// Drives a scheduler through a workload and measures it. In virtual time every try takes a millisecond, so what happens
// beside the tries (churn, deletions) happens after the same try on every machine.
import type { PodIx } from "@podsim/core";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { Duration, SimTime } from "@podsim/core/time";
import type { LoneScheduler, NotPlaced } from "@podsim/scheduler";
import type { Churn, ChurnThing, CreatePods, DeletePods, Workload, WorkloadStep } from "./workload.js";

/** What a measurement reads of the machine. */
export interface Meter {
  readonly nowMillis: () => number;
  /** Processor time of the process so far, all threads. */
  readonly cpuMicros: () => number;
}

export interface Throughput {
  /** Of the measured pods. */
  readonly podCount: number;
  readonly placedCount: number;
  /** Tries made while they were measured, those of other pods included. */
  readonly tryCount: number;
  readonly wallMillis: number;
  readonly cpuMicros: number;
  /** "namespace/name node" of every pod of the workload, placed or not, in order of creation. */
  readonly placements: readonly string[];
}

const TRY_US: Duration = MILLISECOND;

/** Something that happens beside the tries. */
interface Periodic {
  nextUs: SimTime;
  readonly period: Duration;
  /** False = that was the last time. */
  readonly act: (now: SimTime) => boolean;
}

interface MadePod {
  readonly ix: PodIx;
  readonly namespace: string;
  readonly name: string;
  isGone: boolean;
}

class Drive {
  readonly #scheduler: LoneScheduler;
  readonly #meter: Meter;
  readonly pods: MadePod[] = [];
  readonly #byIx = new Map<PodIx, MadePod>();
  readonly #periodic: Periodic[] = [];
  #now: SimTime = 0;
  #made = 0;
  #tryCount = 0;
  #nodeCount = 0;
  readonly measured = { podCount: 0, placedCount: 0, tryCount: 0, wallMillis: 0, cpuMicros: 0 };

  constructor(scheduler: LoneScheduler, meter: Meter) {
    this.#scheduler = scheduler;
    this.#meter = meter;
  }

  take(step: WorkloadStep): void {
    switch (step.step) {
      case "create-nodes":
        for (let k = 0; k < step.count; k++) this.#scheduler.addNode(step.nodeAt(this.#nodeCount++), this.#now);
        return;
      case "create-namespaces":
        for (const name of step.names) this.#scheduler.addNamespace(name, step.labels, this.#now);
        return;
      case "create-pods":
        return this.#createPods(step);
      case "churn":
        this.#periodic.push({ nextUs: this.#now + step.interval, period: step.interval, act: this.#churning(step) });
        return;
      case "delete-pods":
        return this.#deletePods(step);
      case "barrier":
        return this.#tryAll();
      case "sleep":
        return this.#pass(step.duration);
    }
  }

  #createPods({ count, namespace, prefix, templateAt, isMeasured, isAwaited }: CreatePods): void {
    const { nowMillis, cpuMicros } = this.#meter;
    const [startMillis, startMicros, startTries] = [nowMillis(), cpuMicros(), this.#tryCount];
    const first = this.pods.length;
    for (let k = 0; k < count; k++) this.#addPod(namespace, `${prefix}${String(k).padStart(5, "0")}`, templateAt(k));
    if (isAwaited) this.#tryAll();
    if (!isMeasured) return;
    const { measured } = this;
    measured.wallMillis += nowMillis() - startMillis;
    measured.cpuMicros += cpuMicros() - startMicros;
    measured.tryCount += this.#tryCount - startTries;
    measured.podCount += count;
    const mine = this.pods.slice(first, first + count);
    measured.placedCount += mine.filter(({ ix }) => this.#scheduler.nodeOf(ix) !== "").length;
  }

  #addPod(namespace: string, name: string, template: Parameters<LoneScheduler["addPod"]>[2]): MadePod {
    const ix = this.#scheduler.addPod(namespace, name, template, this.#now);
    const pod: MadePod = { ix, namespace, name, isGone: false };
    this.pods.push(pod);
    this.#byIx.set(ix, pod);
    return pod;
  }

  /** Until there is nothing to try now. */
  #tryAll(): void {
    for (let tried = this.#scheduler.tryNext(this.#now); tried !== null; tried = this.#scheduler.tryNext(this.#now)) {
      this.#tryCount++;
      if (tried.decision.kind === "unschedulable") this.#forgetVictims(tried.decision);
      this.#pass(TRY_US);
    }
  }

  #forgetVictims({ nomination }: NotPlaced): void {
    if (nomination.kind !== "promise") return;
    for (const { identity } of nomination.victims) {
      const pod = this.#byIx.get(identity.ix);
      if (pod !== undefined) pod.isGone = true;
    }
  }

  #pass(duration: Duration): void {
    this.#now += duration;
    for (const periodic of this.#periodic) {
      while (periodic.nextUs <= this.#now) {
        periodic.nextUs = periodic.act(this.#now) ? periodic.nextUs + periodic.period : Infinity;
      }
    }
  }

  #churning({ things, recreated }: Churn): Periodic["act"] {
    const removals: (() => void)[] = [];
    return (now) => {
      if (recreated !== null && removals.length >= recreated * things.length) {
        for (const remove of removals.splice(0, things.length)) remove();
      }
      for (const thing of things) removals.push(this.#makeOne(thing, now));
      return true;
    };
  }

  /** Makes it, and gives what takes it away again. */
  #makeOne(thing: ChurnThing, now: SimTime): () => void {
    const name = `churn-${this.#made++}`;
    switch (thing.kind) {
      case "node":
        this.#scheduler.addNode(thing.node(name), now);
        return () => {
          this.#scheduler.removeNode(name, this.#now);
        };
      case "service": {
        const service = this.#scheduler.addService(thing.service(name), now);
        return () => {
          this.#scheduler.removeService(service, this.#now);
        };
      }
      case "pod": {
        const pod = this.#addPod("churn", name, thing.template);
        return () => {
          this.#remove(pod);
        };
      }
    }
  }

  #remove(pod: MadePod): void {
    if (pod.isGone) return;
    pod.isGone = true;
    this.#scheduler.removePod(pod.ix, this.#now);
  }

  #deletePods({ namespace, perSecond, isAwaited }: DeletePods): void {
    const left = this.pods.filter((pod) => pod.namespace === namespace && !pod.isGone);
    if (perSecond === 0) {
      for (const pod of left) this.#remove(pod);
      return;
    }
    const act = (): boolean => {
      const pod = left.shift();
      if (pod !== undefined) this.#remove(pod);
      return left.length > 0;
    };
    const period = Math.max(1, Math.round(SECOND / perSecond));
    this.#periodic.push({ nextUs: this.#now + period, period, act });
    if (isAwaited) this.#pass(period * left.length);
  }
}

export const driveWorkload = ({ steps }: Workload, scheduler: LoneScheduler, meter: Meter): Throughput => {
  const drive = new Drive(scheduler, meter);
  for (const step of steps) drive.take(step);
  const placements = drive.pods.map(({ ix, namespace, name }) => `${namespace}/${name} ${scheduler.nodeOf(ix)}`);
  return { ...drive.measured, placements };
};
