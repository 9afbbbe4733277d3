// A LimitRange was created or replaced: bounds and defaults of a namespace's containers and pods.
import type { LimitRange } from "../../api/limit-range.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";
import { withPolicy } from "../namespace-policies.js";

export interface LimitRangeApplied {
  readonly object: LimitRange;
}

export const limitRangeApplied: EventDefinition<"LimitRangeApplied", LimitRangeApplied, ClusterState> = {
  type: "LimitRangeApplied",
  entity: "cluster",
  revision: 1,
  fields: { object: "json" },
  evolve: (s, { object }, at) => ({ ...s, limitRanges: withPolicy(s.limitRanges ?? [], object, at) }),
  example: {
    object: {
      apiVersion: "v1",
      kind: "LimitRange",
      metadata: { name: "bounds", namespace: "default", labels: {}, annotations: {} },
      spec: { limits: [] },
    },
  },
};
