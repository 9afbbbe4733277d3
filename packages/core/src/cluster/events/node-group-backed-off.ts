// Machines of a group did not come: no more are asked for until a while has passed.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface NodeGroupBackedOff {
  readonly group: string;
  readonly untilUs: number;
}

export const nodeGroupBackedOff: EventDefinition<"NodeGroupBackedOff", NodeGroupBackedOff, ClusterState> = {
  type: "NodeGroupBackedOff",
  entity: "cluster",
  revision: 1,
  fields: { group: "string", untilUs: "int" },
  evolve: (s, { group, untilUs }) => ({
    ...s,
    nodeGroups: (s.nodeGroups ?? []).map((one) => (one.name === group ? { ...one, backOffUntilUs: untilUs } : one)),
  }),
  example: { group: "general", untilUs: 1_200_000_000 },
};
