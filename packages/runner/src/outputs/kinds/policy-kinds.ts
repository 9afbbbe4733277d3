// ResourceQuotas and LimitRanges, with kubectl's columns.
import type { LimitRange, NamespacePolicy, ResourceQuota } from "@podsim/core";
import { describeLimitRange, describeResourceQuota } from "../describe/describe-policies.js";
import type { JsonObject, KubeObject } from "../objects/kube-object.js";
import { filled, metadataOf } from "../objects/kube-object.js";
import { derivedUid } from "../objects/derived-uid.js";
import { quotaUsed } from "../objects/quota-used.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";

const policyObject = (
  { object, createdAtUs }: NamespacePolicy<LimitRange | ResourceQuota>,
  parts: { readonly spec: JsonObject; readonly status?: JsonObject },
  view: RunView,
): KubeObject => {
  const { name, namespace, labels, annotations } = object.metadata;
  const uid = derivedUid(object.kind, namespace, name);
  return {
    apiVersion: "v1",
    kind: object.kind,
    metadata: metadataOf({ name, namespace, uid, createdAtUs, labels, annotations }, view.clock),
    ...parts,
  };
};

const listedQuota = (policy: NamespacePolicy<ResourceQuota>, view: RunView): Listed => {
  const { object, createdAtUs } = policy;
  const { name, namespace, labels } = object.metadata;
  const texts = (isLimit: boolean): string =>
    Object.entries(quotaUsed(object, view))
      .filter(([resource]) => resource.startsWith("limits") === isLimit)
      .map(([resource, used]) => `${resource}: ${used}/${object.spec.hard[resource] ?? ""}`)
      .join(", ");
  return {
    namespace,
    name,
    labels,
    cells: () => [name, texts(false), texts(true), ageText(createdAtUs, view.nowUs)],
    toObject: () => {
      const status = { hard: object.spec.hard, used: quotaUsed(object, view) };
      return policyObject(policy, { spec: filled(object.spec), status }, view);
    },
  };
};

export const resourceQuotas: ObjectKind = {
  kind: "ResourceQuota",
  group: "",
  plural: "resourcequotas",
  singular: "resourcequota",
  shortNames: ["quota"],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "REQUEST" }, { name: "LIMIT" }, AGE_COLUMN],
  list: (view) => inKeyOrder((view.world.cluster.resourceQuotas ?? []).map((one) => listedQuota(one, view))),
  describe: (view, namespace, name, out) => {
    const found = view.world.cluster.resourceQuotas?.find(
      ({ object: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
    if (found !== undefined) describeResourceQuota(found.object, view, out);
  },
  watching: null,
};

export const limitRanges: ObjectKind = {
  kind: "LimitRange",
  group: "",
  plural: "limitranges",
  singular: "limitrange",
  shortNames: ["limits"],
  namespaced: true,
  inAll: false,
  columns: [NAME_COLUMN, { name: "CREATED AT" }],
  list: (view) =>
    inKeyOrder(
      (view.world.cluster.limitRanges ?? []).map((policy) => {
        const { name, namespace, labels } = policy.object.metadata;
        return {
          namespace,
          name,
          labels,
          cells: () => [name, view.clock.timestamp(policy.createdAtUs)],
          toObject: () => policyObject(policy, { spec: { limits: policy.object.spec.limits.map(filled) } }, view),
        };
      }),
    ),
  describe: (view, namespace, name, out) => {
    const found = view.world.cluster.limitRanges?.find(
      ({ object: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
    if (found !== undefined) describeLimitRange(found.object, out);
  },
  watching: null,
};
