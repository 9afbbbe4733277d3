// A group of machines is to have another number of them: an autoscaler asked for more or fewer, or some never came.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface NodeGroupResized {
  readonly group: string;
  readonly from: number;
  readonly to: number;
  readonly max: number;
  /** "defined": as large as it is when the run begins. */
  readonly why: "defined" | "scale-up" | "scale-down" | "failed" | "lost";
  /** How many pods it is for. */
  readonly pods: number;
}

export const nodeGroupResized: EventDefinition<"NodeGroupResized", NodeGroupResized, ClusterState> = {
  type: "NodeGroupResized",
  entity: "cluster",
  revision: 1,
  fields: {
    group: "string",
    from: "int",
    to: "int",
    max: "int",
    why: { oneOf: ["defined", "scale-up", "scale-down", "failed", "lost"] },
    pods: "int",
  },
  evolve: (s, { group, to, max }) => {
    const groups = s.nodeGroups ?? [];
    const old = groups.find(({ name }) => name === group);
    const next = { name: group, targetSize: to, max, backOffUntilUs: old?.backOffUntilUs ?? -1 };
    return { ...s, nodeGroups: [...groups.filter(({ name }) => name !== group), next] };
  },
  example: { group: "general", from: 1, to: 3, max: 10, why: "scale-up", pods: 12 },
};
