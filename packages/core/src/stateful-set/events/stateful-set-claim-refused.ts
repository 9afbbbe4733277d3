// The API server refused a claim that one of a StatefulSet's pods needs; its controller tries again, later each time.
import type { EventDefinition } from "../../event.js";
import { aboutStatefulSet } from "../announce.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export interface StatefulSetClaimRefused {
  readonly claim: string;
  readonly pod: string;
  /** What the server answered. */
  readonly message: string;
}

export const statefulSetClaimRefused: EventDefinition<
  "StatefulSetClaimRefused",
  StatefulSetClaimRefused,
  StatefulSetState
> = {
  type: "StatefulSetClaimRefused",
  entity: "stateful-set",
  revision: 1,
  fields: { claim: "string", pod: "string", message: "string" },
  evolve: (s, { message }) => ({ ...s, failure: message }),
  announce: (s, { claim, pod, message }) => {
    const { name } = s.object.metadata;
    const text = `create Claim ${claim} for Pod ${pod} in StatefulSet ${name} failed error: ${message}`;
    return [aboutStatefulSet(s, "Warning", "FailedCreate", text)];
  },
  example: {
    claim: "www-web-0",
    pod: "web-0",
    message: 'persistentvolumeclaims "www-web-0" is forbidden: exceeded quota: storage',
  },
};
