// The Deployment controller noted on a ReplicaSet which size of the Deployment it has been scaled for.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetAnnotated {
  /** spec.replicas of the Deployment. */
  readonly desiredReplicas: number;
  /** The same and maxSurge. */
  readonly maxReplicas: number;
}

export const replicaSetAnnotated: EventDefinition<"ReplicaSetAnnotated", ReplicaSetAnnotated, ReplicaSetState> = {
  type: "ReplicaSetAnnotated",
  entity: "replica-set",
  revision: 1,
  fields: { desiredReplicas: "int", maxReplicas: "int" },
  evolve: (s, d) => ({ ...s, sizedFor: { desiredReplicas: d.desiredReplicas, maxReplicas: d.maxReplicas } }),
  example: { desiredReplicas: 3, maxReplicas: 4 },
};
