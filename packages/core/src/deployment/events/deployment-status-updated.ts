// The deployment controller wrote new replica counts.
import type { EventDefinition } from "../../event.js";
import type { DeploymentState } from "../deployment-state.js";

export interface DeploymentStatusUpdated {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly revision: number;
}

export const deploymentStatusUpdated: EventDefinition<
  "DeploymentStatusUpdated",
  DeploymentStatusUpdated,
  DeploymentState
> = {
  type: "DeploymentStatusUpdated",
  entity: "deployment",
  revision: 1,
  fields: {
    observedGeneration: "int",
    replicas: "int",
    updatedReplicas: "int",
    readyReplicas: "int",
    availableReplicas: "int",
    revision: "int",
  },
  evolve: (s, d) => ({
    ix: s.ix,
    uid: s.uid,
    object: s.object,
    createdAtUs: s.createdAtUs,
    generation: s.generation,
    status: {
      observedGeneration: d.observedGeneration,
      replicas: d.replicas,
      updatedReplicas: d.updatedReplicas,
      readyReplicas: d.readyReplicas,
      availableReplicas: d.availableReplicas,
    },
    conditions: s.conditions,
    revision: d.revision,
  }),
  example: {
    observedGeneration: 1,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 2,
    availableReplicas: 2,
    revision: 1,
  },
};
