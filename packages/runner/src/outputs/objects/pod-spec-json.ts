// Pod specs and templates as the API server writes them: what podsim fills in for its own convenience is left out again.
import type { Container, Labels, PodSpec, PodTemplateSpec, Toleration } from "@podsim/core";
import type { Json, JsonObject } from "./kube-object.js";
import { present, unlessEmpty, unlessNone } from "./kube-object.js";

const tolerationJson = (toleration: Toleration): JsonObject =>
  present({
    effect: unlessEmpty(toleration.effect),
    key: unlessEmpty(toleration.key),
    operator: toleration.operator,
    tolerationSeconds: toleration.tolerationSeconds,
    value: unlessEmpty(toleration.value),
  });

export const resourcesJson = (resources: { readonly requests: Labels; readonly limits: Labels }): JsonObject =>
  present({ limits: unlessNone(resources.limits), requests: unlessNone(resources.requests) });

const containerJson = (container: Container): JsonObject => {
  const { resources, ports, ...rest } = container;
  return present({
    ...(rest as unknown as JsonObject),
    ports: ports.length === 0 ? undefined : (ports as unknown as Json),
    resources: resourcesJson(resources),
  });
};

/** The spec as JSON; fields podsim does not model are in it as they were written. `nodeName` is set once bound. */
export const podSpecJson = (spec: PodSpec, nodeName?: string): JsonObject => {
  const { initContainers, containers, ephemeralContainers, tolerations, resources, ...rest } = spec;
  return present({
    ...(rest as unknown as JsonObject),
    containers: containers.map(containerJson),
    ephemeralContainers: ephemeralContainers?.map(containerJson),
    initContainers: initContainers.length === 0 ? undefined : initContainers.map(containerJson),
    nodeName: nodeName ?? spec.nodeName,
    resources: resources === undefined ? undefined : resourcesJson(resources),
    tolerations: tolerations.length === 0 ? undefined : tolerations.map(tolerationJson),
  });
};

export const podTemplateJson = ({ metadata, spec }: PodTemplateSpec): JsonObject => ({
  metadata: present({
    annotations: unlessNone(metadata.annotations),
    finalizers: metadata.finalizers,
    labels: unlessNone(metadata.labels),
  }),
  spec: podSpecJson(spec),
});
