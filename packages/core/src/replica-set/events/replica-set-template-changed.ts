// A ReplicaSet of its own was given another template: pods it makes from now on follow it, those it has stay as they are.
import type { PodTemplateSpec } from "../../api/pod.js";
import type { EventDefinition } from "../../event.js";
import { EXAMPLE_TEMPLATE } from "../../pod/example-template.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetTemplateChanged {
  readonly template: PodTemplateSpec;
}

export const replicaSetTemplateChanged: EventDefinition<
  "ReplicaSetTemplateChanged",
  ReplicaSetTemplateChanged,
  ReplicaSetState
> = {
  type: "ReplicaSetTemplateChanged",
  entity: "replica-set",
  revision: 1,
  fields: { template: "json" },
  evolve: (s, d) => ({ ...s, template: d.template, generation: s.generation + 1 }),
  example: { template: EXAMPLE_TEMPLATE },
};
