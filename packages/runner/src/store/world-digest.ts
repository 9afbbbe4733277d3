// A fingerprint of everything a world is made of, so that a world folded from a stored log can be held against the one that
// was simulated.
import type { World, WorldView } from "@podsim/scheduler";
import { ContentDigest } from "./content-digest.js";

/** 32 hexadecimal digits, equal for equal worlds however they came about. */
export const worldDigest = (world: WorldView | World): string => {
  const digest = new ContentDigest();
  digest.add({ nowUs: world.nowUs });
  for (const pod of world.pods.values()) {
    // A template is shared by many pods and large: it goes in once.
    const { template, ...identity } = pod.identity;
    digest.add({ pod: { ...pod, identity } }, template);
  }
  for (const node of world.nodes.values()) {
    const { object, images, ...rest } = node;
    digest.add(
      { node: { images: Object.fromEntries(images.map(({ image, sizeBytes }) => [image, sizeBytes])), ...rest } },
      object,
    );
  }
  for (const deployment of world.deployments.values()) digest.add({ deployment });
  for (const replicaSet of world.replicaSets.values()) digest.add({ replicaSet });
  for (const daemonSet of world.daemonSets.values()) digest.add({ daemonSet });
  for (const statefulSet of world.statefulSets.values()) digest.add({ statefulSet });
  for (const autoscaler of world.autoscalers.values()) digest.add({ autoscaler });
  for (const cronJob of world.cronJobs.values()) digest.add({ cronJob });
  for (const job of world.jobs.values()) digest.add({ job, tracked: [...world.trackedPods.of(job.ix).keys()] });
  for (const budget of world.budgets.values()) digest.add({ budget });
  for (const claim of world.claims.values()) digest.add({ claim });
  for (const volume of world.volumes.values()) digest.add({ volume });
  for (const volumeAttachment of world.volumeAttachments.values()) digest.add({ volumeAttachment });
  for (const storageClass of world.storageClasses.values()) digest.add({ storageClass });
  for (const csiNode of world.csiNodes.values()) digest.add({ csiNode });
  for (const held of world.services.values()) {
    digest.add({ service: held, endpoints: [...world.endpoints.of(held.ix).values()] });
  }
  for (const configMap of world.configMaps.values()) digest.add({ configMap });
  for (const lease of world.leases.values()) digest.add({ lease });
  for (const secret of world.secrets.values()) digest.add({ secret });
  digest.add({ cluster: world.cluster });
  return digest.hex();
};
