// What the eviction API spends of disruption budgets, and on whom: the spending is recorded first, the deletion after it.
import type { BudgetIx } from "../ids.js";
import type { BudgetState } from "../budget/budget-state.js";
import type { Envelope } from "../event.js";
import type { PodDeletionRequested } from "../pod/events/pod-deletion-requested.js";
import { isReady, isTerminalPhase } from "../pod/pod-state.js";
import type { PodState } from "../pod/pod-state.js";
import type { SimTime } from "../time.js";
import type { ClusterView } from "./cluster-view.js";
import { labelsOf } from "./placed-pods.js";
import { selects } from "./selection.js";

/** Budgets that cover the pod. */
export const budgetsOf = (pod: PodState, cluster: ClusterView): readonly BudgetState[] =>
  [...cluster.budgets.values()].filter(
    ({ object }) =>
      object.metadata.namespace === pod.identity.namespace && selects(object.spec.selector, labelsOf(pod)),
  );

/** Whether deleting the pod disrupts what a budget protects: it is Ready, runs and is not being deleted. */
export const isHealthy = (pod: PodState): boolean =>
  pod.deletion === null && pod.status.phase !== "Pending" && !isTerminalPhase(pod.status.phase) && isReady(pod);

/** The pod that a fact evicts through the API; null = it evicts none. */
export const evictedBy = (fact: Envelope, before: ClusterView): PodState | null =>
  fact.definition.type === "PodDeletionRequested" && (fact.data as PodDeletionRequested).by === "eviction-api"
    ? (before.pods.at(fact.subject) ?? null)
    : null;

/** Disruptions that were spent in the present instant and that no eviction has used yet. */
export class Spending {
  #at: SimTime = -1;
  readonly #unused = new Map<BudgetIx, number>();

  /** What was left over of the instant before this one, if this fact begins another. */
  turn({ at }: Envelope): readonly BudgetIx[] {
    if (at === this.#at) return [];
    this.#at = at;
    const left = [...this.#unused.keys()];
    this.#unused.clear();
    return left;
  }

  /** Takes note of a status that says fewer disruptions though its counts are the same. */
  note(ix: number, before: ClusterView, after: ClusterView): void {
    const was = before.budgets.at(ix)?.status;
    const is = after.budgets.at(ix);
    if (was === undefined || is === undefined) return;
    const { currentHealthy, desiredHealthy, disruptionsAllowed } = is.status;
    const isRecount = was.currentHealthy !== currentHealthy || was.desiredHealthy !== desiredHealthy;
    const spent = was.disruptionsAllowed - disruptionsAllowed;
    // What was not there cannot be spent.
    if (!isRecount && spent > 0 && disruptionsAllowed >= 0)
      this.#unused.set(is.ix, (this.#unused.get(is.ix) ?? 0) + spent);
  }

  /** Uses one; false if there is none. */
  use(ix: BudgetIx): boolean {
    const unused = this.#unused.get(ix) ?? 0;
    if (unused <= 1) this.#unused.delete(ix);
    else this.#unused.set(ix, unused - 1);
    return unused > 0;
  }
}
