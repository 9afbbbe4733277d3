// An image arrived in a node's image store.
import type { EventDefinition } from "../../event.js";
import type { NodeState, StoredImage } from "../node-state.js";
import { withImages } from "../node-state.js";

export interface ImageStored {
  readonly image: string;
  readonly sizeBytes: number;
}

/** An image that was there keeps its place. */
const storedIn = (images: readonly StoredImage[], stored: StoredImage): readonly StoredImage[] =>
  images.some(({ image }) => image === stored.image)
    ? images.map((each) => (each.image === stored.image ? stored : each))
    : [...images, stored];

export const imageStored: EventDefinition<"ImageStored", ImageStored, NodeState> = {
  type: "ImageStored",
  entity: "node",
  revision: 1,
  fields: { image: "string", sizeBytes: "int" },
  evolve: (node, { image, sizeBytes }, at) => withImages(node, storedIn(node.images, { image, sizeBytes }), at),
  example: { image: "registry.example/web:1", sizeBytes: 83_886_080 },
};
