// Images that no container of a node uses any more: thrown out when its disk is short, the longest unused first.
import {
  containerAt,
  containerCount,
  diskNotFreed,
  imageRemoved,
  imageSpellings,
  runtimeAt,
  specOf,
} from "@podsim/core";
import type { NodeIx, SimTime, StoredImage } from "@podsim/core";
import { MINUTE } from "@podsim/core/time";
import type { Outbox } from "../actor.js";
import { nextOnGrid } from "../engine/grid.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { NodeUse } from "./node-usage.js";

/** The kubelet looks for images, and for too many of them, this often. */
export const IMAGE_PERIOD_US = 5 * MINUTE;
const YOUNGEST_US = 2 * MINUTE;

const inUse = (context: KubeletContext, nodeIx: NodeIx): ReadonlySet<string> => {
  const { pods } = context.plane.world;
  const names = new Set<string>();
  for (const podIx of pods.onNode(nodeIx)) {
    const pod = context.podAt(podIx);
    if (pod === undefined) continue;
    const spec = specOf(pod);
    for (let ix = 0; ix < containerCount(spec); ix += 1) {
      if (runtimeAt(pod, ix).current === null) continue;
      for (const name of imageSpellings(containerAt(spec, ix).image)) names.add(name);
    }
  }
  return names;
};

/** What may be thrown out at `now`: an image has to have been known for two minutes, and is noticed every five. */
const unusedImages = (context: KubeletContext, nodeIx: NodeIx, now: SimTime): readonly StoredImage[] => {
  const node = context.plane.world.nodes.at(nodeIx);
  if (node === undefined) return [];
  const { imagesSeenUs, imagesUsedUs } = context.monitor(nodeIx);
  const phaseUs = context.clock(nodeIx).imagePhaseUs;
  const used = inUse(context, nodeIx);
  const usedUs = (image: string): SimTime => imagesUsedUs.get(image) ?? imagesSeenUs.get(image) ?? 0;
  return node.images
    .filter(({ image }) => {
      const storedUs = imagesSeenUs.get(image);
      if (used.has(image)) return false;
      return storedUs === undefined || now - nextOnGrid(storedUs, phaseUs, IMAGE_PERIOD_US) >= YOUNGEST_US;
    })
    .sort((a, b) => usedUs(a.image) - usedUs(b.image) || (a.image < b.image ? -1 : 1));
};

/** Throws out unused images until so many bytes are free; how many were. */
export const freeImages = (
  context: KubeletContext,
  nodeIx: NodeIx,
  wantedBytes: number,
  now: SimTime,
  out: Outbox,
): number => {
  let freed = 0;
  for (const { image, sizeBytes } of unusedImages(context, nodeIx, now)) {
    if (freed >= wantedBytes) break;
    out.record(imageRemoved, nodeIx, { image });
    freed += sizeBytes;
  }
  return freed;
};

/** Whether so much of the disk is used that images are to go. */
export const isTooFull = (context: KubeletContext, use: NodeUse, at: SimTime): boolean => {
  const disk = use.observationsAt(at)["nodefs.available"];
  if (disk === undefined || disk.capacity === 0) return false;
  return 100 - Math.floor((disk.available * 100) / disk.capacity) >= context.config.imageHighPercent;
};

/** One pass of the image garbage collection on a disk that is too full. */
export const collectImages = (
  context: KubeletContext,
  nodeIx: NodeIx,
  use: NodeUse,
  now: SimTime,
  out: Outbox,
): void => {
  const disk = use.observationsAt(now)["nodefs.available"];
  if (disk === undefined || !isTooFull(context, use, now)) return;
  const wantedBytes = Math.floor((disk.capacity * (100 - context.config.imageLowPercent)) / 100) - disk.available;
  const freedBytes = freeImages(context, nodeIx, wantedBytes, now, out);
  if (freedBytes < wantedBytes) out.record(diskNotFreed, nodeIx, { wantedBytes, freedBytes });
};
