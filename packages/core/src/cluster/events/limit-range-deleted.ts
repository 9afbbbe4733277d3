// A LimitRange is gone; pods admitted before keep what it did to them.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";
import { withoutPolicy } from "../namespace-policies.js";

export interface LimitRangeDeleted {
  readonly namespace: string;
  readonly name: string;
}

export const limitRangeDeleted: EventDefinition<"LimitRangeDeleted", LimitRangeDeleted, ClusterState> = {
  type: "LimitRangeDeleted",
  entity: "cluster",
  revision: 1,
  fields: { namespace: "string", name: "string" },
  evolve: (s, d) => ({ ...s, limitRanges: withoutPolicy(s.limitRanges ?? [], d.namespace, d.name) }),
  example: { namespace: "default", name: "bounds" },
};
