// The kubelet threw an unused image out of its node's image store.
import type { EventDefinition } from "../../event.js";
import type { NodeState } from "../node-state.js";
import { withImages } from "../node-state.js";

export interface ImageRemoved {
  readonly image: string;
}

export const imageRemoved: EventDefinition<"ImageRemoved", ImageRemoved, NodeState> = {
  type: "ImageRemoved",
  entity: "node",
  revision: 1,
  fields: { image: "string" },
  evolve: (node, d, at) =>
    withImages(
      node,
      node.images.filter(({ image }) => image !== d.image),
      at,
    ),
  example: { image: "registry.example/web:1" },
};
