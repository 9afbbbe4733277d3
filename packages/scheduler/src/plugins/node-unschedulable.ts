// Keeps pods off cordoned nodes, unless they tolerate the taint that stands for it.
import { toleratesTaint } from "@podsim/core";
import type { Taint } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import { ACTION, FITS, NO_ARGS, NOTHING_TO_FILTER, perCluster, unresolvable } from "../framework/plugin.js";
import type { NodeFilter, NoArgs, PodView, SchedulerPlugin } from "../framework/plugin.js";

const CORDON: Taint = { key: "node.kubernetes.io/unschedulable", value: "", effect: "NoSchedule" };

const CORDONED = 1;
const VERDICT = unresolvable("node(s) were unschedulable");

const filterBy = ({ nodes }: ClusterView): NodeFilter => ({
  kind: "nodes",
  narrow: (candidates) => {
    candidates.keep((node) => (nodes.isUnschedulable(node) ? CORDONED : FITS));
  },
  verdictOf: () => VERDICT,
});

const toleratesCordon = ({ spec }: PodView): boolean => toleratesTaint(spec.tolerations, CORDON);

export const nodeUnschedulable: SchedulerPlugin<NoArgs> = {
  name: "NodeUnschedulable",
  points: ["filter"],
  config: NO_ARGS,
  defaults: {},
  build: () => {
    const filterOf = perCluster(filterBy);
    return {
      filtersBy: "node",
      isInterned: true,
      filter: (pod, cluster) =>
        cluster.nodes.unschedulableCount === 0 || toleratesCordon(pod) ? NOTHING_TO_FILTER : filterOf(cluster),
      wakesOn: [
        {
          resource: "Node",
          actions: ACTION.add | ACTION.updateNodeTaint,
          hint: (_, { before, after }) => after?.unschedulable === false && before?.unschedulable !== false,
        },
        {
          resource: "Pod",
          actions: ACTION.updatePodToleration,
          hint: (pod, { after }) => after?.identity.ix === pod.ix && toleratesCordon(pod),
        },
      ],
    };
  },
};
