// StorageClass (storage.k8s.io/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { ObjectMeta } from "./meta.js";
import { clusterMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain, qualifiedName } from "./names.js";
import { constant, enumeration, text, textMap, texts, yesOrNo } from "./scalars.js";
import { defaulted, optional, struct } from "./struct.js";
import type { Validity } from "./validity.js";

/** Nodes whose label has one of the values; all requirements of a term have to hold. */
export interface TopologyTerm {
  readonly matchLabelExpressions: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface StorageClass {
  readonly apiVersion: "storage.k8s.io/v1";
  readonly kind: "StorageClass";
  readonly metadata: ObjectMeta;
  /** Who makes volumes of the class; "kubernetes.io/no-provisioner" = nobody. */
  readonly provisioner: string;
  readonly reclaimPolicy: "Retain" | "Delete";
  readonly volumeBindingMode: "Immediate" | "WaitForFirstConsumer";
  readonly allowVolumeExpansion: boolean;
  /** Where volumes may be made; [] = anywhere. */
  readonly allowedTopologies: readonly TopologyTerm[];
  readonly mountOptions?: readonly string[];
  /** For the provisioner. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const topologyRequirement = struct<TopologyTerm["matchLabelExpressions"][number]>("TopologySelectorLabelRequirement", {
  key: defaulted(text, ""),
  values: defaulted(texts, []),
});

const topologyTerm = struct<TopologyTerm>("TopologySelectorTerm", {
  matchLabelExpressions: defaulted(listOf(topologyRequirement), []),
});

export const storageClassCodec = struct<StorageClass>("StorageClass", {
  apiVersion: defaulted(constant("storage.k8s.io/v1"), "storage.k8s.io/v1"),
  kind: defaulted(constant("StorageClass"), "StorageClass"),
  metadata: defaulted(clusterMeta, {}),
  provisioner: defaulted(text, ""),
  reclaimPolicy: defaulted(enumeration(["Delete", "Retain"]), "Delete"),
  volumeBindingMode: defaulted(enumeration(["Immediate", "WaitForFirstConsumer"]), "Immediate"),
  allowVolumeExpansion: defaulted(yesOrNo, false),
  allowedTopologies: defaulted(listOf(topologyTerm), []),
  mountOptions: optional(texts),
  parameters: optional(textMap),
});

const PARAMETERS_MAX = 512;

const checkParameters = (check: Validity, parameters: Readonly<Record<string, string>>): void => {
  const names = Object.keys(parameters);
  if (names.length > PARAMETERS_MAX) check.tooLong(["parameters"], `must have at most ${PARAMETERS_MAX} items`);
  for (const name of names) {
    if (name !== "") continue;
    check.invalid(["parameters"], name, "field can not be empty.", { fix: "give the parameter a name" });
  }
};

export const checkStorageClass = (check: Validity, given: StorageClass): void => {
  checkMeta(check, given.metadata, dns1123Subdomain);
  if (given.provisioner === "") check.required(["provisioner"]);
  else check.names(["provisioner"], given.provisioner, qualifiedName(given.provisioner.toLowerCase()));
  checkParameters(check, given.parameters ?? {});
  for (const [i, { matchLabelExpressions }] of given.allowedTopologies.entries()) {
    for (const [k, { key, values }] of matchLabelExpressions.entries()) {
      const at = ["allowedTopologies", i, "matchLabelExpressions", k];
      check.names([...at, "key"], key, qualifiedName(key));
      if (values.length === 0) check.required([...at, "values"]);
    }
  }
};
