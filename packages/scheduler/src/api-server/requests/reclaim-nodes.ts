// Spot machines are taken back by their cloud: after a notice the machine goes, and with it, somewhat later, its Node.
import type { Distribution, Duration } from "@podsim/core";
import { nodeReclaimNoticed } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { sample } from "../../engine/distribution.js";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";
import { drainNodes } from "./drain-nodes.js";
import type { DrainNodesRequest } from "./drain-nodes.js";
import type { FailNodesRequest } from "./fail-nodes.js";
import type { RemoveNodesRequest } from "./remove-nodes.js";

export interface ReclaimNodesRequest extends ApiRequest {
  readonly verb: "reclaim";
  readonly nodes: NodeQuery;
  /** From the notice to the machine's end. */
  readonly noticeUs: Duration;
  /** Whether somebody drains the nodes when the notice comes, with how much grace (seconds; null = each pod's own). */
  readonly drain: { readonly gracePeriodSeconds: number | null; readonly respectBudgets: boolean } | null;
  /** From the machine's end until the cloud's controller deletes the Node; null = as it does: see GONE_US. */
  readonly deletedAfterUs: Duration | null;
}

/** The node is found silent after 40 to 55 s, and looked up at its cloud within 5 s of that. */
const GONE_US: Distribution = { kind: "uniform", min: 40 * SECOND, max: 60 * SECOND };

export const reclaimNodes: RequestDefinition<ReclaimNodesRequest> = {
  verb: "reclaim",
  perform: ({ nodes, noticeUs, drain, deletedAfterUs }, context, now, out) => {
    const found = queryNodes(nodes, context.plane, context.name);
    const names = found.map((node) => node.name);
    if (names.length === 0) return;
    for (const { ix } of found) out.record(nodeReclaimNoticed, ix, { goneAtUs: now + noticeUs });
    if (drain !== null) {
      const draining: DrainNodesRequest = { verb: "drain", nodes: { names }, force: true, ...drain };
      drainNodes.perform(draining, context, now, out);
    }
    const goes: FailNodesRequest = { verb: "fail-nodes", nodes: { names }, mode: "power-off", forUs: null };
    const goneUs = now + noticeUs;
    context.later(goneUs, goes);
    for (const node of names) {
      const isDeleted: RemoveNodesRequest = { verb: "remove-nodes", nodes: { names: [node] } };
      const drawn = sample(GONE_US, context.plane.draw("reclaim/node-deleted", node, goneUs));
      context.later(goneUs + (deletedAfterUs ?? drawn), isDeleted);
    }
  },
};
