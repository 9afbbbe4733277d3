// A ReplicaSet that a run begins with was found as it is: since when it is there, its size, and what it last counted.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetFound {
  /** Microseconds before time 0, negative or 0. */
  readonly createdAtUs: number;
  readonly replicas: number;
  /** What its Deployment last sized it for; null without a Deployment. */
  readonly sizedFor: ReplicaSetState["sizedFor"];
  readonly status: ReplicaSetState["status"];
}

export const replicaSetFound: EventDefinition<"ReplicaSetFound", ReplicaSetFound, ReplicaSetState> = {
  type: "ReplicaSetFound",
  entity: "replica-set",
  revision: 1,
  fields: { createdAtUs: "int", replicas: "int", sizedFor: "json?", status: "json" },
  evolve: (s, { createdAtUs, replicas, sizedFor, status }) => ({ ...s, createdAtUs, replicas, sizedFor, status }),
  example: {
    createdAtUs: -86_400_000_000,
    replicas: 3,
    sizedFor: { desiredReplicas: 3, maxReplicas: 4 },
    status: { replicas: 3, readyReplicas: 3, availableReplicas: 3 },
  },
};
