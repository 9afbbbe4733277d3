// A client of the API server changed the labels, annotations or spec of a pod, as far as they may change.
import type { PodTemplateSpec } from "../../api/pod.js";
import type { EventDefinition } from "../../event.js";
import { containersUnder } from "../container-runtime.js";
import { EXAMPLE_TEMPLATE } from "../example-template.js";
import type { PodState } from "../pod-state.js";
import { specOf, withIdentity, withRuntime } from "../pod-state.js";
import { resizeUnder } from "../resize.js";

export interface PodUpdated {
  /** The whole of it, as it is now. */
  readonly template: PodTemplateSpec;
}

export const podUpdated: EventDefinition<"PodUpdated", PodUpdated, PodState> = {
  type: "PodUpdated",
  entity: "pod",
  revision: 1,
  fields: { template: "json" },
  evolve: (pod, { template }) => {
    const updated = withIdentity(pod, template, pod.identity.owner);
    if (template.spec === specOf(pod)) return updated;
    const known = pod.runtime.containers;
    // A kubelet that does not hear of it goes on by the old spec.
    const containers = pod.kubeletCopy === null ? containersUnder(known, specOf(pod), template.spec) : known;
    return withRuntime(updated, { ...pod.runtime, containers, resize: resizeUnder(pod, template.spec) });
  },
  example: { template: EXAMPLE_TEMPLATE },
};
