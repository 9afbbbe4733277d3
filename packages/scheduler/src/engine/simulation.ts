// The loop: next entry, facts, log, world, reactions. It alone writes the log, the world and the agenda, and knows no pods.
import type { Envelope, EventDefinition } from "@podsim/core/log";
import { NEVER } from "@podsim/core/time";
import type { SimTime } from "@podsim/core/time";
import { Agenda } from "./agenda.js";
import type { Token } from "./agenda.js";
import { createArrivals } from "./arrivals.js";
import type { Arrival, Arrivals } from "./arrivals.js";
import { invariant, InvariantViolation } from "./invariant.js";

/** Where facts are recorded: what the engine needs of a log. */
export interface FactSink {
  /** How many facts are recorded; the next one gets this seq. */
  readonly length: number;
  append<Data extends object>(
    at: SimTime,
    definition: EventDefinition<string, Data>,
    subject: number,
    causedBy: number,
    data: Data,
  ): number;
}

/** How a model changes anything at all; write-only, and open only during the call it was handed to. */
export interface Outbox<Entry extends object> {
  /** Records a fact that happens now. The world shows it when the handler has returned. Not open to react. */
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
  /** Plans an entry for `at`, not before now; at now, it is handled after the present one, in its rank. */
  plan(at: SimTime, entry: Entry): Token;
  /** Takes a planned entry back; false if it was already handled or withdrawn. */
  withdraw(token: Token): boolean;
}

export interface Model<World, Entry extends object> {
  /** Order within an instant, the lower first: 0 to RANK_MAX, always the same for the same entry. */
  rank(entry: Entry): number;
  /** The entry's time has come. Reads the world, records what happens, plans what is to come. */
  handle(entry: Entry, now: SimTime, world: World, out: Outbox<Entry>): void;
  /** The one writer of the world. */
  apply(world: World, fact: Envelope): void;
  /** Hears of a fact once all facts of its handler were applied. May plan and withdraw; recording throws. */
  react(fact: Envelope, world: World, out: Outbox<Entry>): void;
}

/**
 * Why a run stopped: nothing is left; what is left comes after the horizon; the log holds maxFacts; maxEntries were handled;
 * stopWhen held.
 */
export type StopReason = "agenda-empty" | "horizon-reached" | "log-full" | "budget-spent" | "condition-met";

export interface RunLimits {
  /** Entries at this very instant are handled, later ones are not. */
  readonly untilUs: SimTime;
  /** How many entries this call may handle; no limit if absent. */
  readonly maxEntries?: number;
  /** With how many facts in the log nothing more is handled; no limit if absent. What an entry records stays together. */
  readonly maxFacts?: number;
  /** Asked after every entry, once its facts were applied; true ends the call. */
  readonly stopWhen?: () => boolean;
}

export interface Simulation {
  /**
   * Handles entries in order until a limit stops it. Can be called again to go on: however a run is cut into calls, its
   * log is the same. After an exception the simulation is over and every further call throws InvariantViolation.
   */
  run(limits: RunLimits): StopReason;
  /** Time of the entry handled last; the start before the first. */
  readonly nowUs: SimTime;
  /** Time of the entry that comes next; NEVER if there is none. */
  readonly nextUs: SimTime;
  /** Entries handled so far, in all calls of run. */
  readonly handledCount: number;
  /** Entries to come: planned ones and arrivals. */
  readonly pendingCount: number;
}

export interface SimulationParts<World, Entry extends object> {
  readonly model: Model<World, Entry>;
  readonly world: World;
  readonly log: FactSink;
  /** Scenario input, sorted by time, then rank; see createArrivals. */
  readonly arrivals: readonly Arrival<Entry>[];
  readonly startUs: SimTime;
}

export const createSimulation = <World, Entry extends object>(parts: SimulationParts<World, Entry>): Simulation =>
  new Loop(parts);

/** What the outbox is open for. */
type Phase = "idle" | "handling" | "applying" | "reacting";

class Loop<World, Entry extends object> implements Simulation {
  readonly #model: Model<World, Entry>;
  readonly #world: World;
  readonly #log: FactSink;
  readonly #agenda: Agenda<Entry>;
  readonly #arrivals: Arrivals<Entry>;
  readonly #out: Outbox<Entry>;
  /** Facts of the present handler, stamped; empty between steps. */
  readonly #facts: Envelope[] = [];
  #phase: Phase = "idle";
  /** seq of the fact because of which the present entry was planned. */
  #entryCause = -1;
  /** seq of the fact because of which something would be planned right now. */
  #planCause = -1;
  #firstSeq = 0;
  #handledCount = 0;

