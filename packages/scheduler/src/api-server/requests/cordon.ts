// kubectl cordon and uncordon.
import { nodeCordoned, nodeUncordoned } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface CordonRequest extends ApiRequest {
  readonly verb: "cordon";
  readonly nodes: NodeQuery;
  /** true = cordon, false = uncordon */
  readonly unschedulable: boolean;
}

export const cordon: RequestDefinition<CordonRequest> = {
  verb: "cordon",
  perform: ({ nodes, unschedulable }, { plane, name }, _now, out) => {
    for (const node of queryNodes(nodes, plane, name)) {
      if (node.unschedulable !== unschedulable) out.record(unschedulable ? nodeCordoned : nodeUncordoned, node.ix, {});
    }
  },
};
