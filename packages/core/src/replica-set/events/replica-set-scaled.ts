// spec.replicas of a ReplicaSet changed.
import type { EventDefinition } from "../../event.js";
import { scalingAnnouncement } from "../announce.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetScaled {
  readonly from: number;
  readonly to: number;
}

export const replicaSetScaled: EventDefinition<"ReplicaSetScaled", ReplicaSetScaled, ReplicaSetState> = {
  type: "ReplicaSetScaled",
  entity: "replica-set",
  revision: 1,
  fields: { from: "int", to: "int" },
  evolve: (s, d) => ({ ...s, replicas: d.to, generation: s.generation + 1 }),
  announce: (s, d) => scalingAnnouncement(s, d.from, d.to),
  example: { from: 3, to: 5 },
};
