// The statefulset controller wrote new counts and revisions.
import type { EventDefinition } from "../../event.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export interface StatefulSetStatusUpdated {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly currentReplicas: number;
  readonly updatedReplicas: number;
  readonly currentRevision: string;
  readonly updateRevision: string;
}

export const statefulSetStatusUpdated: EventDefinition<
  "StatefulSetStatusUpdated",
  StatefulSetStatusUpdated,
  StatefulSetState
> = {
  type: "StatefulSetStatusUpdated",
  entity: "stateful-set",
  revision: 1,
  fields: {
    observedGeneration: "int",
    replicas: "int",
    readyReplicas: "int",
    availableReplicas: "int",
    currentReplicas: "int",
    updatedReplicas: "int",
    currentRevision: "string",
    updateRevision: "string",
  },
  evolve: (s, d) => ({
    ix: s.ix,
    uid: s.uid,
    object: s.object,
    createdAtUs: s.createdAtUs,
    generation: s.generation,
    revisions: s.revisions,
    failure: d.replicas < s.object.spec.replicas ? s.failure : "",
    status: {
      observedGeneration: d.observedGeneration,
      replicas: d.replicas,
      readyReplicas: d.readyReplicas,
      availableReplicas: d.availableReplicas,
      currentReplicas: d.currentReplicas,
      updatedReplicas: d.updatedReplicas,
      currentRevision: d.currentRevision,
      updateRevision: d.updateRevision,
    },
  }),
  example: {
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    currentReplicas: 2,
    updatedReplicas: 1,
    currentRevision: "web-7c4f9d5b6",
    updateRevision: "web-5b4c6b7d9",
  },
};
