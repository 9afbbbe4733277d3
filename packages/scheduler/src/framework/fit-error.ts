// What the scheduler says of a pod that fits nowhere.
import { textsInOrder } from "@podsim/core";
import type { Code, Verdict } from "./verdict.js";

/** Nodes that were rejected with one verdict. */
export interface RejectedNodes {
  readonly reasons: readonly string[];
  readonly code: Code;
  readonly count: number;
}

export const rejectedNodes = ({ reasons, code }: Verdict, count: number): RejectedNodes => ({ reasons, code, count });

export interface FitError {
  /** All nodes of the cluster, looked at or not. */
  readonly nodeCount: number;
  /** Why no node had to be looked at, "" if they were. */
  readonly preFilterMessage: string;
  readonly rejected: readonly RejectedNodes[];
  /** What the postFilter plugins have to say, "" if nothing. */
  readonly postFilterMessage: string;
}

/** "1 Insufficient memory, 2 Insufficient cpu": each reason with its nodes, in the order of the texts. */
const histogram = (rejected: readonly RejectedNodes[]): string => {
  const [first] = rejected;
  if (first === undefined) return "";
  if (first.reasons.length === 1 && rejected.every(({ reasons }) => reasons === first.reasons)) {
    return `${rejected.reduce((sum, { count }) => sum + count, 0)} ${first.reasons[0]}`;
  }
  const counts = new Map<string, number>();
  for (const { reasons, count } of rejected) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  const parts: string[] = [];
  counts.forEach((count, reason) => parts.push(`${count} ${reason}`));
  return textsInOrder(parts).join(", ");
};

export const fitErrorText = ({ nodeCount, preFilterMessage, rejected, postFilterMessage }: FitError): string => {
  const why = preFilterMessage === "" ? histogram(rejected) : preFilterMessage;
  const sentence = why === "" ? "" : ` ${why}.`;
  const suffix = postFilterMessage === "" ? "" : ` ${postFilterMessage}`;
  return `0/${nodeCount} nodes are available:${sentence}${suffix}`;
};
