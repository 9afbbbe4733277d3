// When a node's kubelet last said that it lives. Nothing is recorded of it, as long as all is well it follows from the seed.
import type { NodeIx, NodeState, SimTime } from "@podsim/core";
import { Heartbeats, seededDraws } from "@podsim/scheduler";
import type { RunView } from "./run-view.js";

/** When the node last came back; its addition if it was never away. */
const speaksSinceUs = ({ ix, addedAtUs }: NodeState, { log, factCount }: RunView): SimTime => {
  const recovered = log.registry.findIndex(({ type }) => type === "NodeRecovered");
  for (let seq = factCount - 1; seq >= 0 && log.at(seq) >= addedAtUs; seq -= 1) {
    if (log.typeOf(seq) === recovered && (log.subject(seq) as NodeIx) === ix) return log.at(seq);
  }
  return addedAtUs;
};

export const leaseRenewedUs = (node: NodeState, view: RunView): SimTime => {
  const draw = seededDraws(view, view);
  const heartbeats = new Heartbeats((stream, entity) => draw(stream, entity, 0));
  const heardUntilUs = node.failure === null ? view.nowUs : Math.min(node.failure.sinceUs, view.nowUs);
  return heartbeats.renewedAt(node, speaksSinceUs(node, view), heardUntilUs);
};
