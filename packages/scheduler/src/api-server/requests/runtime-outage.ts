// The container runtimes of nodes, or their network plugins, stop working, and after a while work again.
import { nodeRuntimeMended, nodeRuntimeTroubled } from "@podsim/core";
import type { Duration, RuntimeTroubleKind } from "@podsim/core";
import { queryNodes } from "../node-query.js";
import type { NodeQuery } from "../node-query.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface RuntimeOutageRequest extends ApiRequest {
  readonly verb: "runtime-outage";
  readonly nodes: NodeQuery;
  readonly trouble: RuntimeTroubleKind;
  /** What the network plugin answers; "" where it is not the plugin that answers. */
  readonly error: string;
  /** null = until the end of the run. */
  readonly forUs: Duration | null;
}

export interface EndRuntimeOutageRequest extends ApiRequest {
  readonly verb: "end-runtime-outage";
  readonly names: readonly string[];
}

const inTrouble = (trouble: { readonly endedAtUs: number | null } | null): boolean => trouble?.endedAtUs === null;

export const runtimeOutage: RequestDefinition<RuntimeOutageRequest> = {
  verb: "runtime-outage",
  perform: ({ nodes, trouble, error, forUs }, { plane, name, later }, now, out) => {
    const troubled = queryNodes(nodes, plane, name).filter((node) => !inTrouble(node.runtimeTrouble));
    for (const node of troubled) out.record(nodeRuntimeTroubled, node.ix, { trouble, error });
    if (forUs === null || troubled.length === 0) return;
    const end: EndRuntimeOutageRequest = { verb: "end-runtime-outage", names: troubled.map((node) => node.name) };
    later(now + forUs, end);
  },
};

export const endRuntimeOutage: RequestDefinition<EndRuntimeOutageRequest> = {
  verb: "end-runtime-outage",
  perform: ({ names }, { plane }, _now, out) => {
    for (const name of names) {
      const ix = plane.world.nodes.ixOf(name);
      const node = ix === undefined ? undefined : plane.world.nodes.at(ix);
      if (node !== undefined && inTrouble(node.runtimeTrouble)) out.record(nodeRuntimeMended, node.ix, {});
    }
  },
};
