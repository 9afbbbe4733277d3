// A ReplicaSet took over another minReadySeconds from its Deployment.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetMinReadyChanged {
  readonly minReadySeconds: number;
}

export const replicaSetMinReadyChanged: EventDefinition<
  "ReplicaSetMinReadyChanged",
  ReplicaSetMinReadyChanged,
  ReplicaSetState
> = {
  type: "ReplicaSetMinReadyChanged",
  entity: "replica-set",
  revision: 1,
  fields: { minReadySeconds: "int" },
  evolve: (s, d) => ({ ...s, minReadySeconds: d.minReadySeconds, generation: s.generation + 1 }),
  example: { minReadySeconds: 10 },
};
