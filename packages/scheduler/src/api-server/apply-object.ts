// Taking an object in: it is created, or replaced where it exists.
import {
  autoscalerApplied,
  budgetApplied,
  configMapApplied,
  cronJobApplied,
  deploymentApplied,
  formatLabelSelector,
  leaseApplied,
  namespaceAnnotated,
  namespaceCreated,
  nodeAdded,
  nodeRelabelled,
  podBound,
  podCreated,
  secretApplied,
  serviceApplied,
} from "@podsim/core";
import type {
  ConfigMap,
  Deployment,
  KubernetesObject,
  Namespace,
  Node,
  Pod,
  PodTemplateSpec,
  Secret,
} from "@podsim/core";
import { admitTemplate } from "./admission.js";
import { secondDefaultRefusal, takenRefusal } from "./given-once.js";
import { objectRefusal } from "./object-limits.js";
import { PodLimits } from "./pod-limits.js";
import { applyStorageObject } from "./apply-storage.js";
import { refuse } from "./object-ref.js";
import type { ObjectRef } from "./object-ref.js";
import type { RequestContext } from "./request.js";
import type { Outbox } from "../actor.js";
import { appliedUid } from "./uid.js";
import { updatePod } from "./update-pod.js";
import { applyJob } from "./apply-job.js";
import { applyReplicaSet } from "./apply-replica-set.js";
import { applyRule } from "./apply-rule.js";
import { applyDaemonSet, applyStatefulSet } from "./apply-workload.js";

export const refOf = (object: KubernetesObject): ObjectRef => ({
  kind: object.kind,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});

const templates = new WeakMap<Pod["spec"], PodTemplateSpec>();

/** Pods of their own that share spec, labels and annotations share a template, whose identity is their equivalence class. */
const templateOf = ({ metadata, spec }: Pod): PodTemplateSpec => {
  const { labels, annotations, finalizers } = metadata;
  const known = templates.get(spec);
  const isKnown = known?.metadata.labels === labels && known.metadata.annotations === annotations;
  if (isKnown && known.metadata.finalizers === finalizers) return known;
  const template = {
    metadata: { labels, annotations, ...(finalizers === undefined ? {} : { finalizers }) },
    spec,
  };
  templates.set(spec, template);
  return template;
};

const applyPod = (pod: Pod, context: RequestContext, out: Outbox): void => {
  const { plane } = context;
  const { namespace, name } = pod.metadata;
  const { world } = plane;
  const ref = refOf(pod);
  const old = world.pods.find(namespace, name);
  if (old !== undefined) return updatePod(old, pod, plane, out);
  if ((pod.spec.ephemeralContainers ?? []).length > 0) {
    return refuse(ref, `Pod "${name}" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create`, out);
  }
  const admitted = admitTemplate(templateOf(pod), plane, namespace);
  if (admitted._tag === "Left") return refuse(ref, `pods "${name}" is forbidden: ${admitted.left}`, out);
  const refusal = new PodLimits(world, namespace, world.nowUs).admit(admitted.right.spec);
  if (refusal !== "") return refuse(ref, `pods "${name}" is forbidden: ${refusal}`, out);
  const podIx = world.pods.nextIx;
  out.record(podCreated, podIx, {
    podIx,
    namespace,
    name,
    uid: appliedUid(context, "pod", pod.metadata),
    template: admitted.right,
    ownerKind: null,
    ownerName: null,
    ownerIx: null,
  });
  const nodeIx = pod.spec.nodeName === undefined ? undefined : world.nodes.ixOf(pod.spec.nodeName);
  if (pod.spec.nodeName !== undefined && nodeIx !== undefined) {
    out.record(podBound, podIx, { node: pod.spec.nodeName, nodeIx, by: "manifest" });
  }
};

const applyNode = (node: Node, { plane }: RequestContext, out: Outbox): void => {
  const ix = plane.world.nodes.ixOf(node.metadata.name);
  if (ix === undefined) {
    const nodeIx = plane.world.nodes.nextIx;
    return out.record(nodeAdded, nodeIx, { nodeIx, object: node });
  }
  out.record(nodeRelabelled, ix, { labels: node.metadata.labels });
};

const applyDeployment = (object: Deployment, context: RequestContext, out: Outbox): void => {
  const { plane } = context;
  const { namespace, name } = object.metadata;
  const old = plane.world.deployments.find(namespace, name);
  if (old === undefined) {
    const deploymentIx = plane.world.deployments.nextIx;
    const uid = object.metadata.found?.uid ?? appliedUid(context, "deployment", object.metadata);
    return out.record(deploymentApplied, deploymentIx, { deploymentIx, uid, object });
  }
  if (formatLabelSelector(old.object.spec.selector) !== formatLabelSelector(object.spec.selector)) {
    return refuse(refOf(object), `Deployment.apps "${name}" is invalid: spec.selector: field is immutable`, out);
  }
  out.record(deploymentApplied, old.ix, { deploymentIx: old.ix, uid: old.uid, object });
};

const IMMUTABLE = "Forbidden: field is immutable when `immutable` is set";

const hasSameData = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

