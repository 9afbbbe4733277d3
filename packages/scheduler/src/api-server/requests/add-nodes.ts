// Nodes join the cluster.
import { nodeAdded } from "@podsim/core";
import type { Node } from "@podsim/core";
import { refuse } from "../object-ref.js";
import type { ApiRequest, RequestDefinition } from "../request.js";

export interface AddNodesRequest extends ApiRequest {
  readonly verb: "add-nodes";
  readonly nodes: readonly Node[];
}

export const addNodes: RequestDefinition<AddNodesRequest> = {
  verb: "add-nodes",
  perform: ({ nodes }, { plane }, _now, out) => {
    let nodeIx = plane.world.nodes.nextIx;
    const added = new Set<string>();
    for (const object of nodes) {
      const { name } = object.metadata;
      if (added.has(name) || plane.world.nodes.ixOf(name) !== undefined) {
        refuse({ kind: "Node", namespace: "", name }, `nodes "${name}" already exists`, out);
        continue;
      }
      added.add(name);
      out.record(nodeAdded, nodeIx, { nodeIx, object });
      nodeIx++;
    }
  },
};
