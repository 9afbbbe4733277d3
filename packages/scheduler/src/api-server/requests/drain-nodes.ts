// kubectl drain: every node is cordoned, then their pods are evicted, node by node.
import { nodeCordoned } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface DrainNodesRequest extends ApiRequest {
  readonly verb: "drain";
  readonly nodes: NodeQuery;
  /** null = each pod's own. */
  readonly gracePeriodSeconds: number | null;
  /** Bare pods, which nothing will make anew, go as well; without it they stop the drain of their node. */
  readonly force: boolean;
  /** false: pods are deleted, whatever their disruption budgets say (--disable-eviction). */
  readonly respectBudgets: boolean;
  /** Absent = true: pods of DaemonSets stay. */
  readonly ignoreDaemonSets?: boolean;
  /** After which a node is given up; absent or null = never. */
  readonly timeoutUs?: Duration | null;
}

export const drainNodes: RequestDefinition<DrainNodesRequest> = {
  verb: "drain",
  perform: (request, { plane, name, drain }, _now, out) => {
    const { gracePeriodSeconds, force, respectBudgets, ignoreDaemonSets = true, timeoutUs = null } = request;
    const found = queryNodes(request.nodes, plane, name);
    for (const node of found) if (!node.unschedulable) out.record(nodeCordoned, node.ix, {});
    const nodes = found.map((node) => node.ix);
    drain({ nodes, gracePeriodSeconds, force, respectBudgets, ignoreDaemonSets, timeoutUs });
  },
};
