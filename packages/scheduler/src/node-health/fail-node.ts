// A machine is lost, or the way to it.
import { nodeFailed, podCutOff } from "@podsim/core";
import type { FailureMode, NodeIx } from "@podsim/core";
import type { Outbox } from "../actor.js";
import type { WorldView } from "../cluster/world.js";

/** Of a node that works so far. Where its kubelet goes on, it does so by what it knows of its pods now. */
export const failNode = (world: WorldView, nodeIx: NodeIx, mode: FailureMode, out: Outbox): void => {
  out.record(nodeFailed, nodeIx, { mode });
  if (mode !== "partition") return;
  for (const podIx of world.pods.onNode(nodeIx)) out.record(podCutOff, podIx, {});
};
