// A node's object as the API server has it now, where `object` is the manifest it came with.
import type { Node, NodeState } from "@podsim/core";

export const presentNode = ({ object, labels, taints, unschedulable }: NodeState): Node => ({
  ...object,
  metadata: { ...object.metadata, labels },
  spec: { ...object.spec, taints, unschedulable },
});
