// What an evicted pod is told, letter by letter.
import { amountText, resourceOf, thresholdAmount } from "./threshold.js";
import type { EvictionThreshold, Observations, StarvedResource } from "./threshold.js";

export interface ContainerUse {
  readonly name: string;
  readonly used: number;
  readonly requested: number;
  /** The request as the pod's spec writes it; "0" without one. */
  readonly requestText: string;
}

/**
 * For a pod evicted because its node is short of `resource`. `thresholds`: those that are acted on, in their order; the
 * first about the resource is told.
 */
export const pressureMessage = (
  resource: StarvedResource,
  thresholds: readonly EvictionThreshold[],
  observations: Observations,
  containers: readonly ContainerUse[],
): string => {
  let text = `The node was low on resource: ${resource}. `;
  const threshold = thresholds.find((each) => resourceOf(each) === resource);
  const observed = threshold === undefined ? undefined : observations[threshold.signal];
  if (threshold !== undefined && observed !== undefined) {
    const quantity = amountText(resource, thresholdAmount(threshold, observed));
    text += `Threshold quantity: ${quantity}, available: ${amountText(resource, observed.available)}. `;
  }
  if (resource === "pids") return text;
  for (const { name, used, requested, requestText } of containers) {
    if (used <= requested) continue;
    text += `Container ${name} was using ${amountText(resource, used)}, request is ${requestText}, has larger consumption of ${resource}. `;
  }
  return text;
};

export const emptyDirMessage = (volume: string, limitText: string): string =>
  `Usage of EmptyDir volume "${volume}" exceeds the limit "${limitText}". `;

export const podStorageMessage = (limitText: string): string =>
  `Pod ephemeral local storage usage exceeds the total limit of containers ${limitText}. `;

export const containerStorageMessage = (container: string, limitText: string): string =>
  `Container ${container} exceeded its local ephemeral storage limit "${limitText}". `;

const CONDITION_NAMES = { memory: "MemoryPressure", disk: "DiskPressure", pid: "PIDPressure" } as const;

/** For a pod that is not taken in because of the node's conditions. */
export const conditionMessage = (pressures: readonly (keyof typeof CONDITION_NAMES)[]): string =>
  `The node had condition: [${pressures.map((pressure) => CONDITION_NAMES[pressure]).join(" ")}]. `;