const applyConfigMap = (object: ConfigMap, { plane }: RequestContext, out: Outbox): void => {
  const { namespace, name } = object.metadata;
  const { configMaps } = plane.world;
  const old = configMaps.find(namespace, name);
  const isFixed = old?.object.immutable === true;
  if (isFixed && object.immutable !== true) {
    return refuse(refOf(object), `ConfigMap "${name}" is invalid: immutable: ${IMMUTABLE}`, out);
  }
  if (isFixed && !hasSameData([old.object.data, old.object.binaryData], [object.data, object.binaryData])) {
    return refuse(refOf(object), `ConfigMap "${name}" is invalid: data: ${IMMUTABLE}`, out);
  }
  const configMapIx = old?.ix ?? configMaps.nextIx;
  out.record(configMapApplied, configMapIx, { configMapIx, object });
};

const applySecret = (object: Secret, { plane }: RequestContext, out: Outbox): void => {
  const { namespace, name } = object.metadata;
  const { secrets } = plane.world;
  const old = secrets.find(namespace, name);
  const invalid = (why: string): void => refuse(refOf(object), `Secret "${name}" is invalid: ${why}`, out);
  if (old !== undefined && old.object.type !== object.type) {
    return invalid(`type: Invalid value: "${object.type}": field is immutable`);
  }
  if (old?.object.immutable === true) {
    if (object.immutable !== true) return invalid(`immutable: ${IMMUTABLE}`);
    if (!hasSameData(old.object.data, object.data)) return invalid(`data: ${IMMUTABLE}`);
  }
  const secretIx = old?.ix ?? secrets.nextIx;
  out.record(secretApplied, secretIx, { secretIx, object });
};

const applyNamespace = ({ metadata }: Namespace, { plane }: RequestContext, out: Outbox): void => {
  const { name, labels, annotations } = metadata;
  out.record(namespaceCreated, 0, { name, labels: { ...labels, "kubernetes.io/metadata.name": name } });
  const old = plane.world.cluster.namespaces.find((namespace) => namespace.name === name)?.annotations ?? {};
  if (Object.keys({ ...old, ...annotations }).length > 0) out.record(namespaceAnnotated, 0, { name, annotations });
};

/** Creates the object, or replaces it where it exists. */
export const applyObject = (object: KubernetesObject, context: RequestContext, out: Outbox): void => {
  const { world } = context.plane;
  const { namespace, name, found } = object.metadata;
  // What a cluster was found with is there, whatever its quotas say.
  const refusal = found === undefined ? objectRefusal(object, world) : "";
  if (refusal !== "") return refuse(refOf(object), refusal, out);
  switch (object.kind) {
    case "Pod":
      return applyPod(object, context, out);
    case "Node":
      return applyNode(object, context, out);
    case "Namespace":
      return applyNamespace(object, context, out);
    case "Deployment":
      return applyDeployment(object, context, out);
    case "ReplicaSet":
      return applyReplicaSet(object, context, out);
    case "DaemonSet":
      return applyDaemonSet(object, context, out);
    case "StatefulSet":
      return applyStatefulSet(object, context, out);
    case "CronJob": {
      const old = world.cronJobs.find(namespace, name);
      const cronJobIx = old?.ix ?? world.cronJobs.nextIx;
      const uid = old?.uid ?? found?.uid ?? appliedUid(context, "cron-job", object.metadata);
      return out.record(cronJobApplied, cronJobIx, { cronJobIx, uid, object });
    }
    case "HorizontalPodAutoscaler": {
      const old = world.autoscalers.find(namespace, name);
      const autoscalerIx = old?.ix ?? world.autoscalers.nextIx;
      const uid = old?.uid ?? found?.uid ?? appliedUid(context, "horizontal-pod-autoscaler", object.metadata);
      return out.record(autoscalerApplied, autoscalerIx, { autoscalerIx, uid, object });
    }
    case "Job":
      return applyJob(object, context, out);
    case "Service": {
      const taken = takenRefusal(object, world);
      if (taken !== "") return refuse(refOf(object), taken, out);
      const serviceIx = world.services.ixOf(namespace, name) ?? world.services.nextIx;
      return out.record(serviceApplied, serviceIx, { serviceIx, object });
    }
    case "ConfigMap":
      return applyConfigMap(object, context, out);
    case "Secret":
      return applySecret(object, context, out);
    case "Lease": {
      const leaseIx = world.leases.ixOf(namespace, name) ?? world.leases.nextIx;
      return out.record(leaseApplied, leaseIx, { leaseIx, holder: object.spec.holderIdentity ?? "", object });
    }
    case "PriorityClass": {
      const second = secondDefaultRefusal(object, world);
      return second === "" ? applyRule(object, out) : refuse(refOf(object), second, out);
    }
    case "LimitRange":
    case "ResourceQuota":
    case "RuntimeClass":
      return applyRule(object, out);
    case "PodDisruptionBudget": {
      const budgetIx = world.budgets.ixOf(namespace, name) ?? world.budgets.nextIx;
      return out.record(budgetApplied, budgetIx, { budgetIx, object });
    }
    case "PersistentVolumeClaim":
    case "PersistentVolume":
    case "StorageClass":
    case "CSINode":
      return applyStorageObject(object, context.plane, out);
  }
};
