// A kubelet's image garbage collection found less to throw out than it wanted to.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export interface DiskNotFreed {
  readonly wantedBytes: number;
  readonly freedBytes: number;
}

const textOf = ({ wantedBytes, freedBytes }: DiskNotFreed): string =>
  `Failed to garbage collect required amount of images. Attempted to free ${wantedBytes} bytes, but only found ${freedBytes} bytes eligible to free.`;

export const diskNotFreed: EventDefinition<"DiskNotFreed", DiskNotFreed, NodeState> = {
  type: "DiskNotFreed",
  entity: "node",
  revision: 1,
  fields: { wantedBytes: "int", freedBytes: "int" },
  evolve: (node) => node,
  announce: (node, d) => [
    {
      type: "Warning",
      reason: "FreeDiskSpaceFailed",
      message: textOf(d),
      from: "kubelet",
      object: { kind: "Node", namespace: "", name: node.name },
    },
  ],
  example: { wantedBytes: 1_000_000, freedBytes: 0 },
};
