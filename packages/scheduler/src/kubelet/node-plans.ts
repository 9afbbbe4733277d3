// Hands each planned step that concerns a node, and not one of its pods, to the part that knows it.
import { nodeRecovered } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import type { Outbox } from "../actor.js";
import { lookForImages, lookForPressure, postPressures } from "./eviction-monitor.js";
import type { NodePlan } from "./intention.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { NodeLoss } from "./node-loss.js";
import { endWorst } from "./node-oom.js";
import { beginShutdown, endNextGroup } from "./node-shutdown.js";
import { lookAtRuntime, reportReadiness } from "./runtime-health.js";

export const handleNodePlan = (
  context: KubeletContext,
  nodeLoss: NodeLoss,
  plan: NodePlan,
  now: SimTime,
  out: Outbox,
): void => {
  // It may have been taken away in the very instant in which it came back.
  if (context.plane.world.nodes.at(plan.nodeIx) === undefined) return;
  switch (plan.kind) {
    case "shutdown":
      return beginShutdown(context, plan.nodeIx, plan.backAfterUs, now, out);
    case "shutdown-group":
      return endNextGroup(context, plan.nodeIx, now, out);
    case "power-on":
      if (context.plane.world.nodes.at(plan.nodeIx)?.failure != null) out.record(nodeRecovered, plan.nodeIx, {});
      return;
    case "eviction-look":
      return lookForPressure(context, plan.nodeIx, now, out);
    case "image-pass":
      return lookForImages(context, plan.nodeIx, now, out);
    case "node-oom":
      return endWorst(context, plan.nodeIx, now, out);
    case "node-status":
      return postPressures(context, plan.nodeIx, out);
    case "runtime-look":
      return lookAtRuntime(context, plan.nodeIx, now, out);
    case "ready-report":
      return reportReadiness(context, plan.nodeIx, now, out);
    case "recover":
      // It may have been lost, again or altogether, in that very instant.
      if (context.isDown(plan.nodeIx)) return;
      return nodeLoss.recover(plan.nodeIx, now, out);
  }
};
