// The API server refused a StatefulSet's pod; its controller tries again, later each time.
import type { EventDefinition } from "../../event.js";
import { aboutStatefulSet } from "../announce.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export interface StatefulSetCreateFailed {
  readonly pod: string;
  /** What the server answered. */
  readonly message: string;
}

export const statefulSetCreateFailed: EventDefinition<
  "StatefulSetCreateFailed",
  StatefulSetCreateFailed,
  StatefulSetState
> = {
  type: "StatefulSetCreateFailed",
  entity: "stateful-set",
  revision: 1,
  fields: { pod: "string", message: "string" },
  evolve: (s, { message }) => ({ ...s, failure: message }),
  announce: (s, { pod, message }) => {
    const text = `create Pod ${pod} in StatefulSet ${s.object.metadata.name} failed error: ${message}`;
    return [aboutStatefulSet(s, "Warning", "FailedCreate", text)];
  },
  example: { pod: "web-0", message: 'pods "web-0" is forbidden: no PriorityClass with name high was found' },
};
