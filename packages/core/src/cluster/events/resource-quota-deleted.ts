// A ResourceQuota is gone; pods admitted before keep what it did to them.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";
import { withoutPolicy } from "../namespace-policies.js";

export interface ResourceQuotaDeleted {
  readonly namespace: string;
  readonly name: string;
}

export const resourceQuotaDeleted: EventDefinition<"ResourceQuotaDeleted", ResourceQuotaDeleted, ClusterState> = {
  type: "ResourceQuotaDeleted",
  entity: "cluster",
  revision: 1,
  fields: { namespace: "string", name: "string" },
  evolve: (s, d) => ({ ...s, resourceQuotas: withoutPolicy(s.resourceQuotas ?? [], d.namespace, d.name) }),
  example: { namespace: "default", name: "compute" },
};
