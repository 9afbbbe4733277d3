// The smallest node, for the examples that event definitions carry.
import type { Node } from "../api/node.js";

export const EXAMPLE_NODE: Node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "node-1", namespace: "", labels: { "kubernetes.io/hostname": "node-1" }, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: {
    capacity: { cpu: "4", memory: "16Gi", pods: "110" },
    allocatable: { cpu: "4", memory: "16Gi", pods: "110" },
    images: [],
  },
};
