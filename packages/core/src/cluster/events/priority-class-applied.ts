// A PriorityClass was created or replaced; pods admitted from now on get its value.
import type { PriorityClass } from "../../api/priority-class.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface PriorityClassApplied {
  readonly object: PriorityClass;
}

export const priorityClassApplied: EventDefinition<"PriorityClassApplied", PriorityClassApplied, ClusterState> = {
  type: "PriorityClassApplied",
  entity: "cluster",
  revision: 1,
  fields: { object: "json" },
  evolve: (s, d) => ({
    ...s,
    priorityClasses: [...s.priorityClasses.filter((p) => p.metadata.name !== d.object.metadata.name), d.object],
  }),
  example: {
    object: {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "shop-high", namespace: "", labels: {}, annotations: {} },
      value: 1000,
      globalDefault: false,
      preemptionPolicy: "PreemptLowerPriority",
    },
  },
};
