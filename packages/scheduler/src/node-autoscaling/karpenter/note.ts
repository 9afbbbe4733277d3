// What Karpenter tells about an object in an Event.
import { nodeAutoscalerNoted } from "@podsim/core";
import type { Outbox } from "../../actor.js";

interface Noted {
  readonly kind: string;
  /** "" of what belongs to no namespace. */
  readonly namespace: string;
  readonly name: string;
}

export const noteKarpenter = (
  out: Outbox,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
  { kind, namespace, name }: Noted,
): void => {
  out.record(nodeAutoscalerNoted, 0, { from: "karpenter", type, reason, message, kind, namespace, name });
};
