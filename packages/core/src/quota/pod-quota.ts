// Whether one more pod fits a namespace's ResourceQuotas, and what each of them counts.
import type { ResourceList } from "../api/meta.js";
import type { PodSpec } from "../api/pod.js";
import type { QuotaScope, ResourceQuota, ScopeRequirement } from "../api/resource-quota.js";
import type { PodState } from "../pod/pod-state.js";
import { isTerminalPhase } from "../pod/pod-state.js";
import { qosClass } from "../pod/qos.js";
import type { Quantity } from "../quantity.js";
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  subtractQuantities,
  ZERO,
} from "../quantity.js";
import type { SimTime } from "../time.js";
import { SECOND } from "../time.js";
import { podAmounts } from "./pod-amounts.js";

/** Resources by the name a quota gives them. */
export type QuotaUsage = ReadonlyMap<string, Quantity>;

const quantityOf = (text: string): Quantity => {
  const parsed = parseQuantity(text);
  return parsed._tag === "Right" ? parsed.right : ZERO;
};

const ONE = quantityOf("1");

/** Names a request goes by without saying that it is one. */
const PLAIN = new Set(["cpu", "memory", "ephemeral-storage"]);

/** What a pod adds to quotas, under every name it may be limited by. */
const usages = new WeakMap<PodSpec, QuotaUsage>();

export const podUsage = (spec: PodSpec): QuotaUsage => {
  let usage = usages.get(spec);
  if (usage === undefined) {
    const all = new Map<string, Quantity>([
      ["pods", ONE],
      ["count/pods", ONE],
    ]);
    for (const [resource, amount] of Object.entries(podAmounts(spec, "requests"))) {
      all.set(`requests.${resource}`, quantityOf(amount));
      if (PLAIN.has(resource)) all.set(resource, quantityOf(amount));
    }
    for (const [resource, amount] of Object.entries(podAmounts(spec, "limits"))) {
      all.set(`limits.${resource}`, quantityOf(amount));
    }
    usages.set(spec, (usage = all));
  }
  return usage;
};

/** A pod is charged until it has ended, or its grace has passed twice. */
export const isCharged = ({ status, deletion }: PodState, now: SimTime): boolean => {
  if (isTerminalPhase(status.phase)) return false;
  return deletion === null || now <= deletion.deletionTimestampUs + deletion.graceSeconds * SECOND;
};

const hasScope = (spec: PodSpec, scope: QuotaScope): boolean => {
  switch (scope) {
    case "Terminating":
      return spec.activeDeadlineSeconds !== undefined;
    case "NotTerminating":
      return spec.activeDeadlineSeconds === undefined;
    case "BestEffort":
      return qosClass(spec) === "BestEffort";
    case "NotBestEffort":
      return qosClass(spec) !== "BestEffort";
    case "PriorityClass":
      return (spec.priorityClassName ?? "") !== "";
    case "CrossNamespacePodAffinity":
      return [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity].some((terms) =>
        [
          ...(terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
          ...(terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) => one.podAffinityTerm),
        ].some(({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined),
      );
    case "VolumeAttributesClass":
      return false;
  }
};

const meets = (spec: PodSpec, { scopeName, operator, values = [] }: ScopeRequirement): boolean => {
  const has = hasScope(spec, scopeName);
  switch (operator) {
    case "Exists":
      return has;
    case "DoesNotExist":
      return !has;
    case "In":
      return has && values.includes(spec.priorityClassName ?? "");
    case "NotIn":
      return !values.includes(spec.priorityClassName ?? "");
  }
};

/** Whether the quota counts pods like this. */
export const covers = ({ spec: { scopes, scopeSelector } }: ResourceQuota, spec: PodSpec): boolean =>
  scopes.every((scope) => hasScope(spec, scope)) &&
  (scopeSelector?.matchExpressions ?? []).every((requirement) => meets(spec, requirement));

export const addUsage = (a: QuotaUsage, b: QuotaUsage): QuotaUsage => {
  const total = new Map(a);
  for (const [resource, amount] of b) total.set(resource, addQuantities(total.get(resource) ?? ZERO, amount));
  return total;
};

/** What every container has to say where a quota limits it: cpu and memory, requested or at most. */
const MANDATORY = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

const isUnset = (list: ResourceList, resource: string): boolean =>
  list[resource] === undefined || compareQuantities(quantityOf(list[resource]), ZERO) === 0;

/** "limits.cpu for: app,side; requests.memory for: app"; "" = every container says what it has to. */
const missingText = ({ spec: { hard } }: ResourceQuota, { containers, initContainers }: PodSpec): string =>
  MANDATORY.filter((name) => Object.hasOwn(hard, name))
    .sort()
    .flatMap((name) => {
      const [, side = "requests", resource = name] = /^(requests|limits)\.(.+)$/.exec(name) ?? [];
      const silent = [...containers, ...initContainers]
        .filter(({ resources }) => isUnset(side === "limits" ? resources.limits : resources.requests, resource))
        .map((container) => container.name);
      return silent.length === 0 ? [] : [`${name} for: ${silent.sort().join(",")}`];
    })
    .join("; ");

const listText = (names: readonly string[], amountOf: (name: string) => Quantity): string =>
  names.map((name) => `${name}=${formatQuantity(amountOf(name))}`).join(",");

/** What would be more than the quota has, in the server's words; "" = nothing. `used` is what it counts already. */
export const excessText = (quota: ResourceQuota, used: QuotaUsage, asked: QuotaUsage): string => {
  const exceeded = Object.entries(quota.spec.hard)
    .filter(([resource, hard]) => {
      const amount = asked.get(resource);
      if (amount === undefined) return false;
      return compareQuantities(addQuantities(used.get(resource) ?? ZERO, amount), quantityOf(hard)) > 0;
    })
    .map(([resource]) => resource)
    .sort();
  if (exceeded.length === 0) return "";
  const requested = listText(exceeded, (resource) => asked.get(resource) ?? ZERO);
  const before = listText(exceeded, (resource) => used.get(resource) ?? ZERO);
  const limited = listText(exceeded, (resource) => quantityOf(quota.spec.hard[resource] ?? "0"));
  return `exceeded quota: ${quota.metadata.name}, requested: ${requested}, used: ${before}, limited: ${limited}`;
};

const changeOf = (before: QuotaUsage, after: QuotaUsage): QuotaUsage => {
  const change = new Map<string, Quantity>();
  for (const resource of new Set([...before.keys(), ...after.keys()])) {
    change.set(resource, subtractQuantities(after.get(resource) ?? ZERO, before.get(resource) ?? ZERO));
  }
  return change;
};

/**
 * Why the quota refuses the pod, in the server's words; "" = it does not. `used` is what it counts already, which is
 * the pod as it was `before` where it is there and resized: then only the change is charged.
 */
export const quotaRefusal = (quota: ResourceQuota, used: QuotaUsage, spec: PodSpec, before?: PodSpec): string => {
  if (!covers(quota, spec)) return "";
  const { name } = quota.metadata;
  const missing = missingText(quota, spec);
  if (missing !== "") return `failed quota: ${name}: must specify ${missing}`;
  const asked = before === undefined ? podUsage(spec) : changeOf(podUsage(before), podUsage(spec));
  const isIdle = [...asked.values()].every((amount) => compareQuantities(amount, ZERO) === 0);
  return isIdle ? "" : excessText(quota, used, asked);
};
