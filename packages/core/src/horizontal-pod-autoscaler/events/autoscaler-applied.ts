// A HorizontalPodAutoscaler was created, or its object replaced.
import type { HorizontalPodAutoscaler } from "../../api/horizontal-pod-autoscaler.js";
import type { EventDefinition } from "../../event.js";
import type { AutoscalerIx } from "../../ids.js";
import type { AutoscalerState } from "../autoscaler-state.js";
import { EXAMPLE_AUTOSCALER } from "../example-autoscaler.js";

export interface AutoscalerApplied {
  readonly autoscalerIx: number;
  readonly uid: string;
  readonly object: HorizontalPodAutoscaler;
}

export const autoscalerApplied: EventDefinition<"AutoscalerApplied", AutoscalerApplied, AutoscalerState | undefined> = {
  type: "AutoscalerApplied",
  entity: "autoscaler",
  revision: 1,
  fields: { autoscalerIx: "int", uid: "string", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.autoscalerIx as AutoscalerIx,
    uid: d.uid,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    status: old?.status ?? { currentReplicas: 0, desiredReplicas: 0, lastScaleUs: -1, currentMetrics: [] },
    conditions: old?.conditions ?? [],
  }),
  example: { autoscalerIx: 0, uid: "00000000-0000-4000-8000-000000000007", object: EXAMPLE_AUTOSCALER },
};