  constructor({ model, world, log, arrivals, startUs }: SimulationParts<World, Entry>) {
    this.#model = model;
    this.#world = world;
    this.#log = log;
    this.#agenda = new Agenda({ startUs });
    this.#arrivals = createArrivals(arrivals, (entry) => model.rank(entry), startUs);
    this.#out = {
      record: (definition, subject, data) => {
        this.#record(definition, subject, data);
      },
      plan: (at, entry) => this.#plan(at, entry),
      withdraw: (token) => this.#withdraw(token),
    };
  }

  get nowUs(): SimTime {
    return this.#agenda.nowUs;
  }

  get nextUs(): SimTime {
    return Math.min(this.#agenda.peekTime(), this.#arrivals.peekTime());
  }

  get handledCount(): number {
    return this.#handledCount;
  }

  get pendingCount(): number {
    return this.#agenda.size + this.#arrivals.remainingCount;
  }

  run({ untilUs, maxEntries = Infinity, maxFacts = Infinity, stopWhen }: RunLimits): StopReason {
    invariant(this.#phase === "idle", () => `a simulation cannot be run while, or after it failed, ${this.#phase}`);
    invariant(
      Number.isSafeInteger(untilUs) && maxEntries >= 0 && maxFacts >= 0,
      () => `no limits: until ${String(untilUs)} µs, ${String(maxEntries)} entries, ${String(maxFacts)} facts`,
    );
    for (let spent = 0; ; spent += 1) {
      const next = this.nextUs;
      if (next === NEVER) return "agenda-empty";
      if (next > untilUs) return "horizon-reached";
      if (this.#log.length >= maxFacts) return "log-full";
      if (spent >= maxEntries) return "budget-spent";
      this.#step();
      if (stopWhen?.() === true) return "condition-met";
    }
  }

  #step(): void {
    const entry = this.#take();
    const out = this.#out;
    const facts = this.#facts;
    this.#firstSeq = this.#log.length;
    this.#planCause = this.#entryCause;
    this.#phase = "handling";
    this.#model.handle(entry, this.#agenda.nowUs, this.#world, out);
    this.#phase = "applying";
    for (const fact of facts) this.#commit(fact);
    this.#phase = "reacting";
    for (const fact of facts) {
      this.#planCause = fact.seq;
      this.#model.react(fact, this.#world, out);
    }
    while (facts.length > 0) facts.pop();
    this.#phase = "idle";
    this.#handledCount += 1;
  }

  /** The next entry of both sources; sets the clock and what caused the entry. */
  #take(): Entry {
    const agenda = this.#agenda;
    const arrivals = this.#arrivals;
    let entry: Entry | undefined;
    if (arrivals.precedes(agenda)) {
      agenda.advanceTo(arrivals.peekTime());
      entry = arrivals.take();
      this.#entryCause = -1;
    } else {
      entry = agenda.pop();
      this.#entryCause = agenda.causedBy;
    }
    if (entry === undefined) throw new InvariantViolation("a step was begun with nothing to handle");
    return entry;
  }

  #commit(fact: Envelope): void {
    const seq = this.#log.append(fact.at, fact.definition, fact.subject, fact.causedBy, fact.data);
    if (seq !== fact.seq) {
      throw new InvariantViolation(`the log took fact ${String(fact.seq)} as ${String(seq)}: somebody else writes it`);
    }
    this.#model.apply(this.#world, fact);
  }

  #record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: Data): void {
    if (this.#phase !== "handling") throw new InvariantViolation(`${definition.type} recorded while ${this.#phase}`);
    // Nobody else writes the log meanwhile, so the seq is known; commit holds the log to it.
    const seq = this.#firstSeq + this.#facts.length;
    const at = this.#agenda.nowUs;
    const fact: Envelope<Data> = { seq, at, subject, causedBy: this.#entryCause, definition, data };
    this.#facts.push(fact as Envelope);
    this.#planCause = seq;
  }

  #plan(at: SimTime, entry: Entry): Token {
    this.#requireOpen("planned");
    return this.#agenda.plan(at, this.#model.rank(entry), entry, this.#planCause);
  }

  #withdraw(token: Token): boolean {
    this.#requireOpen("withdrawn");
    return this.#agenda.withdraw(token);
  }

  #requireOpen(what: string): void {
    if (this.#phase !== "handling" && this.#phase !== "reacting") {
      throw new InvariantViolation(`an entry was ${what} while ${this.#phase}`);
    }
  }
}
