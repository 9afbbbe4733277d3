// Runs the controllers of the user's own: each process with caches that lag behind, one key at a time, and calls that take
// time, get lost or find that somebody was faster.
import type { ControllerDisturbed, Duration, Entity, Envelope, SimTime } from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox } from "../actor.js";
import { RANK } from "../actor.js";
import { sample } from "../engine/distribution.js";
import { lasting } from "../hearing.js";
import { modified, timedOut, unavailable } from "./api-error.js";
import { ApiFront, servedKind } from "./api-front.js";
import type { Outcome, ShowObject } from "./api-front.js";
import { ControllerFailure } from "./controller-failure.js";
import { ControllerProcess, START_MAX } from "./controller-process.js";
import type { Progress } from "./controller-process.js";
import type { WatchEvent } from "./informer.js";
import { ownCopy } from "./own-copy.js";
import type { ApiCall, Reconciler } from "./reconciler.js";

export interface ReconcilerParts {
  readonly definitions: readonly Reconciler[];
  readonly show: ShowObject;
  /** RFC 3339 with microseconds, as Kubernetes writes a MicroTime. */
  readonly timestampOf: (at: SimTime) => string;
}

type Deed = (now: SimTime, out: Outbox) => void;

interface Step extends Intention {
  readonly process: ControllerProcess;
  /** Of the process that means to do it; null = it happens elsewhere, whatever becomes of the process. */
  readonly epoch: number | null;
  readonly deed: Deed;
}

const WRITES: ReadonlySet<ApiCall["verb"]> = new Set(["create", "update", "delete", "evict"]);

const HEARS = lasting(({ entity, type }) => entity !== "cluster" || type === "ControllerDisturbed");

class ReconcilerActor implements Actor {
  readonly name = "reconcilers";
  readonly rank = RANK.reconcilers;
  readonly hears = HEARS;
  readonly #front: ApiFront;
  readonly #processes: readonly ControllerProcess[];
  #steps = 0;

