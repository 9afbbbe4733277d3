// Prefers nodes that have the pod's images already; images that lie on many nodes count for more.
import type { PodSpec } from "@podsim/core";
import type { ImageView, NodesView } from "../cluster/cluster-view.js";
import { ContentMemo, MAX_SCORE, NO_ARGS, NO_TRAITS, perCluster } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin, Trait } from "../framework/plugin.js";

const MIB = 1024 * 1024;
/** Less than this in all is not worth going after; more than so much per container makes no difference. */
const SUM_MIN = 23 * MIB;
const SUM_MAX_PER_CONTAINER = 1000 * MIB;

/** The reference with a tag: a node lists its images so. */
const withTag = (image: string): string =>
  image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;

interface Share {
  readonly image: ImageView;
  /** What having the image adds to a node. */
  readonly bytes: number;
}

/** The images of one kind of pods. */
class Wanted {
  /** One entry per container, init containers included. */
  readonly names: readonly string[];
  /** Which of the images lie on a node. */
  readonly traits: readonly Trait[];
  /** Whether an image ever lay on so many nodes that scores were not all the same. */
  #everMattered = false;

  constructor({ initContainers, containers }: PodSpec, nodes: NodesView) {
    this.names = [...initContainers, ...containers].map(({ image }) => withTag(image));
    const different = [...new Set(this.names)];
    // One number holds thirty images; a pod with more of them has traits by thirties.
    this.traits = Array.from({ length: Math.ceil(different.length / 30) }, (_, k) =>
      presenceOf(different.slice(30 * k, 30 * k + 30), nodes),
    );
  }

  /** What the images are worth now; null = too little on any node. */
  sharesIn(nodes: NodesView): readonly Share[] | null {
    const shares: Share[] = [];
    let sum = 0;
    for (const name of this.names) {
      const image = nodes.image(name);
      if (image === undefined) continue;
      const bytes = Math.trunc(image.sizeBytes * (image.nodeCount / nodes.size));
      shares.push({ image, bytes });
      sum += bytes;
    }
    if (sum <= SUM_MIN) return null;
    this.#everMattered = true;
    return shares;
  }

  traitsIn(nodes: NodesView): readonly Trait[] {
    return this.#everMattered || this.sharesIn(nodes) !== null ? this.traits : NO_TRAITS;
  }
}

const presenceOf = (names: readonly string[], nodes: NodesView): Trait => ({
  id: `images ${JSON.stringify(names)}`,
  isOfImages: true,
  isOfNode: true,
  numbers: {
    read: () => {
      const images = names.map((name) => nodes.image(name));
      return (node) => {
        let bits = 0;
        for (const image of images) bits = 2 * bits + Number(image?.isOn(node) ?? false);
        return bits;
      };
    },
  },
});

/** Kinds of pods, by their images, that are kept in mind. */
const KEPT_MAX = 1_024;

export const imageLocality: SchedulerPlugin<NoArgs> = {
  name: "ImageLocality",
  points: ["score"],
  config: NO_ARGS,
  defaults: {},
  build: () => {
    const memory = perCluster(
      ({ nodes }) =>
        new ContentMemo<PodSpec, Wanted>({
          keyOf: ({ initContainers, containers }) =>
            JSON.stringify([...initContainers, ...containers].map(({ image }) => image)),
          compute: (spec) => new Wanted(spec, nodes),
          keptMax: KEPT_MAX,
        }),
    );
    return {
      scoresBy: "traits",
      traits: ({ spec }, cluster) => memory(cluster).of(spec).traitsIn(cluster.nodes),
      score: ({ spec }, cluster, candidates, scores) => {
        const wanted = memory(cluster).of(spec);
        const shares = wanted.sharesIn(cluster.nodes);
        if (shares === null) return 0;
        const sumMax = SUM_MAX_PER_CONTAINER * wanted.names.length;
        for (let k = 0; k < candidates.size; k++) {
          const node = candidates.at(k);
          let sum = 0;
          for (const { image, bytes } of shares) if (image.isOn(node)) sum += bytes;
          const clamped = Math.min(Math.max(sum, SUM_MIN), sumMax);
          scores[k] = Math.floor((MAX_SCORE * (clamped - SUM_MIN)) / (sumMax - SUM_MIN));
        }
        return "scored";
      },
      wakesOn: [],
    };
  },
};
