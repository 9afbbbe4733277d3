// An image arrived in a node's image store.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";

export interface ImageStored {
  readonly image: string;
  readonly sizeBytes: number;
}

export const imageStored: EventDefinition<"ImageStored", ImageStored, NodeState> = {
  type: "ImageStored",
  entity: "node",
  revision: 1,
  fields: { image: "string", sizeBytes: "int" },
  evolve: (node, d) => ({ ...node, images: new Map(node.images).set(d.image, d.sizeBytes) }),
  example: { image: "registry.example/web:1", sizeBytes: 83_886_080 },
};
