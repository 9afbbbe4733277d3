// The deployment controller wrote one of the Deployment's conditions.
import type { EventDefinition } from "../../event.js";
import type { DeploymentCondition, DeploymentState } from "../deployment-state.js";

export interface DeploymentConditionSet {
  readonly condition: DeploymentCondition["type"];
  readonly status: DeploymentCondition["status"];
  readonly reason: string;
  readonly message: string;
}

export const deploymentConditionSet: EventDefinition<
  "DeploymentConditionSet",
  DeploymentConditionSet,
  DeploymentState
> = {
  type: "DeploymentConditionSet",
  entity: "deployment",
  revision: 1,
  fields: {
    condition: { oneOf: ["Progressing", "Available", "ReplicaFailure"] },
    status: { oneOf: ["True", "False", "Unknown"] },
    reason: "string",
    message: "string",
  },
  evolve: (s, d, at) => {
    const old = s.conditions.find((c) => c.type === d.condition);
    const next: DeploymentCondition = {
      type: d.condition,
      status: d.status,
      reason: d.reason,
      message: d.message,
      lastUpdateUs: at,
      lastTransitionUs: old?.status === d.status ? old.lastTransitionUs : at,
    };
    return { ...s, conditions: [...s.conditions.filter((c) => c.type !== d.condition), next] };
  },
  example: {
    condition: "Available",
    status: "True",
    reason: "MinimumReplicasAvailable",
    message: "Deployment has minimum availability.",
  },
};
