// The scenario did something to the cluster: the marker that what follows can be traced to.
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface InterventionApplied {
  /** The timeline entry's name; unique in a run. */
  readonly name: string;
  /** What was done, in the words a person would type. */
  readonly text: string;
}

export const interventionApplied: EventDefinition<"InterventionApplied", InterventionApplied, ClusterState> = {
  type: "InterventionApplied",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", text: "string" },
  evolve: (s, d, at) => ({
    ...s,
    interventions: [...s.interventions, { name: d.name, atUs: at, text: d.text }],
  }),
  announce: (_, d) => [
    {
      type: "Normal",
      reason: "Intervention",
      message: d.text,
      from: "scenario",
      object: { kind: "Scenario", namespace: "", name: d.name },
    },
  ],
  example: { name: "zone-a-dark", text: "fail 8 nodes (power-off)" },
};
