// Causes come before their effects.
import type { Envelope } from "../event.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { subjectOf } from "../law/witness.js";
import type { SimTime } from "../time.js";

class Causes implements Observer {
  readonly #times: SimTime[] = [];

  see(fact: Envelope, _before: ClusterView, after: ClusterView): Judgement {
    const { seq, at, causedBy } = fact;
    const last = this.#times[seq - 1] ?? 0;
    this.#times[seq] = at;
    if (at < last) return violated(`#${String(seq)} is earlier than the fact before it`, subjectOf(fact, after));
    const causeUs = causedBy < 0 ? 0 : this.#times[causedBy];
    if (causedBy < seq && causeUs !== undefined && causeUs <= at) return true;
    return violated(`#${String(seq)} has the later #${String(causedBy)} as its cause`, subjectOf(fact, after));
  }
}

export const eventsCausal: Invariant = {
  id: "events.causal",
  title: "time never goes back, and the cause of a fact is recorded before it",
  page: "",
  observe: () => new Causes(),
};
