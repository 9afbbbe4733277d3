// A RuntimeClass was created or replaced; pods admitted from now on go by it.
import type { RuntimeClass } from "../../api/runtime-class.js";
import type { EventDefinition } from "../../event.js";
import type { ClusterState } from "../cluster-state.js";

export interface RuntimeClassApplied {
  readonly object: RuntimeClass;
}

export const runtimeClassApplied: EventDefinition<"RuntimeClassApplied", RuntimeClassApplied, ClusterState> = {
  type: "RuntimeClassApplied",
  entity: "cluster",
  revision: 1,
  fields: { object: "json" },
  evolve: (s, d) => ({
    ...s,
    runtimeClasses: [
      ...(s.runtimeClasses ?? []).filter(({ metadata }) => metadata.name !== d.object.metadata.name),
      d.object,
    ],
  }),
  example: {
    object: {
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name: "sandboxed", namespace: "", labels: {}, annotations: {} },
      handler: "sandboxed",
      overhead: { podFixed: { cpu: "250m", memory: "120Mi" } },
    },
  },
};
