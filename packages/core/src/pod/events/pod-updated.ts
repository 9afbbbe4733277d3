// A client of the API server changed the labels, annotations or spec of a pod, as far as they may change.
import type { PodSpec, PodTemplateSpec } from "../../api/pod.js";
import type { EventDefinition } from "../../event.js";
import { containerAt, containerCount } from "../container-list.js";
import { NEVER_STARTED } from "../container-runtime.js";
import { EXAMPLE_TEMPLATE } from "../example-template.js";
import type { ContainerRuntime, PodState } from "../pod-state.js";
import { specOf, withIdentity, withRuntime } from "../pod-state.js";
import { resizeUnder } from "../resize.js";

export interface PodUpdated {
  /** The whole of it, as it is now. */
  readonly template: PodTemplateSpec;
}

/** Restart back-offs are kept by image: a container with another one begins anew. */
const runtimesUnder = (pod: PodState, next: PodSpec): readonly ContainerRuntime[] => {
  const old = specOf(pod);
  return Array.from({ length: containerCount(next) }, (_, ix) => {
    const c = pod.runtime.containers[ix] ?? NEVER_STARTED;
    if (ix >= containerCount(old) || containerAt(old, ix).image === containerAt(next, ix).image) return c;
    return { ...c, restartBackOff: null };
  });
};

export const podUpdated: EventDefinition<"PodUpdated", PodUpdated, PodState> = {
  type: "PodUpdated",
  entity: "pod",
  revision: 1,
  fields: { template: "json" },
  evolve: (pod, { template }) => {
    const updated = withIdentity(pod, template, pod.identity.owner);
    if (template.spec === specOf(pod)) return updated;
    const containers = runtimesUnder(pod, template.spec);
    return withRuntime(updated, { ...pod.runtime, containers, resize: resizeUnder(pod, template.spec) });
  },
  example: { template: EXAMPLE_TEMPLATE },
};
