// Naming an object in a request, and what the server says when it is not there.
import { requestRefused } from "@podsim/core";
import type { Outbox } from "../actor.js";

export interface ObjectRef {
  readonly kind: string;
  /** "" for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
}

const RESOURCES: Readonly<Record<string, string>> = {
  Pod: "pods",
  Node: "nodes",
  Namespace: "namespaces",
  Service: "services",
  Deployment: "deployments.apps",
  ReplicaSet: "replicasets.apps",
  DaemonSet: "daemonsets.apps",
  StatefulSet: "statefulsets.apps",
  HorizontalPodAutoscaler: "horizontalpodautoscalers.autoscaling",
  CronJob: "cronjobs.batch",
  Lease: "leases.coordination.k8s.io",
  LimitRange: "limitranges",
  ResourceQuota: "resourcequotas",
  Job: "jobs.batch",
  PodDisruptionBudget: "poddisruptionbudgets.policy",
  PersistentVolume: "persistentvolumes",
  PersistentVolumeClaim: "persistentvolumeclaims",
  StorageClass: "storageclasses.storage.k8s.io",
  CSINode: "csinodes.storage.k8s.io",
  RuntimeClass: "runtimeclasses.node.k8s.io",
  PriorityClass: "priorityclasses.scheduling.k8s.io",
};

/** Kubernetes' name of the resource, e.g. "deployments.apps". */
const resourceOf = (kind: string): string => RESOURCES[kind] ?? `${kind.toLowerCase()}s`;

export const refuse = (ref: ObjectRef, message: string, out: Outbox): void =>
  out.record(requestRefused, 0, { kind: ref.kind, namespace: ref.namespace, name: ref.name, message });

export const refuseMissing = (ref: ObjectRef, out: Outbox): void =>
  refuse(ref, `${resourceOf(ref.kind)} "${ref.name}" not found`, out);
