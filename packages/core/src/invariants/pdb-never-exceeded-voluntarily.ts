// The eviction API spends disruptions that there are.
import type { Envelope } from "../event.js";
import { budgetsOf, evictedBy, isHealthy, Spending } from "../law/budget-spending.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness, podWitness } from "../law/witness.js";

class Allowances implements Observer {
  readonly #spending = new Spending();

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    this.#spending.turn(fact);
    if (fact.definition.entity === "budget") {
      this.#spending.note(fact.subject, before, after);
      return true;
    }
    const pod = evictedBy(fact, before);
    if (pod === null || !isHealthy(pod)) return true;
    for (const { ix, object, status } of budgetsOf(pod, before)) {
      if (this.#spending.use(ix) || status.disruptionsAllowed > 0) continue;
      const text = `evicted while ${object.metadata.name} allows no disruption`;
      return violated(text, [podWitness(pod), objectWitness("poddisruptionbudget", object.metadata)]);
    }
    return true;
  }
}

export const pdbNeverExceededVoluntarily: Invariant = {
  id: "pdb.neverExceededVoluntarily",
  title: "the eviction API deletes a healthy pod only when its budget allows a disruption",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets",
  hears: ["PodDeletionRequested", "BudgetStatusUpdated"],
  observe: () => new Allowances(),
};
