// How much of what a ResourceQuota limits is taken: status.used.
import { formatQuantity, ZERO } from "@podsim/core";
import type { ResourceQuota } from "@podsim/core";
import { quotaUsage } from "@podsim/scheduler";
import type { RunView } from "../view/run-view.js";

/** By resource, in order of their names. */
export const quotaUsed = (quota: ResourceQuota, view: RunView): Readonly<Record<string, string>> => {
  const used = quotaUsage(quota, view.world, view.nowUs);
  const resources = Object.keys(quota.spec.hard).sort();
  return Object.fromEntries(resources.map((resource) => [resource, formatQuantity(used.get(resource) ?? ZERO)]));
};
