// How far a rollout may exceed and fall short of a Deployment's size.
import type { DeploymentSpec } from "../api/deployment.js";
import { scaledValue } from "../scaled-value.js";

/** What a rollout goes by. */
export type RolloutSpec = Pick<DeploymentSpec, "replicas" | "strategy">;

/** How many pods more than replicas there may be: percentages round up. 0 unless the strategy is RollingUpdate. */
export const maxSurgeOf = ({ replicas, strategy }: RolloutSpec): number =>
  strategy.type === "RollingUpdate" ? scaledValue(strategy.rollingUpdate.maxSurge, replicas, "up") : 0;

/**
 * How many pods of replicas may be unavailable: percentages round down, and if nothing were allowed in either direction
 * one is. At most replicas; 0 unless the strategy is RollingUpdate.
 */
export const maxUnavailableOf = (spec: RolloutSpec): number => {
  const { replicas, strategy } = spec;
  if (strategy.type !== "RollingUpdate" || replicas === 0) return 0;
  const resolved = scaledValue(strategy.rollingUpdate.maxUnavailable, replicas, "down");
  return Math.min(resolved === 0 && maxSurgeOf(spec) === 0 ? 1 : resolved, replicas);
};
