// A controller let go of a pod: its selector does not match the pod's labels any more.
import type { EventDefinition } from "../../event.js";
import type { PodState } from "../pod-state.js";
import { withIdentity } from "../pod-state.js";

export const podReleased: EventDefinition<"PodReleased", Record<never, never>, PodState> = {
  type: "PodReleased",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => withIdentity(pod, pod.identity.template, null),
  example: {},
};
