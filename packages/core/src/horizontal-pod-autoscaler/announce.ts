// An Event that the horizontal pod autoscaler's controller records about one.
import type { Announcement } from "../event.js";
import type { AutoscalerState } from "./autoscaler-state.js";

export const announceOf = (
  { object }: AutoscalerState,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): Announcement => ({
  type,
  reason,
  message,
  from: "horizontal-pod-autoscaler",
  object: { kind: "HorizontalPodAutoscaler", namespace: object.metadata.namespace, name: object.metadata.name },
});
