// Which of a Deployment's ReplicaSets is its new one: that whose pods are made from the Deployment's present template.
import type { ReplicaSetState } from "../replica-set/replica-set-state.js";
import type { DeploymentState } from "./deployment-state.js";
import { compareByAge } from "./rolling-update.js";
import { isSameTemplate } from "./template-hash.js";

/** The oldest of the sets that have the Deployment's template; undefined if none has. */
export const findNewSet = (
  { object }: DeploymentState,
  sets: readonly ReplicaSetState[],
): ReplicaSetState | undefined =>
  sets.toSorted(compareByAge).find((set) => isSameTemplate(set.template, object.spec.template));
