// Nodes are shut down in order: their kubelets end the pods they are set to end, then the power goes off, and maybe on again.
import { kubeletRestarted, nodeShutdownBegan } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface ShutdownNodesRequest extends ApiRequest {
  readonly verb: "shutdown-nodes";
  readonly nodes: NodeQuery;
  /** From power-off until the machines work again; null = never. */
  readonly backAfterUs: Duration | null;
}

export const shutdownNodes: RequestDefinition<ShutdownNodesRequest> = {
  verb: "shutdown-nodes",
  perform: ({ nodes, backAfterUs }, { plane, name }, _now, out) => {
    for (const node of queryNodes(nodes, plane, name)) {
      if (node.failure === null) out.record(nodeShutdownBegan, node.ix, { backAfterUs });
    }
  },
};

export interface RestartKubeletsRequest extends ApiRequest {
  readonly verb: "restart-kubelets";
  readonly nodes: NodeQuery;
}

export const restartKubelets: RequestDefinition<RestartKubeletsRequest> = {
  verb: "restart-kubelets",
  perform: ({ nodes }, { plane, name }, _now, out) => {
    for (const node of queryNodes(nodes, plane, name)) {
      if (node.failure === null) out.record(kubeletRestarted, node.ix, {});
    }
  },
};
