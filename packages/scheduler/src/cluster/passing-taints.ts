// Taints that say what state a node is in or that it is about to go. They come and go with that; a node that is made anew
// has none of them.
import type { Taint } from "@podsim/core";

/** Put by cluster-autoscaler on nodes it removes. */
export const TO_BE_DELETED_TAINT = "ToBeDeletedByClusterAutoscaler";
/** Put by Karpenter on nodes it removes. */
export const DISRUPTED_TAINT = "karpenter.sh/disrupted";

const KEYS: ReadonlySet<string> = new Set([
  TO_BE_DELETED_TAINT,
  "DeletionCandidateOfClusterAutoscaler",
  DISRUPTED_TAINT,
  "karpenter.sh/unregistered",
]);

export const isPassingTaint = ({ key }: Pick<Taint, "key">): boolean =>
  KEYS.has(key) || key.startsWith("node.kubernetes.io/") || key.startsWith("node.cloudprovider.kubernetes.io/");
