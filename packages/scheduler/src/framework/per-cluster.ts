// What a plugin remembers of one cluster: numbers of taints, labels and pod classes mean something in that cluster only.
import type { ClusterView } from "../cluster/cluster-view.js";

/** Gives the memory that belongs to a cluster, created when it is first asked for and forgotten with the cluster. */
export const perCluster = <Memory, Cluster extends object = ClusterView>(
  create: (cluster: Cluster) => Memory,
): ((cluster: Cluster) => Memory) => {
  const memories = new WeakMap<Cluster, Memory>();
  let latest: { readonly cluster: Cluster; readonly memory: Memory } | null = null;
  return (cluster) => {
    if (latest?.cluster === cluster) return latest.memory;
    let memory = memories.get(cluster);
    if (memory === undefined) memories.set(cluster, (memory = create(cluster)));
    latest = { cluster, memory };
    return memory;
  };
};
