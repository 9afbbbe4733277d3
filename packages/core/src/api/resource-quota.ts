// ResourceQuota (core/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { Path } from "./errors.js";
import type { ObjectMeta, ResourceList } from "./meta.js";
import { namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { checkAmount, checkQuotaResource, isQuotaResource, resourceList } from "./resource-list.js";
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

const COMPUTE: ReadonlySet<string> = new Set([
  "pods",
  "cpu",
  "memory",
  "requests.cpu",
  "requests.memory",
  "limits.cpu",
  "limits.memory",
]);
/** Scopes are about pods: only what pods use can be counted within one, for pods that ask for nothing their number alone. */
const isInScope = (scope: QuotaScope, resource: string): boolean => {
  if (!isQuotaResource(resource)) return true;
  if (scope === "BestEffort") return resource === "pods";
  if (scope === "VolumeAttributesClass")
    return resource === "persistentvolumeclaims" || resource === "requests.storage";
  return COMPUTE.has(resource);
};

const CONFLICTS = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
] as const;

const checkScopes = (check: Validity, at: Path, scopes: readonly QuotaScope[], hard: ResourceList): void => {
  for (const [i, scope] of scopes.entries()) {
    const other = Object.keys(hard).find((resource) => !isInScope(scope, resource));
    if (other === undefined || scopes.indexOf(scope) < i) continue;
    check.invalid(at, scopes, "unsupported scope applied to resource", {
      fix: `put ${other} into a quota without the scope ${scope}`,
      secondary: { path: ["spec", "hard", other], label: "the resource is here" },
    });
  }
  for (const [a, b] of CONFLICTS) {
    if (scopes.includes(a) && scopes.includes(b)) {
      check.invalid(at, scopes, "conflicting scopes", { fix: `remove ${a} or ${b}` });
    }
  }
};

/** Scopes whose pods are in or out, whatever a value says. */
const WITHOUT_VALUES: ReadonlySet<QuotaScope> = new Set([
  "BestEffort",
  "CrossNamespacePodAffinity",
  "NotBestEffort",
  "NotTerminating",
  "Terminating",
]);

const EXISTS_ONLY =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, " +
  "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

const checkRequirement = (check: Validity, at: Path, given: ScopeRequirement): void => {
  const { scopeName, operator, values = [] } = given;
  if (WITHOUT_VALUES.has(scopeName) && operator !== "Exists") {
    check.invalid([...at, "operator"], operator, EXISTS_ONLY, { fix: "write operator: Exists, without values" });
    return;
  }
  if (operator === "In" || operator === "NotIn") {
    if (values.length > 0) return;
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    check.required([...at, "values"], detail, { fix: "add values, or write operator: Exists" });
  } else if (values.length > 0) {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    check.invalid([...at, "values"], values, detail, { fix: "remove the values, or write operator: In" });
  }
};

export const checkResourceQuota = (check: Validity, { metadata, spec }: ResourceQuota): void => {
  const { hard, scopes, scopeSelector } = spec;
  checkMeta(check, metadata, dns1123Subdomain);
  for (const resource of Object.keys(hard)) {
    checkQuotaResource(check, ["spec", "hard"], resource);
    checkAmount(check, ["spec", "hard"], resource, hard[resource] ?? "0");
  }
  checkScopes(check, ["spec", "scopes"], scopes, hard);
  const selected = scopeSelector?.matchExpressions ?? [];
  const at = ["spec", "scopeSelector", "matchExpressions"];
  checkScopes(
    check,
    at,
    selected.map(({ scopeName }) => scopeName),
    hard,
  );
  for (const [i, requirement] of selected.entries()) checkRequirement(check, [...at, i], requirement);
};
