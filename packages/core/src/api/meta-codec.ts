// Codecs of the parts that Kubernetes objects share.
import { listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import type {
  LabelSelector,
  LabelSelectorRequirement,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  ObjectMeta,
  OwnerReference,
  Taint,
  TemplateMeta,
  Toleration,
} from "./meta.js";
import { enumeration, int64, text, textMap, texts, yesOrNo } from "./scalars.js";
import { completed, defaulted, optional, optionalPointer, governing, required, struct } from "./struct.js";

const OPERATOR_WORDS = { invalid: "not a valid selector operator" };

const ownerReference = struct<OwnerReference>(
  "OwnerReference",
  {
    apiVersion: defaulted(text, ""),
    kind: defaulted(text, ""),
    name: defaulted(text, ""),
    uid: defaulted(text, ""),
    controller: optionalPointer(yesOrNo),
  },
  { inert: ["blockOwnerDeletion"] },
);

const DELETED_ALREADY = "the object starts as if nobody had deleted it";

const metaParts = (scope: "namespaced" | "cluster") => ({
  name: defaulted(text, ""),
  namespace: defaulted(text, scope === "namespaced" ? "default" : ""),
  labels: defaulted(textMap, {}),
  annotations: defaulted(textMap, {}),
  ownerReferences: optional(listOf(ownerReference)),
});

const META_INERT = [
  "generateName",
  "selfLink",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
];

const metaFields = (scope: "namespaced" | "cluster") =>
  struct<Omit<ObjectMeta, "found" | "finalizers">>("ObjectMeta", metaParts(scope), {
    notModelled: {
      deletionTimestamp: DELETED_ALREADY,
      finalizers: "a deleted object goes without waiting for its finalizers",
    },
    inert: META_INERT,
  });

/** Metadata of a namespaced object; its namespace is "default" where none is given. */
export const namespacedMeta: ApiType<ObjectMeta> = metaFields("namespaced");

/** Metadata of a pod, which waits for its finalizers. */
export const podMeta: ApiType<ObjectMeta> = struct<Omit<ObjectMeta, "found">>(
  "ObjectMeta",
  { ...metaParts("namespaced"), finalizers: optional(texts) },
  { notModelled: { deletionTimestamp: DELETED_ALREADY }, inert: META_INERT },
);

/** Metadata of a cluster-scoped object; a namespace given is dropped, as the API server does. */
export const clusterMeta: ApiType<ObjectMeta> = completed(metaFields("cluster"), (meta) => ({
  ...meta,
  namespace: "",
}));

export const templateMeta = struct<TemplateMeta>(
  "ObjectMeta",
  { labels: defaulted(textMap, {}), annotations: defaulted(textMap, {}), finalizers: optional(texts) },
  {
    inert: [
      "name",
      "namespace",
      "generateName",
      "selfLink",
      "uid",
      "resourceVersion",
      "generation",
      "creationTimestamp",
      "deletionTimestamp",
      "deletionGracePeriodSeconds",
      "ownerReferences",
      "managedFields",
    ],
  },
);

const labelRequirement = struct<LabelSelectorRequirement>("LabelSelectorRequirement", {
  key: defaulted(text, ""),
  operator: governing(enumeration(["In", "NotIn", "Exists", "DoesNotExist"], OPERATOR_WORDS), "Exists"),
  values: optional(texts),
});

export const labelSelector = struct<LabelSelector>("LabelSelector", {
  matchLabels: optional(textMap),
  matchExpressions: optional(listOf(labelRequirement)),
});

const nodeRequirement = struct<NodeSelectorRequirement>("NodeSelectorRequirement", {
  key: defaulted(text, ""),
  operator: governing(enumeration(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"], OPERATOR_WORDS), "Exists"),
  values: optional(texts),
});

export const nodeSelectorTerm = struct<NodeSelectorTerm>("NodeSelectorTerm", {
  matchExpressions: optional(listOf(nodeRequirement)),
  matchFields: optional(listOf(nodeRequirement)),
});

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

export const taint = struct<Taint>(
  "Taint",
  {
    key: defaulted(text, ""),
    value: defaulted(text, ""),
    effect: required(enumeration(EFFECTS, { emptyIsMissing: true }), "NoSchedule"),
  },
  { inert: ["timeAdded"] },
);

export const toleration = struct<Toleration>("Toleration", {
  key: defaulted(text, ""),
  operator: defaulted(enumeration(["Exists", "Equal"]), "Equal"),
  value: defaulted(text, ""),
  effect: defaulted(enumeration([...EFFECTS, ""]), ""),
  tolerationSeconds: optionalPointer(int64),
});
