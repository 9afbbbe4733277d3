// The kernel of a node ran out of memory and ended a process, before its kubelet could do anything about it.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export interface NodeOutOfMemory {
  readonly process: string;
  readonly pid: number;
}

export const nodeOutOfMemory: EventDefinition<"NodeOutOfMemory", NodeOutOfMemory, NodeState> = {
  type: "NodeOutOfMemory",
  entity: "node",
  revision: 1,
  fields: { process: "string", pid: "int" },
  evolve: (node) => node,
  announce: (node, d) => [
    {
      type: "Warning",
      reason: "SystemOOM",
      message: `System OOM encountered, victim process: ${d.process}, pid: ${d.pid}`,
      from: "kubelet",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: { process: "java", pid: 4242 },
};
