// How willingly the kernel kills a container's processes when the node runs out of memory: oom_score_adj.
import type { Container, PodSpec } from "../api/pod.js";
import { invariant } from "../invariant.js";
import { value } from "../quantity.js";
import { containerAt, ephemeralStart, isInitIx, isSidecar } from "./container-list.js";
import { qosClass } from "./qos.js";
import { aggregateMemoryBytes, podLevelResources, quantityIn } from "./requests.js";

const GUARANTEED_OOM_SCORE_ADJ = -997;
const BEST_EFFORT_OOM_SCORE_ADJ = 1000;

/** Lowest priority of a node-critical pod (class system-node-critical). */
const NODE_CRITICAL_PRIORITY = 2_000_001_000;

const memoryBytes = (container: Container): number => {
  const quantity = quantityIn(container.resources.requests, "memory");
  return quantity === undefined ? 0 : value(quantity);
};

/** Each container's share of the pod-level memory request that no container claims; bytes, 0 without one. */
const unclaimedShare = (spec: PodSpec): number => {
  const quantity = podLevelResources(spec)?.requests.get("memory");
  if (quantity === undefined || quantity.nano === 0n) return 0;
  return Math.trunc((value(quantity) - aggregateMemoryBytes(spec)) / ephemeralStart(spec));
};

/** 1000 less the share of the node's memory, in whole thousandths rounded down. */
const unlessClaimed = (bytes: number, nodeMemoryBytes: number): number =>
  1000 - Number((1000n * BigInt(bytes)) / BigInt(nodeMemoryBytes));

/**
 * oom_score_adj of the container at `ix` on a node with that much memory (capacity, > 0): -997 for pods to spare, 1000
 * for BestEffort, in between 3..999, the lower the more memory the container requests. A sidecar is never killed more
 * willingly than the regular containers it serves.
 */
export const oomScoreAdj = (spec: PodSpec, ix: number, nodeMemoryBytes: number): number => {
  invariant(nodeMemoryBytes > 0, () => `a node with ${nodeMemoryBytes} bytes of memory`);
  if (spec.priority >= NODE_CRITICAL_PRIORITY) return GUARANTEED_OOM_SCORE_ADJ;
  const qos = qosClass(spec);
  if (qos === "Guaranteed") return GUARANTEED_OOM_SCORE_ADJ;
  if (qos === "BestEffort") return BEST_EFFORT_OOM_SCORE_ADJ;
  const share = unclaimedShare(spec);
  const container = containerAt(spec, ix);
  let score = unlessClaimed(memoryBytes(container) + share, nodeMemoryBytes);
  if (isInitIx(spec, ix) && isSidecar(container)) {
    const least = Math.min(...spec.containers.map(memoryBytes));
    score = Math.min(score, unlessClaimed(least + share, nodeMemoryBytes));
  }
  return Math.min(BEST_EFFORT_OOM_SCORE_ADJ - 1, Math.max(BEST_EFFORT_OOM_SCORE_ADJ + GUARANTEED_OOM_SCORE_ADJ, score));
};
