// A ReplicaSet's pods can be created again after they were refused.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export type ReplicaSetCreateRecovered = Record<never, never>;

export const replicaSetCreateRecovered: EventDefinition<
  "ReplicaSetCreateRecovered",
  ReplicaSetCreateRecovered,
  ReplicaSetState
> = {
  type: "ReplicaSetCreateRecovered",
  entity: "replica-set",
  revision: 1,
  fields: {},
  evolve: (s) => ({ ...s, failure: "" }),
  example: {},
};
