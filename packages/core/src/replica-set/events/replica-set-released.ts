// A ReplicaSet belongs to no Deployment any more: that one was deleted without it.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export type ReplicaSetReleased = Record<never, never>;

export const replicaSetReleased: EventDefinition<"ReplicaSetReleased", ReplicaSetReleased, ReplicaSetState> = {
  type: "ReplicaSetReleased",
  entity: "replica-set",
  revision: 1,
  fields: {},
  evolve: (s) => ({ ...s, deployment: null, deploymentName: null }),
  example: {},
};
