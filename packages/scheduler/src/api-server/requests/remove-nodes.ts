// kubectl delete node: the objects go at once; their pods are collected later.
import { nodeRemoved } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface RemoveNodesRequest extends ApiRequest {
  readonly verb: "remove-nodes";
  readonly nodes: NodeQuery;
}

export const removeNodes: RequestDefinition<RemoveNodesRequest> = {
  verb: "remove-nodes",
  perform: ({ nodes }, { plane, name }, _now, out) => {
    for (const node of queryNodes(nodes, plane, name)) out.record(nodeRemoved, node.ix, {});
  },
};
