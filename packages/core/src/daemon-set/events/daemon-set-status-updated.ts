// The daemonset controller wrote new counts.
import type { EventDefinition } from "../../event.js";
import type { DaemonSetState } from "../daemon-set-state.js";

export interface DaemonSetStatusUpdated {
  readonly observedGeneration: number;
  readonly desired: number;
  readonly current: number;
  readonly misscheduled: number;
  readonly ready: number;
  readonly updated: number;
  readonly available: number;
}

export const daemonSetStatusUpdated: EventDefinition<"DaemonSetStatusUpdated", DaemonSetStatusUpdated, DaemonSetState> =
  {
    type: "DaemonSetStatusUpdated",
    entity: "daemon-set",
    revision: 1,
    fields: {
      observedGeneration: "int",
      desired: "int",
      current: "int",
      misscheduled: "int",
      ready: "int",
      updated: "int",
      available: "int",
    },
    evolve: (s, d) => ({
      ix: s.ix,
      uid: s.uid,
      object: s.object,
      createdAtUs: s.createdAtUs,
      generation: s.generation,
      templateGeneration: s.templateGeneration,
      failure: d.current < d.desired ? s.failure : "",
      status: {
        observedGeneration: d.observedGeneration,
        desired: d.desired,
        current: d.current,
        misscheduled: d.misscheduled,
        ready: d.ready,
        updated: d.updated,
        available: d.available,
      },
    }),
    example: { observedGeneration: 1, desired: 3, current: 3, misscheduled: 0, ready: 2, updated: 3, available: 2 },
  };
