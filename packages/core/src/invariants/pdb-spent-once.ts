// One eviction costs a budget one disruption.
import type { Envelope } from "../event.js";
import { budgetsOf, evictedBy, Spending } from "../law/budget-spending.js";
import type { ClusterView } from "../law/cluster-view.js";
import type { Invariant, Judgement, Observer } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { objectWitness } from "../law/witness.js";
import type { BudgetIx } from "../ids.js";

class Costs implements Observer {
  readonly #spending = new Spending();

  see(fact: Envelope, before: ClusterView, after: ClusterView): Judgement {
    const left = this.#spending.turn(fact);
    if (fact.definition.entity === "budget") this.#spending.note(fact.subject, before, after);
    else {
      const pod = evictedBy(fact, before);
      for (const { ix } of pod === null ? [] : budgetsOf(pod, before)) this.#spending.use(ix);
    }
    return this.#judge(left, before);
  }

  #judge([first]: readonly BudgetIx[], before: ClusterView): Judgement {
    const budget = first === undefined ? undefined : before.budgets.at(first);
    if (budget === undefined) return true;
    const text = "it lost more disruptions than pods were evicted";
    return violated(text, objectWitness("poddisruptionbudget", budget.object.metadata));
  }
}

export const pdbSpentOnce: Invariant = {
  id: "pdb.spentOnce",
  title: "an eviction takes one from the disruptions its budget allows",
  page: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets",
  hears: ["PodDeletionRequested", "BudgetStatusUpdated"],
  observe: () => new Costs(),
};
