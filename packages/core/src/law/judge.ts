// Holds a history against laws, fact by fact, and keeps what each law found first.
import type { Envelope } from "../event.js";
import type { SimTime } from "../time.js";
import { BeforeView } from "./before-view.js";
import type { ClusterView } from "./cluster-view.js";
import type { Circumstances, Invariant, Observer, Violation } from "./invariant.js";
import { lawsByFact } from "./laws-by-fact.js";
import type { LawsByFact } from "./laws-by-fact.js";

/** A law was broken. */
export interface Breach {
  readonly invariant: Invariant;
  /** The fact that broke it; the number of facts up to then where time did, or where it was seen at the end. */
  readonly seq: number;
  readonly atUs: SimTime;
  readonly violation: Violation;
}

/** A law could not be judged: it threw, or answered neither true nor what violated() makes. */
export interface LawFailure {
  readonly invariant: Invariant;
  readonly seq: number;
  readonly atUs: SimTime;
  readonly message: string;
}

export interface Findings {
  /** At most one for each law, in the order they were seen. */
  readonly breaches: readonly Breach[];
  readonly failures: readonly LawFailure[];
}

interface Watch {
  readonly invariant: Invariant;
  readonly observer: Observer;
  isOver: boolean;
}

const isViolation = (answer: unknown): answer is Violation =>
  typeof answer === "object" && answer !== null && "message" in answer && "witnesses" in answer;

const isWitness = (witness: unknown): boolean => typeof witness === "string" && /^[^/]+\/./.test(witness);

const shown = (answer: unknown): string => (answer === undefined ? "undefined" : JSON.stringify(answer));

/** " (laws.ts:12:5)": where in its author's file something was thrown; "" where nobody can say. */
const placeOf = ({ stack = "" }: Error): string => {
  const [, place] = /\n\s+at [^\n]*?([^/\\\s()]+:\d+:\d+)\)?(?:\n|$)/.exec(stack) ?? [];
  return place === undefined ? "" : ` (${place})`;
};

const thrownText = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}${placeOf(thrown)}` : shown(thrown);

/** Why an answer other than true is none; null = it is one. */
const objectionTo = (answer: unknown): string | null => {
  if (answer instanceof Promise) return "it answered a promise: a law is no async function";
  if (!isViolation(answer)) {
    const how = "where the law is broken, return violated(message, witnesses)";
    return `it answered ${shown(answer)}, not true and not what violated() makes: ${how}`;
  }
  const { witnesses } = answer as { readonly witnesses: unknown };
  if (Array.isArray(witnesses) && witnesses.every(isWitness)) return null;
  return 'violated() was given no witnesses: name whose states were read, as kubectl does: ["pod/default/web-1", "node/n1"]';
};

export class Judge {
  readonly #watches: readonly Watch[];
  readonly #laws: LawsByFact;
  readonly #before: BeforeView;
  readonly #breaches: Breach[] = [];
  readonly #failures: LawFailure[] = [];
  /** Laws of which nothing was found yet. */
  #openCount: number;
  #nowUs: SimTime = 0;
  #count = 0;

  /** `cluster`: shows the cluster after each fact that is seen. */
  constructor(
    invariants: readonly Invariant[],
    private readonly cluster: ClusterView,
    circumstances: Circumstances,
  ) {
    this.#before = new BeforeView(cluster);
    this.#laws = lawsByFact(invariants);
    this.#openCount = invariants.length;
    this.#watches = invariants.map((invariant) => ({
      invariant,
      observer: invariant.observe(circumstances),
      isOver: false,
    }));
  }

  get findings(): Findings {
    return { breaches: this.#breaches, failures: this.#failures };
  }

  /** Whether every law has been found broken or not to be judged, so that the rest need not be seen. */
  get isOver(): boolean {
    return this.#openCount === 0;
  }

  /** A fact was applied; `state`: of what it is about, before it. */
  see(fact: Envelope, state: unknown): void {
    const hearing = this.#laws.hearing(fact.definition.type);
    if (hearing.length > 0) {
      this.#before.pointAt(fact, state, this.#nowUs);
      for (const position of hearing) {
        const watch = this.#watches[position];
        if (watch?.isOver === false) this.#show(watch, fact);
      }
    }
    this.#nowUs = fact.at;
    this.#count = fact.seq + 1;
  }

  /** The history ends at `endUs`. */
  end(endUs: SimTime): void {
    for (const watch of this.#watches) {
      if (watch.isOver) continue;
      let answer: unknown;
      try {
        answer = watch.observer.end?.(this.cluster, endUs) ?? true;
      } catch (thrown) {
        this.#fail(watch, this.#count, endUs, `it threw ${thrownText(thrown)}`);
        continue;
      }
      if (answer !== true) this.#take(watch, this.#count, endUs, answer);
    }
  }

  /** A history is tens of thousands of questions: each is asked without a function made for it. */
  #show(watch: Watch, fact: Envelope): void {
    let answer: unknown;
    try {
      answer = watch.observer.see(fact, this.#before, this.cluster);
    } catch (thrown) {
      this.#fail(watch, fact.seq, fact.at, `it threw ${thrownText(thrown)}`);
      return;
    }
    if (answer !== true) this.#take(watch, fact.seq, fact.at, answer);
  }

  /** What a law answered that does not hold. */
  #take(watch: Watch, seq: number, atUs: SimTime, answer: unknown): void {
    const objection = objectionTo(answer);
    if (objection !== null) {
      this.#fail(watch, seq, atUs, objection);
      return;
    }
    this.#close(watch);
    const violation = answer as Violation;
    this.#breaches.push({ invariant: watch.invariant, seq, atUs: violation.atUs ?? atUs, violation });
  }

  #fail(watch: Watch, seq: number, atUs: SimTime, message: string): void {
    this.#close(watch);
    this.#failures.push({ invariant: watch.invariant, seq, atUs, message });
  }

  #close(watch: Watch): void {
    watch.isOver = true;
    this.#openCount -= 1;
  }
}
