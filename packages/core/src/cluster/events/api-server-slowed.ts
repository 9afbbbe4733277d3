// From now on everything that goes through the API server takes longer.
import type { Distribution } from "../../behavior.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface ApiServerSlowed {
  /** Of the trouble, unique in the run. */
  readonly name: string;
  /** What each call and each change seen takes longer. */
  readonly add: Distribution;
}

export const apiServerSlowed: EventDefinition<"ApiServerSlowed", ApiServerSlowed, ClusterState> = {
  type: "ApiServerSlowed",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", add: "json" },
  evolve: (s, { name, add }) => ({ ...s, apiDelays: [...(s.apiDelays ?? []), { name, add }] }),
  example: { name: "etcd-compacts", add: { kind: "constant", value: 500_000 } },
};
