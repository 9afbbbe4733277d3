// Services, ConfigMaps, Secrets, Leases, disruption budgets, namespaces and priority classes as `get -o json` shows them: their manifests with metadata
// and, where they have one, a status.
import type {
  BudgetState,
  ConfigMapState,
  LeaseState,
  NamespaceState,
  ObjectMeta,
  PriorityClass,
  RuntimeClass,
  SecretState,
  ServiceState,
  SimTime,
} from "@podsim/core";
import type { WallClock } from "../view/wall-clock.js";
import { derivedUid } from "./derived-uid.js";
import type { Json, JsonObject, KubeObject } from "./kube-object.js";
import { filled, metadataOf, present } from "./kube-object.js";
import { tolerationJson } from "./pod-spec-json.js";

const metadata = (kind: string, meta: ObjectMeta, createdAtUs: SimTime, clock: WallClock): JsonObject => {
  const { name, namespace, labels, annotations } = meta;
  return metadataOf(
    { name, namespace, uid: derivedUid(kind, namespace, name), createdAtUs, labels, annotations },
    clock,
  );
};

const portsJson = (service: ServiceState): Json | undefined =>
  service.object.spec.ports.length === 0 ? undefined : (service.object.spec.ports as unknown as Json);

export const serviceObject = (service: ServiceState, clock: WallClock): KubeObject => {
  const { ports: _, publishNotReadyAddresses, ...spec } = service.object.spec;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata("Service", service.object.metadata, service.createdAtUs, clock),
    spec: present({
      ...(spec as unknown as Record<string, Json>),
      ports: portsJson(service),
      publishNotReadyAddresses: publishNotReadyAddresses ? true : undefined,
    }),
    status: { loadBalancer: {} },
  };
};

/** The policy is no default of the server's: without one it goes by IfHealthyBudget and shows nothing. */
const budgetSpecJson = ({ unhealthyPodEvictionPolicy, ...spec }: BudgetState["object"]["spec"]): JsonObject =>
  present({
    ...(spec as unknown as JsonObject),
    unhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy === "AlwaysAllow" ? unhealthyPodEvictionPolicy : undefined,
  });

/** The one condition a budget has. */
const disruptionAllowed = ({ generation, status, verdictSinceUs }: BudgetState, clock: WallClock): JsonObject => {
  const isAllowed = status.disruptionsAllowed > 0;
  return {
    lastTransitionTime: clock.timestamp(verdictSinceUs),
    message: "",
    observedGeneration: generation,
    reason: isAllowed ? "SufficientPods" : "InsufficientPods",
    status: isAllowed ? "True" : "False",
    type: "DisruptionAllowed",
  };
};

export const budgetObject = (budget: BudgetState, clock: WallClock): KubeObject => {
  const { object, createdAtUs, generation, status } = budget;
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { ...metadata("PodDisruptionBudget", object.metadata, createdAtUs, clock), generation },
    spec: budgetSpecJson(object.spec),
    status: {
      conditions: [disruptionAllowed(budget, clock)],
      currentHealthy: status.currentHealthy,
      desiredHealthy: status.desiredHealthy,
      disruptionsAllowed: status.disruptionsAllowed,
      expectedPods: status.expectedPods,
      // Its controller looks at it as soon as it changes.
      observedGeneration: generation,
    },
  };
};

const unlessNone = (values: Readonly<Record<string, string>>): JsonObject | undefined =>
  Object.keys(values).length === 0 ? undefined : values;

export const configMapObject = ({ object, createdAtUs }: ConfigMapState, clock: WallClock): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: metadata("ConfigMap", object.metadata, createdAtUs, clock),
  ...present({
    binaryData: unlessNone(object.binaryData),
    data: unlessNone(object.data),
    immutable: object.immutable,
  }),
});

export const secretObject = ({ object, createdAtUs }: SecretState, clock: WallClock): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: metadata("Secret", object.metadata, createdAtUs, clock),
  ...present({ data: unlessNone(object.data), immutable: object.immutable, type: object.type }),
});

export const leaseObject = ({ object, createdAtUs }: LeaseState, clock: WallClock): KubeObject => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: metadata("Lease", object.metadata, createdAtUs, clock),
  spec: object.spec as unknown as JsonObject,
});

export const namespaceObject = (
  { name, labels, annotations, createdAtUs }: NamespaceState,
  clock: WallClock,
): KubeObject => {
  const meta = { name, namespace: "", labels, annotations };
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: metadata("Namespace", meta, createdAtUs, clock),
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  };
};

export const priorityClassObject = (object: PriorityClass, createdAtUs: SimTime, clock: WallClock): KubeObject => {
  const { apiVersion, kind, metadata: meta, ...rest } = object;
  // Its spec never changes, so that there is no second generation.
  return {
    apiVersion,
    kind,
    metadata: { ...metadata(kind, meta, createdAtUs, clock), generation: 1 },
    ...filled(rest),
  };
};

export const runtimeClassObject = (object: RuntimeClass, createdAtUs: SimTime, clock: WallClock): KubeObject => {
  const { apiVersion, kind, metadata: meta, scheduling, ...rest } = object;
  const tolerations = scheduling?.tolerations.map(tolerationJson);
  return {
    apiVersion,
    kind,
    metadata: metadata(kind, meta, createdAtUs, clock),
    ...(rest as unknown as JsonObject),
    ...present({ scheduling: scheduling && filled({ ...scheduling, tolerations }) }),
  };
};
