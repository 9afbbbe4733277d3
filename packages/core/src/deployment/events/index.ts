// The registry of everything that can happen to a Deployment.
import { deploymentApplied } from "./deployment-applied.js";
import { deploymentConditionRemoved } from "./deployment-condition-removed.js";
import { deploymentConditionSet } from "./deployment-condition-set.js";
import { deploymentDeleted } from "./deployment-deleted.js";
import { deploymentStatusUpdated } from "./deployment-status-updated.js";

export const DEPLOYMENT_EVENTS = [
  deploymentApplied,
  deploymentConditionRemoved,
  deploymentConditionSet,
  deploymentDeleted,
  deploymentStatusUpdated,
] as const;
