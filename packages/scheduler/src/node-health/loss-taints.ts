// The NoExecute taints of nodes that are not ready or do not answer: a lost node has one of the two.
import { nodeTainted, nodeUntainted, NOT_READY_TAINT, UNREACHABLE_TAINT } from "@podsim/core";
import type { NodeState, Taint } from "@podsim/core";
import type { Outbox } from "../actor.js";

export const hasNoExecute = (node: NodeState, key: string): boolean =>
  node.taints.some((taint) => taint.effect === "NoExecute" && taint.key === key);

export const isLossTaint = ({ key, effect }: Pick<Taint, "key" | "effect">): boolean =>
  effect === "NoExecute" && (key === NOT_READY_TAINT || key === UNREACHABLE_TAINT);

/** Puts the right one on and takes the wrong one off. */
export const putLossTaint = (node: NodeState, right: string, wrong: string, out: Outbox): void => {
  const effect = "NoExecute";
  if (!hasNoExecute(node, right)) out.record(nodeTainted, node.ix, { key: right, value: "", effect });
  if (hasNoExecute(node, wrong)) out.record(nodeUntainted, node.ix, { key: wrong, effect });
};

export const clearLossTaints = (node: NodeState, out: Outbox): void => {
  for (const taint of node.taints) {
    if (isLossTaint(taint)) out.record(nodeUntainted, node.ix, { key: taint.key, effect: taint.effect });
  }
};
