// A ResourceQuota was created or replaced: how much a namespace's pods may ask for together.
import type { ResourceQuota } from "../../api/resource-quota.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";
import { withPolicy } from "../namespace-policies.js";

export interface ResourceQuotaApplied {
  readonly object: ResourceQuota;
}

export const resourceQuotaApplied: EventDefinition<"ResourceQuotaApplied", ResourceQuotaApplied, ClusterState> = {
  type: "ResourceQuotaApplied",
  entity: "cluster",
  revision: 1,
  fields: { object: "json" },
  evolve: (s, { object }, at) => ({ ...s, resourceQuotas: withPolicy(s.resourceQuotas ?? [], object, at) }),
  example: {
    object: {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "compute", namespace: "default", labels: {}, annotations: {} },
      spec: { hard: { pods: "4" }, scopes: [] },
    },
  },
};
