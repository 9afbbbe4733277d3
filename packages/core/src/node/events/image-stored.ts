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
  evolve: (node, d) => {
    const images = Object.assign(Object.create(null) as Record<string, number>, node.images);
    images[d.image] = d.sizeBytes;
    return { ...node, images };
  },
  example: { image: "registry.example/web:1", sizeBytes: 83_886_080 },
};
