// The API server refused a ReplicaSet's pods; its controller tries again, later each time.
import type { EventDefinition } from "../../event.js";
import type { ReplicaSetState } from "../replica-set-state.js";

export interface ReplicaSetCreateFailed {
  /** What the server answered. */
  readonly message: string;
}

export const replicaSetCreateFailed: EventDefinition<
  "ReplicaSetCreateFailed",
  ReplicaSetCreateFailed,
  ReplicaSetState
> = {
  type: "ReplicaSetCreateFailed",
  entity: "replica-set",
  revision: 1,
  fields: { message: "string" },
  // The condition keeps what was said first until the pods are there.
  evolve: (s, d, at) => (s.failure === "" ? { ...s, failure: d.message, failingSinceUs: at } : s),
  announce: (s, d) => [
    {
      type: "Warning",
      reason: "FailedCreate",
      message: `Error creating: ${d.message}`,
      from: "replicaset-controller",
      object: { kind: "ReplicaSet", namespace: s.namespace, name: s.name },
    },
  ],
  example: { message: 'pods "web-7c4f9d5b6-" is forbidden: no PriorityClass with name high was found' },
};
