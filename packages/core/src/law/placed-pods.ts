// Who takes room on which node, for laws about placement.
import type { Labels } from "../api/meta.js";
import type { NodeState } from "../node/node-state.js";
import type { PodState } from "../pod/pod-state.js";
import { isTerminalPhase } from "../pod/pod-state.js";
import type { ClusterView } from "./cluster-view.js";

/** Pods that the scheduler counts on the node: bound and not finished. */
export const placedOn = (cluster: ClusterView, node: NodeState): readonly PodState[] =>
  [...cluster.podsOn(node.ix)].filter((pod) => !isTerminalPhase(pod.status.phase));

export const labelsOf = ({ identity }: PodState): Labels => identity.template.metadata.labels;

/** The node and pod of a binding by a scheduler; null of one by manifest. */
export const bindingSeen = (
  { subject, data }: { readonly subject: number; readonly data: object },
  after: ClusterView,
): { readonly pod: PodState; readonly node: NodeState } | null => {
  if ((data as { readonly by: string }).by !== "scheduler") return null;
  const pod = after.pods.at(subject);
  if (pod?.binding == null) return null;
  const node = after.nodes.at(pod.binding.nodeIx);
  return node === undefined ? null : { pod, node };
};
