// Pod specs and templates as the API server writes them: what podsim fills in for its own convenience is left out again.
import type { Container, EphemeralContainer, PodSpec, PodTemplateSpec, Probe, Toleration } from "@podsim/core";
import type { Json, JsonObject } from "./kube-object.js";
import { filled, present, unlessEmpty, unlessNone, unlessZero } from "./kube-object.js";
import { volumeJson } from "./volume-json.js";

export const tolerationJson = (toleration: Toleration): JsonObject =>
  present({
    effect: unlessEmpty(toleration.effect),
    key: unlessEmpty(toleration.key),
    operator: toleration.operator,
    tolerationSeconds: toleration.tolerationSeconds,
    value: unlessEmpty(toleration.value),
  });

const probeJson = ({ initialDelaySeconds, ...rest }: Probe): JsonObject =>
  present({ ...(rest as unknown as JsonObject), initialDelaySeconds: unlessZero(initialDelaySeconds) });

const containerJson = (container: Container | EphemeralContainer): JsonObject => {
  const { resources, ports, ...rest } = container;
  const { livenessProbe, readinessProbe, startupProbe }: Partial<Container> = container;
  return present({
    ...(rest as unknown as JsonObject),
    livenessProbe: livenessProbe && probeJson(livenessProbe),
    ports: ports.length === 0 ? undefined : (ports as unknown as Json),
    readinessProbe: readinessProbe && probeJson(readinessProbe),
    resources: filled(resources),
    startupProbe: startupProbe && probeJson(startupProbe),
  });
};

const ephemeralContainerJson = (container: EphemeralContainer): JsonObject => {
  const { targetContainerName } = container;
  return present({ ...containerJson(container), targetContainerName: unlessEmpty(targetContainerName) });
};

/** The spec as JSON; fields podsim does not model are in it as they were written. `nodeName` is set once bound. */
export const podSpecJson = (spec: PodSpec, nodeName?: string): JsonObject => {
  const { initContainers, containers, ephemeralContainers, tolerations, resources, volumes, ...rest } = spec;
  return present({
    ...(rest as unknown as JsonObject),
    containers: containers.map(containerJson),
    ephemeralContainers: ephemeralContainers?.map(ephemeralContainerJson),
    initContainers: initContainers.length === 0 ? undefined : initContainers.map(containerJson),
    nodeName: nodeName ?? spec.nodeName,
    resources: resources === undefined ? undefined : filled(resources),
    tolerations: tolerations.length === 0 ? undefined : tolerations.map(tolerationJson),
    volumes: volumes?.map(volumeJson),
  });
};

/** A template's spec: priority and preemption policy come with the pod's admission, unless they were written down. */
const templateSpecJson = (spec: PodSpec): JsonObject => {
  const { priority, preemptionPolicy } = spec;
  return present({
    ...podSpecJson(spec),
    preemptionPolicy: preemptionPolicy === "PreemptLowerPriority" ? undefined : preemptionPolicy,
    priority: unlessZero(priority),
  });
};

export const podTemplateJson = ({ metadata, spec }: PodTemplateSpec): JsonObject => ({
  metadata: present({
    annotations: unlessNone(metadata.annotations),
    finalizers: metadata.finalizers,
    labels: unlessNone(metadata.labels),
  }),
  spec: templateSpecJson(spec),
});
