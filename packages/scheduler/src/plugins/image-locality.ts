// Prefers nodes that have the pod's images already; images that lie on many nodes count for more.
import type { PodSpec } from "@podsim/core";
import type { ImageView } from "../cluster/cluster-view.js";
import { MAX_SCORE, NO_ARGS } from "../framework/plugin.js";
import type { NoArgs, SchedulerPlugin } from "../framework/plugin.js";

const MIB = 1024 * 1024;
/** Less than this in all is not worth going after; more than so much per container makes no difference. */
const SUM_MIN = 23 * MIB;
const SUM_MAX_PER_CONTAINER = 1000 * MIB;

/** The reference with a tag: a node lists its images so. */
const withTag = (image: string): string =>
  image.lastIndexOf(":") <= image.lastIndexOf("/") ? `${image}:latest` : image;

const imagesBySpec = new WeakMap<PodSpec, readonly string[]>();

/** One entry per container, init containers included. */
const imagesOf = (spec: PodSpec): readonly string[] => {
  const known = imagesBySpec.get(spec);
  if (known !== undefined) return known;
  const images = [...spec.initContainers, ...spec.containers].map(({ image }) => withTag(image));
  imagesBySpec.set(spec, images);
  return images;
};

interface Share {
  readonly image: ImageView;
  /** What having the image adds to a node. */
  readonly bytes: number;
}

export const imageLocality: SchedulerPlugin<NoArgs> = {
  name: "ImageLocality",
  points: ["score"],
  config: NO_ARGS,
  defaults: {},
  build: () => ({
    score: ({ spec }, { nodes }, candidates, scores) => {
      const wanted = imagesOf(spec);
      const shares = wanted.flatMap((name): Share[] => {
        const image = nodes.image(name);
        if (image === undefined) return [];
        return [{ image, bytes: Math.trunc(image.sizeBytes * (image.nodeCount / nodes.size)) }];
      });
      if (shares.length === 0) return "skipped";
      const sumMax = SUM_MAX_PER_CONTAINER * wanted.length;
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
  }),
};
