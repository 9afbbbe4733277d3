// The replicaset controller wrote new counts.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetStatusUpdated {
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

export const replicaSetStatusUpdated: EventDefinition<
  "ReplicaSetStatusUpdated",
  ReplicaSetStatusUpdated,
  ReplicaSetState
> = {
  type: "ReplicaSetStatusUpdated",
  entity: "replica-set",
  revision: 1,
  fields: { replicas: "int", readyReplicas: "int", availableReplicas: "int" },
  evolve: (s, d) => ({
    ix: s.ix,
    namespace: s.namespace,
    name: s.name,
    uid: s.uid,
    labels: s.labels,
    deployment: s.deployment,
    deploymentName: s.deploymentName,
    createdAtUs: s.createdAtUs,
    template: s.template,
    selector: s.selector,
    minReadySeconds: s.minReadySeconds,
    templateHash: s.templateHash,
    revision: s.revision,
    replicas: s.replicas,
    sizedFor: s.sizedFor,
    status: { replicas: d.replicas, readyReplicas: d.readyReplicas, availableReplicas: d.availableReplicas },
    generation: s.generation,
    failure: s.failure,
    failingSinceUs: s.failingSinceUs,
  }),
  example: { replicas: 3, readyReplicas: 2, availableReplicas: 2 },
};
