// How much of one resource a pod asks for.
import type { PodRequests } from "@podsim/core";

/** By Kubernetes' name; 0 for what is not in it. cpu in thousandths, everything else in whole units. */
export const amountOf = (requests: PodRequests, name: string): number => {
  switch (name) {
    case "cpu":
      return requests.milliCpu;
    case "memory":
      return requests.memoryBytes;
    case "ephemeral-storage":
      return requests.ephemeralBytes;
    default:
      return requests.scalars[name] ?? 0;
  }
};
