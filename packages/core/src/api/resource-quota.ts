// ResourceQuota (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { ObjectMeta, ResourceList } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { resourceList } from "./resource-list.js";
import { constant, enumeration, texts } from "./scalars.js";
import { defaulted, optional, required, struct } from "./struct.js";
import type { Validity } from "./validity.js";

const SCOPES = [
  "BestEffort",
  "CrossNamespacePodAffinity",
  "NotBestEffort",
  "NotTerminating",
  "PriorityClass",
  "Terminating",
  "VolumeAttributesClass",
] as const;

export type QuotaScope = (typeof SCOPES)[number];

export interface ScopeRequirement {
  readonly scopeName: QuotaScope;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

export interface ResourceQuota {
  readonly apiVersion: "v1";
  readonly kind: "ResourceQuota";
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly hard: ResourceList;
    readonly scopes: readonly QuotaScope[];
    readonly scopeSelector?: { readonly matchExpressions: readonly ScopeRequirement[] };
  };
}

const scopeRequirement = struct<ScopeRequirement>("ScopedResourceSelectorRequirement", {
  scopeName: required(enumeration(SCOPES), "Terminating"),
  operator: required(enumeration(["DoesNotExist", "Exists", "In", "NotIn"]), "Exists"),
  values: optional(texts),
});

const scopeSelector = struct<NonNullable<ResourceQuota["spec"]["scopeSelector"]>>("ScopeSelector", {
  matchExpressions: defaulted(listOf(scopeRequirement), []),
});

const quotaSpec = struct<ResourceQuota["spec"]>("ResourceQuotaSpec", {
  hard: defaulted(resourceList, {}),
  scopes: defaulted(listOf(enumeration(SCOPES)), []),
  scopeSelector: optional(scopeSelector),
});

export const resourceQuotaCodec = struct<ResourceQuota>(
  "ResourceQuota",
  {
    apiVersion: defaulted(constant("v1"), "v1"),
    kind: defaulted(constant("ResourceQuota"), "ResourceQuota"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(quotaSpec, {}),
  },
  { inert: ["status"] },
);

export const checkResourceQuota = (check: Validity, { metadata, spec }: ResourceQuota): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  const { scopes } = spec;
  for (const [a, b] of [
    ["BestEffort", "NotBestEffort"],
    ["Terminating", "NotTerminating"],
  ] as const) {
    if (scopes.includes(a) && scopes.includes(b)) {
      check.invalid(["spec", "scopes"], scopes, "conflicting scopes");
    }
  }
};
