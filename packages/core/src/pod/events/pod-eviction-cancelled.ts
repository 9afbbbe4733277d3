// The taint that would have had the pod deleted is gone, or tolerated for ever, before its time was up.
import type { EventDefinition } from "../../event.js";
import { aboutPod } from "../announce.js";
import type { PodState } from "../pod-state.js";

export type PodEvictionCancelled = Record<never, never>;

export const podEvictionCancelled: EventDefinition<"PodEvictionCancelled", PodEvictionCancelled, PodState> = {
  type: "PodEvictionCancelled",
  entity: "pod",
  revision: 1,
  fields: {},
  evolve: (pod) => pod,
  announce: (pod) => {
    const text = `Cancelling deletion of Pod ${pod.identity.namespace}/${pod.identity.name}`;
    return [aboutPod(pod, "taint-eviction-controller", "Normal", "TaintManagerEviction", text)];
  },
  example: {},
};
