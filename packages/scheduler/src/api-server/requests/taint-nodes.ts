// kubectl taint: taints are put on nodes, or taken off them.
import { nodeTainted, nodeUntainted } from "@podsim/core";
import type { TaintEffect } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface TaintNodesRequest extends ApiRequest {
  readonly verb: "taint";
  readonly nodes: NodeQuery;
  readonly key: string;
  readonly value: string;
  /** Null = every effect; only of a taint that is taken off. */
  readonly effect: TaintEffect | null;
  /** true: the taint is taken off. */
  readonly remove: boolean;
}

export const taintNodes: RequestDefinition<TaintNodesRequest> = {
  verb: "taint",
  perform: ({ nodes, key, value, effect, remove }, { plane, name }, _now, out) => {
    for (const node of queryNodes(nodes, plane, name)) {
      const present = node.taints.filter((taint) => taint.key === key && (effect === null || taint.effect === effect));
      if (remove) for (const taint of present) out.record(nodeUntainted, node.ix, { key, effect: taint.effect });
      else if (effect !== null && !present.some((taint) => taint.value === value)) {
        out.record(nodeTainted, node.ix, { key, value, effect });
      }
    }
  },
};
