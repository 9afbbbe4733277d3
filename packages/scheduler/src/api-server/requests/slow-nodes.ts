// Machines get slow, and after a while are as fast as before.
import { nodeSlowed, nodeSpeedRestored } from "@podsim/core";
import type { Duration } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface SlowNodesRequest extends ApiRequest {
  readonly verb: "slow-nodes";
  readonly nodes: NodeQuery;
  /** >= 1. */
  readonly factor: number;
  /** null = until the end of the run. */
  readonly forUs: Duration | null;
}

export interface SpeedUpNodesRequest extends ApiRequest {
  readonly verb: "speed-up-nodes";
  readonly names: readonly string[];
}

export const slowNodes: RequestDefinition<SlowNodesRequest> = {
  verb: "slow-nodes",
  perform: ({ nodes, factor, forUs }, { plane, name, later }, now, out) => {
    const slowed = queryNodes(nodes, plane, name).filter((node) => node.slowness === undefined);
    for (const node of slowed) out.record(nodeSlowed, node.ix, { percent: Math.round(factor * 100) });
    if (forUs === null || slowed.length === 0) return;
    const end: SpeedUpNodesRequest = { verb: "speed-up-nodes", names: slowed.map((node) => node.name) };
    later(now + forUs, end);
  },
};

export const speedUpNodes: RequestDefinition<SpeedUpNodesRequest> = {
  verb: "speed-up-nodes",
  perform: ({ names }, { plane }, _now, out) => {
    for (const name of names) {
      const ix = plane.world.nodes.ixOf(name);
      const node = ix === undefined ? undefined : plane.world.nodes.at(ix);
      if (node?.slowness !== undefined) out.record(nodeSpeedRestored, node.ix, {});
    }
  },
};
