// A change of behaviours is over: the containers it was about behave as if there had been none.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface BehaviorRestored {
  /** Name of the change. */
  readonly name: string;
}

export const behaviorRestored: EventDefinition<"BehaviorRestored", BehaviorRestored, ClusterState> = {
  type: "BehaviorRestored",
  entity: "cluster",
  revision: 1,
  fields: { name: "string" },
  evolve: (s, { name }) => ({ ...s, behaviorChanges: (s.behaviorChanges ?? []).filter((old) => old.name !== name) }),
  example: { name: "db-is-gone" },
};
