// The deployment controller took one of the Deployment's conditions away.
import type { EventDefinition } from "../../event.js";
import type { DeploymentCondition, DeploymentState } from "../deployment-state.js";

export interface DeploymentConditionRemoved {
  readonly condition: DeploymentCondition["type"];
}

export const deploymentConditionRemoved: EventDefinition<
  "DeploymentConditionRemoved",
  DeploymentConditionRemoved,
  DeploymentState
> = {
  type: "DeploymentConditionRemoved",
  entity: "deployment",
  revision: 1,
  fields: { condition: { oneOf: ["Progressing", "Available", "ReplicaFailure"] } },
  evolve: (s, d) => ({ ...s, conditions: s.conditions.filter((c) => c.type !== d.condition) }),
  example: { condition: "ReplicaFailure" },
};
