// The ReplicaSet object is gone; its pods are garbage-collected after it.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export type ReplicaSetDeleted = Record<never, never>;

export const replicaSetDeleted: EventDefinition<"ReplicaSetDeleted", ReplicaSetDeleted, ReplicaSetState> = {
  type: "ReplicaSetDeleted",
  entity: "replica-set",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