  constructor(
    private readonly plane: ControlPlane,
    { definitions, show, timestampOf }: ReconcilerParts,
  ) {
    this.#front = new ApiFront(plane, show);
    this.#processes = definitions.flatMap((reconciler) =>
      Array.from(
        { length: reconciler.replicas ?? 1 },
        (_, replica) => new ControllerProcess(reconciler, replica, plane, timestampOf),
      ),
    );
  }

  /** What there is to do before anything happened: every process comes up. */
  begin(): readonly { readonly at: SimTime; readonly entry: Step }[] {
    return this.#processes.map((process) => ({
      at: Math.ceil(this.plane.draw("reconciler/start", process.identity, 0) * START_MAX),
      entry: this.#step(process, null, (now, out) => this.#begin(process, now, out)),
    }));
  }

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { process, epoch, deed } = intention as Step;
    if (epoch === null) return deed(now, out);
    if (epoch !== process.epoch) return;
    if (process.backlog === null) deed(now, out);
    else process.backlog.push(deed);
  }

  react(fact: Envelope, out: Outbox): void {
    if (fact.definition.type === "ControllerDisturbed") {
      return this.#disturb(fact.data as ControllerDisturbed, fact.at, out);
    }
    if (this.#front.note(fact)) this.#tell(fact, out);
  }

  /** The watches tell of a change, each as late as it is. */
  #tell({ definition: { entity }, subject, at, seq }: Envelope, out: Outbox): void {
    for (const process of this.#processes) {
      if (!process.isUp || at < process.deafUntilUs) continue;
      for (const { kind } of process.reconciler.watches) {
        const served = servedKind(kind);
        if ((served.entity as Entity) !== entity) continue;
        const event = this.#eventOf(kind, subject);
        if (event === null) continue;
        const delay = this.#drawn("schedulerWatch", `${process.identity}/${String(seq)}`);
        const told = Math.max(process.watchedUpTo.get(kind) ?? 0, process.staleUntilUs, at + delay);
        process.watchedUpTo.set(kind, told);
        this.#plan(process, told, out, (now, then) => {
          const informer = process.informers.get(kind);
          if (informer !== undefined) process.enqueue(informer, informer.take(event), now);
          this.#work(process, now, then);
        });
      }
    }
  }

  /** What objects are called, for when they are gone. */
  readonly #names = new Map<string, { readonly namespace: string; readonly name: string }>();

  #eventOf(kind: string, ix: number): WatchEvent | null {
    const served = servedKind(kind);
    const object = this.#front.read(served, ix);
    const key = `${kind}/${String(ix)}`;
    if (object === undefined) {
      const known = this.#names.get(key);
      return known === undefined ? null : { ...known, object: null };
    }
    const named = { namespace: object.metadata.namespace ?? "", name: object.metadata.name };
    this.#names.set(key, named);
    return { ...named, object };
  }

  #begin(process: ControllerProcess, now: SimTime, out: Outbox): void {
    process.begin();
    this.#list(process, now);
    for (const key of process.reconciler.starts ?? []) process.queue.add(key, now);
    this.#work(process, now, out);
  }

  /** The caches become what is there now. */
  #list(process: ControllerProcess, now: SimTime): void {
    for (const informer of process.informers.values()) {
      const { kind } = informer.watched;
      for (const object of this.#front.all(kind)) this.#noteName(kind, object.metadata);
      process.enqueue(informer, informer.replace(this.#front.all(kind)), now);
    }
  }

  #noteName(kind: string, { namespace = "", name }: { readonly namespace?: string; readonly name: string }): void {
    const ix = servedKind(kind).ixOf(this.plane.world, namespace, name);
    if (ix !== undefined) this.#names.set(`${kind}/${String(ix)}`, { namespace, name });
  }

  /** Goes on with what there is to do; comes back when the next key is due. */
  #work(process: ControllerProcess, now: SimTime, out: Outbox): void {
    while (!process.isBusy) {
      const nextUs = process.queue.nextUs;
      if (nextUs === null) return;
      if (nextUs > now) return this.#wake(process, nextUs, out);
      this.#goOn(process, process.work(now), now, out);
    }
  }

  /** Once for each time: many events may find that nothing is due yet. */
  #wake(process: ControllerProcess, at: SimTime, out: Outbox): void {
    if (process.wakesUs !== null && process.wakesUs <= at) return;
    process.wakesUs = at;
    this.#plan(process, at, out, (now, then) => {
      if (process.wakesUs === at) process.wakesUs = null;
      this.#work(process, now, then);
    });
  }

  #goOn(process: ControllerProcess, progress: Progress, now: SimTime, out: Outbox): void {
    if (progress.kind === "calls") this.#send(process, progress.call, now, out);
  }

  #send(process: ControllerProcess, call: ApiCall, now: SimTime, out: Outbox): void {
    if (call.verb === "wait") {
      return this.#answerAt(process, now + Math.max(1, call.forUs), { kind: "value", value: undefined }, out);
    }
    this.#steps += 1;
    const caller = `${process.identity}#${String(this.#steps)}`;
    const tripUs = Math.max(2, this.#drawn("apiRoundTrip", caller));
    const thereUs = now + Math.floor(tripUs / 2);
    const backUs = now + tripUs;
    const { epoch } = process;
    const arrives = this.#step(process, null, (at, then) => {
      const outcome = this.#arrived(process, call, caller, at, then);
      if (WRITES.has(call.verb) && process.crashAfterWriteUs !== null && epoch === process.epoch) {
        return this.#crash(process, process.crashAfterWriteUs, at, then);
      }
      // What was written can be read once its facts are there.
      const reads = this.#step(process, null, (_, last) => {
        if (epoch === process.epoch) this.#answerAt(process, backUs, this.#settled(outcome), last);
      });
      then.plan(at, reads);
    });
    out.plan(thereUs, arrives);
  }

  /** What the server makes of a call, and the trouble between it and who called. */
  #arrived(
    process: ControllerProcess,
    call: Exclude<ApiCall, { readonly verb: "wait" }>,
    caller: string,
    now: SimTime,
    out: Outbox,
  ): Outcome {
    if (now < process.unavailableUntilUs) return { kind: "error", error: unavailable() };
    if (process.conflictsLeft > 0 && call.verb === "update") {
      process.conflictsLeft -= 1;
      return { kind: "error", error: modified(servedKind(call.object.kind).resource, call.object.metadata.name) };
    }
    let outcome: Outcome;
    try {
      outcome = this.#front.perform(call, caller, now, out);
    } catch (thrown) {
      const deed = `it called what cannot be called: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      throw new ControllerFailure(process.reconciler.name, "", deed, thrown);
    }
    if (process.lostAnswersLeft > 0 && WRITES.has(call.verb)) {
      process.lostAnswersLeft -= 1;
      return { kind: "error", error: timedOut() };
    }
    return outcome;
  }

  #settled(outcome: Outcome): Exclude<Outcome, { readonly kind: "written" }> {
    if (outcome.kind !== "written") return outcome;
    const { kind, metadata } = outcome.object;
    const { isNamespaced } = outcome.served;
    const namespace = isNamespaced ? (metadata.namespace ?? "default") : "";
    return { kind: "value", value: this.#front.find(kind, namespace, metadata.name) ?? outcome.object };
  }

  #answerAt(
    process: ControllerProcess,
    at: SimTime,
    answer: Exclude<Outcome, { readonly kind: "written" }>,
    out: Outbox,
  ): void {
    this.#plan(process, at, out, (now, then) => {
      const isError = answer.kind === "error";
      const value = isError ? answer.error : ownCopy(answer.value);
      this.#goOn(process, process.answer(value, isError, now), now, then);
      this.#work(process, now, then);
    });
  }

  #disturb({ controller, replica, trouble, forUs }: ControllerDisturbed, now: SimTime, out: Outbox): void {
    for (const process of this.#processes) {
      if (process.reconciler.name !== controller || (replica !== null && replica !== process.replica)) continue;
      if (process.isUp) this.#trouble(process, trouble, forUs, now, out);
    }
  }

  #trouble(
    process: ControllerProcess,
    trouble: ControllerDisturbed["trouble"],
    forUs: Duration,
    now: SimTime,
    out: Outbox,
  ): void {
    const untilUs = now + forUs;
    switch (trouble) {
      case "crash":
        return this.#crash(process, forUs, now, out);
      case "crashAfterWrite":
        process.crashAfterWriteUs = forUs;
        return;
      case "pause":
        return this.#pause(process, untilUs, out);
      case "stale":
        process.staleUntilUs = Math.max(process.staleUntilUs, untilUs);
        return;
      case "dropWatch":
        process.deafUntilUs = Math.max(process.deafUntilUs, untilUs);
        return this.#plan(process, untilUs, out, (then, later) => {
          if (then < process.deafUntilUs) return;
          this.#list(process, then);
          this.#work(process, then, later);
        });
      case "conflict":
        process.conflictsLeft += 1;
        return;
      case "lostAnswer":
        process.lostAnswersLeft += 1;
        return;
      case "unavailable":
        process.unavailableUntilUs = Math.max(process.unavailableUntilUs, untilUs);
    }
  }

  #crash(process: ControllerProcess, forUs: Duration, now: SimTime, out: Outbox): void {
    process.end();
    process.restarts += 1;
    this.#plan(process, now + Math.max(1, forUs), out, (then, later) => this.#begin(process, then, later));
  }

  /** Nothing is done until then; then everything that came meanwhile, in order. */
  #pause(process: ControllerProcess, untilUs: SimTime, out: Outbox): void {
    if (process.backlog !== null) return;
    process.backlog = [];
    const { epoch } = process;
    const resumes = this.#step(process, null, (now, then) => {
      if (epoch !== process.epoch) return;
      const deeds = process.backlog ?? [];
      process.backlog = null;
      for (const deed of deeds) deed(now, then);
    });
    out.plan(untilUs, resumes);
  }

  #drawn(latency: "schedulerWatch" | "apiRoundTrip", entity: string): Duration {
    const distribution = this.plane.settings.latencies[latency];
    if (distribution.kind === "constant") return distribution.value;
    return sample(distribution, this.plane.draw(`reconciler/${latency}`, entity, 0));
  }

  #step(process: ControllerProcess, epoch: number | null, deed: Deed): Step {
    return { actor: this, process, epoch, deed };
  }

  #plan(process: ControllerProcess, at: SimTime, out: Outbox, deed: Deed): void {
    out.plan(at, this.#step(process, process.epoch, deed));
  }
}

/** Null where there is no controller of the user's own. */
export const reconcilerActor = (plane: ControlPlane, parts: ReconcilerParts): ReconcilerActor | null =>
  parts.definitions.length === 0 ? null : new ReconcilerActor(plane, parts);
