// Objects that say what a namespace's pods may ask for, kept by name in the order in which the server goes through them.
import type { LimitRange } from "../api/limit-range.js";
import type { ResourceQuota } from "../api/resource-quota.js";
import type { SimTime } from "../time.js";

export interface NamespacePolicy<Policy extends LimitRange | ResourceQuota> {
  readonly object: Policy;
  readonly createdAtUs: SimTime;
}

const isNamed = ({ metadata }: LimitRange | ResourceQuota, namespace: string, name: string): boolean =>
  metadata.namespace === namespace && metadata.name === name;

export const withoutPolicy = <Policy extends LimitRange | ResourceQuota>(
  policies: readonly NamespacePolicy<Policy>[],
  namespace: string,
  name: string,
): readonly NamespacePolicy<Policy>[] => policies.filter(({ object }) => !isNamed(object, namespace, name));

export const withPolicy = <Policy extends LimitRange | ResourceQuota>(
  policies: readonly NamespacePolicy<Policy>[],
  object: Policy,
  at: SimTime,
): readonly NamespacePolicy<Policy>[] => {
  const { namespace, name } = object.metadata;
  const old = policies.find((policy) => isNamed(policy.object, namespace, name));
  const all = [...withoutPolicy(policies, namespace, name), { object, createdAtUs: old?.createdAtUs ?? at }];
  return all.sort((a, b) => (a.object.metadata.name < b.object.metadata.name ? -1 : 1));
};
