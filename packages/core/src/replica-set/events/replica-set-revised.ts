// An old ReplicaSet became the newest again (rollback): its revision moved up.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetRevised {
  readonly revision: number;
}

export const replicaSetRevised: EventDefinition<"ReplicaSetRevised", ReplicaSetRevised, ReplicaSetState> = {
  type: "ReplicaSetRevised",
  entity: "replica-set",
  revision: 1,
  fields: { revision: "int" },
  evolve: (s, d) => ({ ...s, revision: d.revision }),
  example: { revision: 3 },
};
