// A StatefulSet was created, or its object replaced: applied, scaled, given another template.
import type { EventDefinition } from "../../event.js";
import type { StatefulSet } from "../../api/stateful-set.js";
import type { StatefulSetIx } from "../../ids.js";
import { EXAMPLE_STATEFUL_SET } from "../example-stateful-set.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export interface StatefulSetApplied {
  readonly statefulSetIx: number;
  readonly uid: string;
  readonly object: StatefulSet;
}

export const statefulSetApplied: EventDefinition<
  "StatefulSetApplied",
  StatefulSetApplied,
  StatefulSetState | undefined
> = {
  type: "StatefulSetApplied",
  entity: "stateful-set",
  revision: 1,
  fields: { statefulSetIx: "int", uid: "string", object: "json" },
  evolve: (old, d, at) => ({
    ix: d.statefulSetIx as StatefulSetIx,
    uid: d.uid,
    object: d.object,
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    generation: (old?.generation ?? 0) + 1,
    revisions: old?.revisions ?? [],
    failure: old?.failure ?? "",
    status: old?.status ?? {
      observedGeneration: 0,
      replicas: 0,
      readyReplicas: 0,
      availableReplicas: 0,
      currentReplicas: 0,
      updatedReplicas: 0,
      currentRevision: "",
      updateRevision: "",
    },
  }),
  example: { statefulSetIx: 0, uid: "00000000-0000-4000-8000-000000000005", object: EXAMPLE_STATEFUL_SET },
};
