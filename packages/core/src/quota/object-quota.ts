// What objects other than pods add to a namespace's ResourceQuotas: their number, and for some of them more.
import type { Kind } from "../api/object.js";
import type { PersistentVolumeClaim } from "../api/persistent-volume-claim.js";
import type { ResourceQuota } from "../api/resource-quota.js";
import type { Service } from "../api/service.js";
import type { Quantity } from "../quantity.js";
import { quantityFrom } from "../api/quantity-text.js";
import { claimClassOf } from "../storage/claim-state.js";
import { excessText } from "./pod-quota.js";
import type { QuotaUsage } from "./pod-quota.js";

/** An object as quotas count it: of most kinds they see no more than that it is there. */
export type Countable =
  Service | PersistentVolumeClaim | { readonly kind: Exclude<Kind, "Service" | "PersistentVolumeClaim"> };

/** Kinds that quotas count besides pods, by their resource as the API server calls it. */
export const COUNTED_KINDS: Readonly<Partial<Record<Kind, string>>> = {
  ConfigMap: "configmaps",
  CronJob: "cronjobs.batch",
  DaemonSet: "daemonsets.apps",
  Deployment: "deployments.apps",
  HorizontalPodAutoscaler: "horizontalpodautoscalers.autoscaling",
  Job: "jobs.batch",
  Lease: "leases.coordination.k8s.io",
  LimitRange: "limitranges",
  PersistentVolumeClaim: "persistentvolumeclaims",
  PodDisruptionBudget: "poddisruptionbudgets.policy",
  ReplicaSet: "replicasets.apps",
  ResourceQuota: "resourcequotas",
  Secret: "secrets",
  Service: "services",
  StatefulSet: "statefulsets.apps",
};

/** Resources that quotas know by their plain name as well. */
const PLAIN = new Set(["configmaps", "persistentvolumeclaims", "resourcequotas", "secrets", "services"]);

const ONE = quantityFrom("1");

const serviceUsage = ({ spec: { type, ports } }: Service): [string, Quantity][] => {
  const balancers: [string, Quantity][] = type === "LoadBalancer" ? [["services.loadbalancers", ONE]] : [];
  if (type !== "LoadBalancer" && type !== "NodePort") return balancers;
  return [...balancers, ["services.nodeports", quantityFrom(String(ports.length))]];
};

const claimUsage = (claim: PersistentVolumeClaim): [string, Quantity][] => {
  const storage = quantityFrom(claim.spec.resources.requests["storage"] ?? "0");
  const storageClass = claimClassOf(claim);
  if (storageClass === "") return [["requests.storage", storage]];
  const prefix = `${storageClass}.storageclass.storage.k8s.io/`;
  return [
    ["requests.storage", storage],
    [`${prefix}requests.storage`, storage],
    [`${prefix}persistentvolumeclaims`, ONE],
  ];
};

const extrasOf = (object: Countable): [string, Quantity][] => {
  if (object.kind === "Service") return serviceUsage(object);
  return object.kind === "PersistentVolumeClaim" ? claimUsage(object) : [];
};

/** Under every name it may be limited by; nothing of a kind that is not counted. */
export const objectUsage = (object: Countable): QuotaUsage => {
  const resource = COUNTED_KINDS[object.kind];
  if (resource === undefined) return new Map();
  const plain: [string, Quantity][] = PLAIN.has(resource) ? [[resource, ONE]] : [];
  return new Map([[`count/${resource}`, ONE], ...plain, ...extrasOf(object)]);
};

/** Whether the quota counts objects of the kind: one with scopes is about pods alone. */
export const countsKind = ({ spec: { hard, scopes, scopeSelector } }: ResourceQuota, kind: Kind): boolean => {
  const resource = COUNTED_KINDS[kind];
  if (resource === undefined || scopes.length > 0 || scopeSelector !== undefined) return false;
  return Object.keys(hard).some((name) => {
    if (name === `count/${resource}` || (PLAIN.has(resource) && name === resource)) return true;
    if (kind === "Service") return name.startsWith("services.");
    return kind === "PersistentVolumeClaim" && (name === "requests.storage" || name.includes(".storageclass."));
  });
};

/** Why the quota refuses one object more, in the server's words; "" = it does not. `used` is what it counts already. */
export const objectQuotaRefusal = (quota: ResourceQuota, used: QuotaUsage, object: Countable): string =>
  countsKind(quota, object.kind) ? excessText(quota, used, objectUsage(object)) : "";
