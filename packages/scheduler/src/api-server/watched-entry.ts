// Entries of a timeline that wait for something to be so in the cluster: asked after the facts that can make it so, never by polling.
import type { Duration, Envelope, EventDefinition, SimTime } from "@podsim/core";
import type { Hears } from "../hearing.js";
import type { WorldView } from "../cluster/world.js";

/** What is waited for, in one run. */
export interface Watch {
  /** Whether a fact of this kind can change the answer. */
  readonly hears: Hears;
  /** Sees such a fact, after it was applied. */
  readonly see: (fact: Envelope) => void;
  /** Whether it is so now. */
  readonly holds: () => boolean;
}

/** Something to wait for; plain of state, so that every run begins a watch of its own. */
export interface Trigger {
  readonly watch: (world: WorldView) => Watch;
}

/** When an entry without a fixed time takes place: so long after the trigger first holds, which counts from `notBeforeUs` on. */
export interface Waiting {
  readonly trigger: Trigger;
  readonly afterUs: Duration;
  readonly notBeforeUs: SimTime;
}

/** The watches of a run, by the kinds of facts they hear of. */
export class Watches<Entry> {
  readonly #open = new Map<Entry, { readonly watch: Watch; readonly waiting: Waiting }>();
  readonly #byKind = new Map<EventDefinition, readonly Entry[]>();

  constructor(private readonly world: WorldView) {}

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  /** Whether anybody who waits goes by such facts. */
  hears(definition: Parameters<Hears>[0]): boolean {
    for (const { watch } of this.#open.values()) if (watch.hears(definition)) return true;
    return false;
  }

  add(entry: Entry, waiting: Waiting): void {
    this.#open.set(entry, { watch: waiting.trigger.watch(this.world), waiting });
    this.#byKind.clear();
  }

  /** Tells all who hear of the fact; returns those whose time it is now. */
  see(fact: Envelope): readonly Entry[] {
    const due: Entry[] = [];
    for (const entry of this.#listeners(fact.definition)) {
      const open = this.#open.get(entry);
      if (open === undefined) continue;
      open.watch.see(fact);
      if (fact.at >= open.waiting.notBeforeUs && open.watch.holds()) due.push(entry);
    }
    for (const entry of due) this.#close(entry);
    return due;
  }

  /** Whether an entry that begins to wait now need not. */
  isDue(entry: Entry): boolean {
    const open = this.#open.get(entry);
    if (open === undefined || !open.watch.holds()) return false;
    this.#close(entry);
    return true;
  }

  #listeners(definition: EventDefinition): readonly Entry[] {
    let known = this.#byKind.get(definition);
    if (known === undefined) {
      known = [...this.#open].flatMap(([entry, { watch }]) => (watch.hears(definition) ? [entry] : []));
      this.#byKind.set(definition, known);
    }
    return known;
  }

  #close(entry: Entry): void {
    this.#open.delete(entry);
    this.#byKind.clear();
  }
}
