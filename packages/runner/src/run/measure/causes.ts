// To which intervention of the scenario a fact goes back, by the chain of its causes.
import type { Envelope, InterventionApplied, SimTime } from "@podsim/core";

export interface Cause {
  /** Name of the intervention; "start" for what the cluster began with. */
  readonly name: string;
  readonly atUs: SimTime;
}

export const START: Cause = { name: "start", atUs: 0 };

/** The cause of what arrives by a workload of the scenario. */
export const ARRIVALS = "arrivals";

export class Causes {
  /** Per fact: position of its cause in `#known`. */
  readonly #causeOf: Int32Array | number[];
  readonly #known: Cause[] = [START];

  /** `factCount`: of a log that is whole; of one that still grows, nothing. */
  constructor(factCount?: number) {
    this.#causeOf = factCount === undefined ? [] : new Int32Array(factCount);
  }

  /** Facts are noted in order, each before it is asked for. */
  note(fact: Envelope): void {
    if (fact.definition.type === "InterventionApplied") {
      const { name } = fact.data as InterventionApplied;
      this.#causeOf[fact.seq] = this.#known.push({ name, atUs: fact.at }) - 1;
    } else if (fact.causedBy >= 0) this.#causeOf[fact.seq] = this.#causeOf[fact.causedBy] ?? 0;
    // What nothing in the cluster led to, and is no intervention, arrives.
    else if (fact.at > 0) this.#causeOf[fact.seq] = this.#known.push({ name: ARRIVALS, atUs: fact.at }) - 1;
  }

  of(fact: Envelope): Cause {
    return this.#known[this.#causeOf[fact.seq] ?? 0] ?? START;
  }
}
