// The API server refused a DaemonSet's pods; its controller tries again, later each time.
import type { EventDefinition } from "../../event.js";
import type { DaemonSetState } from "../daemon-set-state.js";

export interface DaemonSetCreateFailed {
  /** What the server answered. */
  readonly message: string;
}

export const daemonSetCreateFailed: EventDefinition<"DaemonSetCreateFailed", DaemonSetCreateFailed, DaemonSetState> = {
  type: "DaemonSetCreateFailed",
  entity: "daemon-set",
  revision: 1,
  fields: { message: "string" },
  evolve: (s, { message }) => ({ ...s, failure: message }),
  announce: ({ object }, d) => [
    {
      type: "Warning",
      reason: "FailedCreate",
      message: `Error creating: ${d.message}`,
      from: "daemonset-controller",
      object: { kind: "DaemonSet", namespace: object.metadata.namespace, name: object.metadata.name },
    },
  ],
  example: { message: 'pods "agent-" is forbidden: no PriorityClass with name high was found' },
};
