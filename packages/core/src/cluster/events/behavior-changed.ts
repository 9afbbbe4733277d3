// From now on some containers behave otherwise than the run began with.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface BehaviorChanged {
  /** Of the change, unique in the run. */
  readonly name: string;
  /** Which containers, and how they behave: read by who gives behaviours. */
  readonly change: object;
}

export const behaviorChanged: EventDefinition<"BehaviorChanged", BehaviorChanged, ClusterState> = {
  type: "BehaviorChanged",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", change: "json" },
  evolve: (s, { name, change }) => ({
    ...s,
    behaviorChanges: [...(s.behaviorChanges ?? []).filter((old) => old.name !== name), { name, change }],
  }),
  example: { name: "db-is-gone", change: { match: {}, set: { probes: { readiness: { passAfter: "never" } } } } },
};
