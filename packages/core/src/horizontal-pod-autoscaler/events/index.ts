// The registry of everything that can happen to a HorizontalPodAutoscaler.
import { autoscalerApplied } from "./autoscaler-applied.js";
import { autoscalerDeleted } from "./autoscaler-deleted.js";
import { autoscalerFailed } from "./autoscaler-failed.js";
import { autoscalerRescaled } from "./autoscaler-rescaled.js";
import { autoscalerStatusUpdated } from "./autoscaler-status-updated.js";

export const AUTOSCALER_EVENTS = [
  autoscalerApplied,
  autoscalerDeleted,
  autoscalerStatusUpdated,
  autoscalerRescaled,
  autoscalerFailed,
] as const;
