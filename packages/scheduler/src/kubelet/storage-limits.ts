// Limits on what a pod may write to its node's disk: the volume, the pod or the container that is over its own.
import {
  containerStorageMessage,
  emptyDirMessage,
  formatQuantity,
  parseQuantity,
  podStorageMessage,
  specOf,
  sumQuantities,
  value,
} from "@podsim/core";
import type { Container, PodState, Quantity, SimTime } from "@podsim/core";
import { diskOf, layerBytesOf, volumeBytesOf } from "./node-usage.js";
import type { InstanceUse } from "./node-usage.js";

const STORAGE = "ephemeral-storage";

const quantityOf = (text: string): Quantity | null => {
  const parsed = parseQuantity(text);
  return parsed._tag === "Right" ? parsed.right : null;
};

const limitOf = (container: Container): Quantity | null => {
  const text = container.resources.limits[STORAGE];
  return text === undefined ? null : quantityOf(text);
};

/** What the pod is evicted for at `at`; null if it keeps to its limits. */
export const storageExcess = (pod: PodState, uses: readonly InstanceUse[], at: SimTime): string | null => {
  if (uses.length === 0) return null;
  const spec = specOf(pod);
  let written = 0;
  for (const use of uses) written += diskOf(use, at);
  for (const { name, emptyDir } of spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit === undefined ? null : quantityOf(emptyDir.sizeLimit);
    if (limit === null || limit.nano <= 0n) continue;
    let used = 0;
    for (const use of uses) used += volumeBytesOf(use, name, at);
    if (used > value(limit)) return emptyDirMessage(name, formatQuantity(limit));
  }
  const limits = spec.containers.map(limitOf).filter((limit) => limit !== null);
  if (limits.length > 0) {
    const total = sumQuantities(limits);
    if (written > value(total)) return podStorageMessage(formatQuantity(total));
  }
  for (const use of uses) {
    const container = spec.containers[use.container - spec.initContainers.length];
    const limit = container === undefined ? null : limitOf(container);
    if (limit !== null && limit.nano !== 0n && layerBytesOf(use, at) > value(limit)) {
      return containerStorageMessage(use.name, formatQuantity(limit));
    }
  }
  return null;
};
