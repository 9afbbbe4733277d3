// Runs a controller: a work queue of keys, each in it at most once, synced a while after the first fact that concerns it.
import { invariant } from "@podsim/core";
import type { Duration, Envelope, EventDefinition, SimTime } from "@podsim/core";
import type { Actor, ControlPlane, Intention, Outbox, Token } from "./actor.js";
import { ClientLimit } from "./client-limit.js";
import type { Controller, ControllerDefinition, Enqueue, SyncOutbox } from "./controller.js";
import { apiDelayUs } from "./api-delay.js";
import { sample } from "./engine/distribution.js";
import type { Latencies } from "./settings.js";
import { EVERYTHING } from "./hearing.js";
import type { Hears } from "./hearing.js";

/** A controller that says how long it takes from a fact to the sync; controllerSync unless told otherwise. */
export interface PacedControllerDefinition extends ControllerDefinition {
  readonly pace?: keyof Latencies;
}

interface Sync extends Intention {
  readonly key: number;
}

/** A key's place in the queue; kept when it is out of it, for the next time. */
interface QueueEntry {
  readonly sync: Sync;
  isPending: boolean;
  atUs: SimTime;
  token: Token;
  syncCount: number;
  /** From a fact to the next sync, once it was drawn: the same for every fact until then. */
  latencyUs: Duration | null;
}

/** What a sync may do, and what it did. */
class CountingOutbox implements SyncOutbox {
  writeCount = 0;
  /** The shortest wait it asked for; Infinity = it asked for none. */
  againAfter: Duration = Infinity;
  readonly #out: Outbox;

  constructor(out: Outbox) {
    this.#out = out;
  }

  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void {
    this.writeCount += 1;
    this.#out.record(definition, subject, data);
  }

  requeueAfter(delay: Duration): void {
    invariant(delay >= 1, () => `a sync asked for another one after ${String(delay)} µs`);
    this.againAfter = Math.min(this.againAfter, delay);
  }
}

class ControllerActor implements Actor {
  readonly name: string;
  readonly rank: number;
  readonly hears: Hears;
  readonly #plane: ControlPlane;
  readonly #pace: keyof Latencies;
  readonly #controller: Controller;
  readonly #entries = new Map<number, QueueEntry>();
  /** null = writes are not counted. */
  readonly #limit: ClientLimit | null;
  /** The fact that is being reacted to. */
  #reactingAtUs: SimTime = 0;
  #reactingOut: Outbox | null = null;

  constructor({ name, rank, hears, build, pace = "controllerSync" }: PacedControllerDefinition, plane: ControlPlane) {
    this.name = name;
    this.rank = rank;
    this.hears = hears ?? EVERYTHING;
    this.#plane = plane;
    this.#pace = pace;
    this.#controller = build(plane);
    const { controllerClient } = plane.settings;
    this.#limit = controllerClient === undefined ? null : new ClientLimit(controllerClient);
  }

  react(fact: Envelope, out: Outbox): void {
    this.#reactingAtUs = fact.at;
    this.#reactingOut = out;
    this.#controller.watch(fact, this.#enqueue);
  }

  /** One function for all facts: there are millions of them, and most enqueue nothing. */
  readonly #enqueue: Enqueue = (key, after = 0) => {
    if (this.#reactingOut === null) return;
    const entry = this.#entryOf(key);
    this.#queue(entry, this.#reactingAtUs + after + this.#latencyOf(entry), this.#reactingOut);
  };

  handle(intention: Intention, now: SimTime, out: Outbox): void {
    const { key } = intention as Sync;
    const entry = this.#entryOf(key);
    entry.isPending = false;
    const readyUs = this.#limit?.readyAt(now) ?? now;
    if (readyUs > now) return this.#queue(entry, readyUs, out);
    entry.syncCount += 1;
    entry.latencyUs = null;
    const syncOut = new CountingOutbox(out);
    this.#controller.sync(key, now, syncOut);
    this.#limit?.spend(syncOut.writeCount, now);
    if (syncOut.againAfter < Infinity) this.#queue(entry, now + syncOut.againAfter, out);
  }

  #entryOf(key: number): QueueEntry {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { sync: { actor: this, key }, isPending: false, atUs: 0, token: 0, syncCount: 0, latencyUs: null };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #latencyOf(entry: QueueEntry): Duration {
    const { cluster } = this.#plane.world;
    if (cluster.apiDelays === undefined || cluster.apiDelays.length === 0) return this.#usualLatencyOf(entry);
    const entity = `${this.name}/${String(entry.sync.key)}`;
    return this.#usualLatencyOf(entry) + apiDelayUs(this.#plane, this.#pace, entity, entry.syncCount);
  }

  #usualLatencyOf(entry: QueueEntry): Duration {
    if (entry.latencyUs !== null) return entry.latencyUs;
    const distribution = this.#plane.settings.latencies[this.#pace];
    if (distribution.kind === "constant") return distribution.value;
    const u = this.#plane.draw(`latency/${this.#pace}`, `${this.name}/${String(entry.sync.key)}`, entry.syncCount);
    return (entry.latencyUs = sample(distribution, u));
  }

  /** The earlier of two wishes wins. */
  #queue(entry: QueueEntry, at: SimTime, out: Outbox): void {
    if (entry.isPending) {
      if (entry.atUs <= at) return;
      out.withdraw(entry.token);
    }
    entry.isPending = true;
    entry.atUs = at;
    entry.token = out.plan(at, entry.sync);
  }
}

/** The actor that keeps a cluster as the controller wants it. */
export const controllerActor = (definition: PacedControllerDefinition, plane: ControlPlane): Actor =>
  new ControllerActor(definition, plane);
