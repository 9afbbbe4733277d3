// One eviction costs a budget one disruption.
import type { Envelope } from "../event.js";
import type { PodDeletionRequested } from "../pod/events/pod-deletion-requested.js";
import { isReady } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { labelsOf } from "../law/placed-pods.js";
import { selects } from "../law/selection.js";
import { objectWitness } from "../law/witness.js";

/** Evictions and spent disruptions of one instant, by budget. */
class Spending implements Observer {
  #at: SimTime = -1;
  readonly #evicted = new Map<number, number>();

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    if (fact.at !== this.#at) this.#evicted.clear();
    this.#at = fact.at;
    return fact.definition.type === "PodDeletionRequested"
      ? this.#evict(fact as Envelope<PodDeletionRequested>, before)
      : this.#spend(fact.subject, before, after);
  }

  #evict({ subject, data }: Envelope<PodDeletionRequested>, before: ClusterView): Judgement {
    const pod = before.pods.at(subject);
    if (pod === undefined || data.by !== "eviction-api") return true;
    for (const { ix, object } of before.budgets.values()) {
      const { namespace } = object.metadata;
      if (namespace !== pod.identity.namespace || !selects(object.spec.selector, labelsOf(pod))) continue;
      this.#evicted.set(ix, (this.#evicted.get(ix) ?? 0) + (isReady(pod) ? 1 : 0));
    }
    return true;
  }

  /** A status that changes in the instant of evictions and goes down by more than they are. */
  #spend(ix: number, before: ClusterView, after: ClusterView): Judgement {
    const was = before.budgets.at(ix)?.status;
    const is = after.budgets.at(ix);
    const evicted = this.#evicted.get(ix) ?? 0;
    if (was === undefined || is === undefined || evicted === 0) return true;
    const isRecount =
      was.currentHealthy !== is.status.currentHealthy || was.desiredHealthy !== is.status.desiredHealthy;
    const spent = was.disruptionsAllowed - is.status.disruptionsAllowed;
    this.#evicted.delete(ix);
    if (isRecount || spent <= evicted) return true;
    return violated(
      `${String(evicted)} eviction cost ${String(spent)} disruptions`,
      objectWitness("poddisruptionbudget", is.object.metadata),
    );
  }
}

export const pdbSpentOnce: Invariant = {
  id: "pdb.spentOnce",
  title: "an eviction takes one from the disruptions its budget allows",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets",
  hears: ["PodDeletionRequested", "BudgetStatusUpdated"],
  observe: () => new Spending(),
};
