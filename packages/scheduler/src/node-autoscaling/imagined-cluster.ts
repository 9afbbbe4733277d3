// A cluster with nodes that do not exist yet: made of templates, with the pods that DaemonSets would put on them, and with
// the rest of the cluster where a pod's placement depends on other pods.
import { daemonPlaces, daemonTemplate, pinnedTemplate, specOf } from "@podsim/core";
import type { Node, NodeIx, PodState } from "@podsim/core";
import { presentNode } from "../cluster/present-node.js";
import type { WorldView } from "../cluster/world.js";
import { StillCluster } from "../still/still-cluster.js";

/** Whether where the pod may go depends on where others are. */
export const looksAtOthers = (pod: PodState): boolean => {
  const { affinity, topologySpreadConstraints } = specOf(pod);
  return (
    affinity?.podAffinity !== undefined ||
    affinity?.podAntiAffinity !== undefined ||
    (topologySpreadConstraints ?? []).length > 0
  );
};

const copyObjects = (world: WorldView, into: StillCluster): void => {
  const { world: copy } = into;
  copy.cluster = world.cluster;
  for (const claim of world.claims.values())
    copy.claims.put(claim.ix, claim.object.metadata.namespace, claim.object.metadata.name, claim);
  for (const volume of world.volumes.values()) copy.volumes.put(volume.ix, "", volume.object.metadata.name, volume);
  for (const each of world.storageClasses.values())
    copy.storageClasses.put(each.ix, "", each.object.metadata.name, each);
  for (const set of world.replicaSets.values()) copy.replicaSets.put(set.ix, set.namespace, set.name, set);
};

/** `isWhole`: with the nodes that exist and their pods. */
export const imaginedCluster = (world: WorldView, isWhole: boolean): StillCluster => {
  const cluster = new StillCluster();
  copyObjects(world, cluster);
  if (!isWhole) return cluster;
  for (const node of world.nodes.values()) {
    cluster.addNode(presentNode(node));
    for (const podIx of world.pods.onNode(node.ix)) {
      const pod = world.pods.at(podIx);
      if (pod !== undefined && pod.status.phase !== "Succeeded" && pod.status.phase !== "Failed") {
        addPlaced(cluster, pod, node.name);
      }
    }
  }
  return cluster;
};

const addPlaced = (cluster: StillCluster, { identity }: PodState, node: string): void => {
  const { namespace, name, template, owner } = identity;
  cluster.bind(cluster.addPod({ namespace, name, template, owner }), node);
};

/** A node more, with the daemons it will have. */
export const addImaginedNode = (cluster: StillCluster, world: WorldView, object: Node): NodeIx => {
  const ix = cluster.addNode(object);
  const node = cluster.world.nodes.at(ix);
  if (node === undefined) return ix;
  for (const { object: daemonSet, generation } of world.daemonSets.values()) {
    const template = daemonTemplate(daemonSet, generation);
    if (!daemonPlaces(template)(node).shouldRun) continue;
    const { namespace, name } = daemonSet.metadata;
    const pod = { namespace, name: `${name}-${node.name}`, template: pinnedTemplate(template, node.name), owner: null };
    cluster.bind(cluster.addPod(pod), node.name);
  }
  return ix;
};
