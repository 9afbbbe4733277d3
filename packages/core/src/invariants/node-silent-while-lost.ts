// Nobody hears of what a lost node's kubelet finds out.
import type { NodeReadyChanged } from "../node/events/node-ready-changed.js";
import type { Envelope } from "../event.js";
import type { ClusterView } from "../law/cluster-view.js";
import { step } from "../law/laws.js";
import type { Invariant, Judgement } from "../law/invariant.js";
import { violated } from "../law/invariant.js";
import { nodeWitness, podWitness } from "../law/witness.js";

const judgePod = (before: ClusterView, { subject }: Envelope, after: ClusterView): Judgement => {
  const was = before.pods.at(subject);
  const is = after.pods.at(subject);
  if (was?.binding == null || is === undefined || was.status === is.status) return true;
  const node = before.nodes.at(was.binding.nodeIx);
  if (node === undefined || node.failure === null) return true;
  return violated(`the status of ${is.identity.name} changed`, [podWitness(is), nodeWitness(node)]);
};

export const nodeSilentWhileLost: Invariant = step(
  "node.silentWhileLost",
  "what a kubelet that is down or cut off finds out does not reach the API server",
  (before, fact, after) => {
    if (fact.definition.entity === "pod") return judgePod(before, fact, after);
    const node = before.nodes.at(fact.subject);
    if (node === undefined || node.failure === null) return true;
    // The node controller writes that it hears nothing.
    const { status = "" } = fact.data as Partial<NodeReadyChanged>;
    return status === "Unknown" || violated(`a report of ${node.name} arrived`, nodeWitness(node));
  },
  {
    page: "https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats",
    hears: [
      "NodePressureChanged",
      "NodeReadyChanged",
      "PodRejected",
      "PodStatusKept",
      "PodStatusReported",
      "ProbeResultStored",
    ],
  },
);
