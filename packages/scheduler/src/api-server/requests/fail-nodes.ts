// Machines stop working, and after a while work again.
import { nodeRecovered } from "@podsim/core";
import type { Duration, FailureMode } from "@podsim/core";
import { failNode } from "../../node-health/fail-node.js";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface FailNodesRequest extends ApiRequest {
  readonly verb: "fail-nodes";
  readonly nodes: NodeQuery;
  readonly mode: FailureMode;
  /** Until the machines work again; null = never. */
  readonly forUs: Duration | null;
}

export interface RecoverNodesRequest extends ApiRequest {
  readonly verb: "recover-nodes";
  readonly names: readonly string[];
}

export const failNodes: RequestDefinition<FailNodesRequest> = {
  verb: "fail-nodes",
  perform: ({ nodes, mode, forUs }, { plane, name, later }, now, out) => {
    const failing = queryNodes(nodes, plane, name).filter((node) => node.failure === null);
    for (const node of failing) failNode(plane.world, node.ix, mode, out);
    if (forUs === null || failing.length === 0) return;
    const recovery: RecoverNodesRequest = { verb: "recover-nodes", names: failing.map((node) => node.name) };
    later(now + forUs, recovery);
  },
};

export const recoverNodes: RequestDefinition<RecoverNodesRequest> = {
  verb: "recover-nodes",
  perform: ({ names }, { plane }, _now, out) => {
    for (const name of names) {
      const ix = plane.world.nodes.ixOf(name);
      const node = ix === undefined ? undefined : plane.world.nodes.at(ix);
      if (node?.failure != null) out.record(nodeRecovered, node.ix, {});
    }
  },
};
