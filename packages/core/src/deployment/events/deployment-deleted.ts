// The Deployment object is gone; its ReplicaSets are garbage-collected after it.
import type { EventDefinition } from "../../event.js";
import type { DeploymentState } from "../deployment-state.js";

export type DeploymentDeleted = Record<never, never>;

export const deploymentDeleted: EventDefinition<"DeploymentDeleted", DeploymentDeleted, DeploymentState> = {
  type: "DeploymentDeleted",
  entity: "deployment",
  revision: 1,
  fields: {},
  evolve: (s) => s,
  example: {},
};
