// A node joined the cluster, Ready.
import type { Node } from "../../api/node.js";
import type { EventDefinition } from "../../event.js";
import type { NodeIx } from "../../ids.js";
import { EXAMPLE_NODE } from "../example-node.js";
import type { NodeState, StoredImage } from "../node-state.js";

export interface NodeAdded {
  readonly nodeIx: number;
  readonly object: Node;
}

/** Of a name that is reported twice the latter size counts. */
const imagesOf = (node: Node): readonly StoredImage[] => {
  const sizes = new Map<string, number>();
  for (const image of node.status.images) for (const name of image.names) sizes.set(name, image.sizeBytes);
  return [...sizes].map(([image, sizeBytes]): StoredImage => ({ image, sizeBytes }));
};

export const nodeAdded: EventDefinition<"NodeAdded", NodeAdded, NodeState | undefined> = {
  type: "NodeAdded",
  entity: "node",
  revision: 1,
  fields: { nodeIx: "int", object: "json" },
  evolve: (_, d, at) => ({
    ix: d.nodeIx as NodeIx,
    name: d.object.metadata.name,
    labels: d.object.metadata.labels,
    annotations: d.object.metadata.annotations,
    object: d.object,
    addedAtUs: at,
    unschedulable: d.object.spec.unschedulable,
    taints: d.object.spec.taints,
    taintedAtUs: {},
    ready: "True",
    readyReason: "KubeletReady",
    readyTransitionUs: at,
    silenceChangedUs: at,
    statusChangedUs: at,
    pressures: [],
    pressureChangedUs: {},
    failure: null,
    runtimeTrouble: null,
    images: imagesOf(d.object),
  }),
  announce: (_, { object: { metadata } }) =>
    metadata.found !== undefined
      ? []
      : [
          {
            type: "Normal",
            reason: "RegisteredNode",
            message: `Node ${metadata.name} event: Registered Node ${metadata.name} in Controller`,
            from: "node-controller",
            object: { kind: "Node", namespace: "", name: metadata.name },
          },
        ],
  example: { nodeIx: 0, object: EXAMPLE_NODE },
};
