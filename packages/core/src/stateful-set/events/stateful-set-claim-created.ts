// The statefulset controller created a claim that one of the set's pods will need.
import type { EventDefinition } from "../../event.js";
import { aboutStatefulSet } from "../announce.js";
import type { StatefulSetState } from "../stateful-set-state.js";

export interface StatefulSetClaimCreated {
  readonly claim: string;
  readonly pod: string;
}

export const statefulSetClaimCreated: EventDefinition<
  "StatefulSetClaimCreated",
  StatefulSetClaimCreated,
  StatefulSetState
> = {
  type: "StatefulSetClaimCreated",
  entity: "stateful-set",
  revision: 1,
  fields: { claim: "string", pod: "string" },
  evolve: (s) => s,
  announce: (s, { claim, pod }) => {
    const text = `create Claim ${claim} Pod ${pod} in StatefulSet ${s.object.metadata.name} success`;
    return [aboutStatefulSet(s, "Normal", "SuccessfulCreate", text)];
  },
  example: { claim: "www-web-0", pod: "web-0" },
};
