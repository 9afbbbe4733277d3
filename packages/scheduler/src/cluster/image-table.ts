// Which images lie on which nodes.
import type { NodeIx, StoredImage } from "@podsim/core";
import type { ImageView } from "./cluster-view.js";
import { withRoom } from "./typed-column.js";

class Image implements ImageView {
  sizeBytes: number;
  nodeCount = 0;
  #present = new Uint8Array(0);

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }

  isOn(node: NodeIx): boolean {
    return this.#present[node] === 1;
  }

  put(node: NodeIx, isPresent: boolean): void {
    if (this.isOn(node) === isPresent) return;
    this.#present = withRoom(this.#present, node);
    this.#present[node] = isPresent ? 1 : 0;
    this.nodeCount += isPresent ? 1 : -1;
  }
}

const NO_IMAGES: readonly StoredImage[] = [];

export class ImageTable {
  readonly #images = new Map<string, Image>();

  find(name: string): ImageView | undefined {
    return this.#images.get(name);
  }

  /**
   * Takes over the images of a node in place of those it had. The size of an image is the one its first node gave, until
   * no node has it any more.
   */
  replace(node: NodeIx, before: readonly StoredImage[] = NO_IMAGES, after: readonly StoredImage[] = NO_IMAGES): void {
    if (before === after) return;
    for (const { image: name } of before) {
      const image = this.#images.get(name);
      if (image === undefined) continue;
      // A node that reports an image again keeps its place, unless it is the only one: then its new size counts.
      if (image.nodeCount > 1 && after.some((each) => each.image === name)) continue;
      image.put(node, false);
      if (image.nodeCount === 0) this.#images.delete(name);
    }
    for (const { image, sizeBytes } of after) this.add(node, image, sizeBytes);
  }

  /** One image more on the node. */
  add(node: NodeIx, name: string, sizeBytes: number): void {
    let image = this.#images.get(name);
    if (image === undefined) this.#images.set(name, (image = new Image(sizeBytes)));
    else if (image.nodeCount === 1 && image.isOn(node)) image.sizeBytes = sizeBytes;
    image.put(node, true);
  }
}
