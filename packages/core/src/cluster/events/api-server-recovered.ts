// What made the API server slow is over.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface ApiServerRecovered {
  /** Name of the trouble. */
  readonly name: string;
}

export const apiServerRecovered: EventDefinition<"ApiServerRecovered", ApiServerRecovered, ClusterState> = {
  type: "ApiServerRecovered",
  entity: "cluster",
  revision: 1,
  fields: { name: "string" },
  evolve: (s, { name }) => ({ ...s, apiDelays: (s.apiDelays ?? []).filter((each) => each.name !== name) }),
  example: { name: "etcd-compacts" },
};
