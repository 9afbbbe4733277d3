// What stands behind a Service, as Endpoints and as an EndpointSlice show it: addresses of pods and the ports they serve on.
import { specOf } from "@podsim/core";
import type { Endpoint, Labels, PodState, ServicePort, ServiceState } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { WallClock } from "../view/wall-clock.js";
import { derivedUid } from "./derived-uid.js";
import { fingerprint } from "../../run/fingerprint.js";
import type { JsonObject, KubeObject } from "./kube-object.js";
import { controllerReference, metadataOf, present } from "./kube-object.js";

export interface ServedPod {
  readonly endpoint: Endpoint;
  readonly pod: PodState;
  readonly ip: string;
}

export interface EndpointPort {
  /** "" for the only, unnamed port. */
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** Members that have an address, in order of their joining: what the EndpointSlices list. */
export const servedPods = (service: ServiceState, world: WorldView): readonly ServedPod[] => {
  const served: ServedPod[] = [];
  for (const endpoint of world.endpoints.of(service.ix).values()) {
    const pod = world.pods.at(endpoint.pod);
    const ip = pod?.status.podIP ?? null;
    if (pod !== undefined && ip !== null) served.push({ endpoint, pod, ip });
  }
  return served;
};

/** Bytewise, as Kubernetes compares them: an address is no number here. */
const byAddress = (a: ServedPod, b: ServedPod): number => {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  return a.pod.identity.uid < b.pod.identity.uid ? -1 : 1;
};

/** What Endpoints list, by address: of pods that are on their way out only those that are published ready or not. */
export const endpointsPods = (service: ServiceState, world: WorldView): readonly ServedPod[] =>
  servedPods(service, world)
    .filter(({ endpoint }) => !endpoint.terminating || service.object.spec.publishNotReadyAddresses)
    .sort(byAddress);

/** The number behind targetPort in this pod; null if the pod has no port of that name. */
const portOf = (port: ServicePort, pod: PodState): number | null => {
  if (typeof port.targetPort === "number") return port.targetPort;
  for (const container of specOf(pod).containers) {
    const named = container.ports.find(({ name }) => name === port.targetPort);
    if (named !== undefined) return named.containerPort;
  }
  return null;
};

/** The ports of a Service as its first pod serves them; a named port that differs between pods shows once. */
export const endpointPorts = (service: ServiceState, served: readonly ServedPod[]): readonly EndpointPort[] =>
  service.object.spec.ports.flatMap((port) => {
    const numbers = served.map(({ pod }) => portOf(port, pod));
    const number = served.length === 0 && typeof port.targetPort === "number" ? port.targetPort : numbers.find(Boolean);
    return number == null ? [] : [{ name: port.name ?? "", port: number, protocol: port.protocol }];
  });

const targetRef = ({ pod }: ServedPod): JsonObject => ({
  kind: "Pod",
  name: pod.identity.name,
  namespace: pod.identity.namespace,
  uid: pod.identity.uid,
});

const portJson = ({ name, port, protocol }: EndpointPort): JsonObject =>
  present({ name: name === "" ? undefined : name, port, protocol });

const HEADLESS = "service.kubernetes.io/headless";

/** The Service's own labels, and that there is no address in front of its pods. */
const serviceLabels = ({ object: { metadata, spec } }: ServiceState): Labels =>
  spec.clusterIP === "None" ? { ...metadata.labels, [HEADLESS]: "" } : metadata.labels;

export const endpointsLabels = (service: ServiceState): Labels => ({
  ...serviceLabels(service),
  "endpoints.kubernetes.io/managed-by": "endpoint-controller",
});

export const endpointSliceLabels = (service: ServiceState): Labels => ({
  ...serviceLabels(service),
  "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
  "kubernetes.io/service-name": service.object.metadata.name,
});

export const endpointsObject = (service: ServiceState, world: WorldView, clock: WallClock): KubeObject => {
  const { name, namespace } = service.object.metadata;
  const served = endpointsPods(service, world);
  const addresses = (ready: boolean): readonly JsonObject[] =>
    served
      .filter(({ endpoint }) => endpoint.ready === ready)
      .map((one) => present({ ip: one.ip, nodeName: one.pod.binding?.nodeName, targetRef: targetRef(one) }));
  const [ready, notReady] = [addresses(true), addresses(false)];
  const subset = present({
    addresses: ready.length === 0 ? undefined : ready,
    notReadyAddresses: notReady.length === 0 ? undefined : notReady,
    ports: endpointPorts(service, served).map(portJson),
  });
  const uid = derivedUid("Endpoints", namespace, name);
  const [labels, annotations] = [endpointsLabels(service), {}];
  return present({
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: metadataOf({ name, namespace, uid, createdAtUs: service.createdAtUs, labels, annotations }, clock),
    subsets: served.length === 0 ? undefined : [subset],
  }) as KubeObject;
};

const SUFFIX_LENGTH = 5;

/** The Service's name and five characters, as a generated name has. */
export const endpointSliceName = (service: ServiceState): string => {
  const { name, namespace } = service.object.metadata;
  return `${name}-${fingerprint({ slice: `${namespace}/${name}` }).slice(0, SUFFIX_LENGTH)}`;
};

export const zoneOf = (pod: PodState, world: WorldView): string | undefined => {
  const node = pod.binding === null ? undefined : world.nodes.at(pod.binding.nodeIx);
  return node?.labels["topology.kubernetes.io/zone"];
};

export const endpointSliceObject = (service: ServiceState, world: WorldView, clock: WallClock): KubeObject => {
  const { name: serviceName, namespace } = service.object.metadata;
  const name = endpointSliceName(service);
  const served = servedPods(service, world);
  const owner = controllerReference("v1", "Service", serviceName, derivedUid("Service", namespace, serviceName));
  return {
    addressType: "IPv4",
    apiVersion: "discovery.k8s.io/v1",
    endpoints: served.map((one) =>
      present({
        addresses: [one.ip],
        conditions: { ready: one.endpoint.ready, serving: one.endpoint.serving, terminating: one.endpoint.terminating },
        nodeName: one.pod.binding?.nodeName,
        targetRef: targetRef(one),
        zone: zoneOf(one.pod, world),
      }),
    ),
    kind: "EndpointSlice",
    metadata: metadataOf(
      {
        name,
        namespace,
        uid: derivedUid("EndpointSlice", namespace, name),
        createdAtUs: service.createdAtUs,
        labels: endpointSliceLabels(service),
        annotations: {},
        generateName: `${serviceName}-`,
        owner,
      },
      clock,
    ),
    ports: endpointPorts(service, served).map(portJson),
  };
};
