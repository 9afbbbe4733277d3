// The eviction API spends disruptions that there are, each once.
import { isReady, isTerminalPhase } from "../pod/pod-state.js";
import type { PodDeletionRequested } from "../pod/events/pod-deletion-requested.js";
import type { BudgetState } from "../budget/budget-state.js";
import type { ClusterView } from "../law/cluster-view.js";
import { step } from "../law/laws.js";
import type { Invariant } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { labelsOf } from "../law/placed-pods.js";
import { selects } from "../law/selection.js";
import { objectWitness, podWitness } from "../law/witness.js";
import type { PodState } from "../pod/pod-state.js";

const budgetsOf = (pod: PodState, cluster: ClusterView): readonly BudgetState[] =>
  [...cluster.budgets.values()].filter(
    ({ object }) =>
      object.metadata.namespace === pod.identity.namespace && selects(object.spec.selector, labelsOf(pod)),
  );

/** Pods that a budget protects at all: Running and not being deleted. */
const counts = (pod: PodState): boolean =>
  pod.deletion === null && pod.status.phase !== "Pending" && !isTerminalPhase(pod.status.phase);

export const pdbNeverExceededVoluntarily: Invariant = step(
  "pdb.neverExceededVoluntarily",
  "the eviction API deletes a healthy pod only when its budget allows a disruption",
  (before, { data, subject }) => {
    const pod = before.pods.at(subject);
    if (pod === undefined || (data as PodDeletionRequested).by !== "eviction-api") return true;
    if (!counts(pod) || !isReady(pod)) return true;
    for (const budget of budgetsOf(pod, before)) {
      if (budget.status.disruptionsAllowed > 0) continue;
      const text = `evicted while ${budget.object.metadata.name} allows no disruption`;
      return violated(text, [podWitness(pod), objectWitness("poddisruptionbudget", budget.object.metadata)]);
    }
    return true;
  },
  {
    page: "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets",
    hears: ["PodDeletionRequested"],
  },
);
