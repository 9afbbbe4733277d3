// Namespace (core/v1): only its name and labels matter; its codec and its rules.
import type { ApiType } from "./api-type.js";
import type { ObjectMeta } from "./meta.js";
import { clusterMeta } from "./meta-codec.js";
import { fieldText } from "./errors.js";
import type { IgnoredField } from "./errors.js";
import { checkFinalizers, checkMeta } from "./meta-validation.js";
import { dns1123Label } from "./names.js";
import { constant, texts } from "./scalars.js";
import { completed, defaulted, optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface Namespace {
  readonly apiVersion: "v1";
  readonly kind: "Namespace";
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly finalizers?: readonly string[] };
}

const NAME_LABEL = "kubernetes.io/metadata.name";

const namespaceSpec = struct<NonNullable<Namespace["spec"]>>("NamespaceSpec", { finalizers: optional(texts) });

const namespaceAsWritten = struct<Namespace>(
  "Namespace",
  {
    apiVersion: defaulted(constant("v1"), "v1"),
    kind: defaulted(constant("Namespace"), "Namespace"),
    metadata: defaulted(clusterMeta, {}),
    spec: optionalPointer(namespaceSpec),
  },
  { inert: ["status"] },
);

/** Every namespace carries its name as a label. */
export const namespaceCodec: ApiType<Namespace> = completed(namespaceAsWritten, (draft) => {
  const { name, labels } = draft.metadata;
  if (name === "" || labels[NAME_LABEL] === name) return draft;
  return { ...draft, metadata: { ...draft.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
});

export const checkNamespace = (check: Validity, { metadata, spec }: Namespace): void => {
  checkMeta(check, metadata, dns1123Label);
  checkFinalizers(check, ["spec", "finalizers"], spec?.finalizers ?? []);
};

const ENFORCED = "pod-security.kubernetes.io/enforce";

/** Labels that make the server refuse pods, unless they allow everything. */
export const ignoredOfNamespace = ({ metadata: { labels } }: Namespace): readonly IgnoredField[] => {
  const level = labels[ENFORCED] ?? "privileged";
  if (level === "privileged") return [];
  const path = ["metadata", "labels", ENFORCED];
  const consequence = `pods that the standard ${level} forbids are admitted`;
  return [{ path, field: fieldText(path), code: "W501", consequence }];
};
