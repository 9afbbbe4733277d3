// StatefulSet (apps/v1): the fields podsim reads after defaulting, its codec and its rules.
import { listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import type { PersistentVolumeClaimSpec } from "./claim-spec.js";
import type { Path } from "./errors.js";
import { checkAtMostWhole, checkIntOrPercent, isNone } from "./int-or-percent.js";
import type { IntOrPercent } from "./int-or-percent.js";
import type { LabelSelector, ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Label, dns1123Subdomain } from "./names.js";
import { checkClaimSpec, claimSpec } from "./persistent-volume-claim.js";
import type { PodTemplateSpec } from "./pod.js";
import { podTemplateSpec } from "./pod-codec.js";
import { constant, enumeration, int32, intOrText, text } from "./scalars.js";
import { completed, defaulted, defaultedPointer, optional, optionalPointer, struct } from "./struct.js";
import { checkSelectorAndTemplate } from "./template-validation.js";
import type { Validity } from "./validity.js";

export type StatefulSetUpdateStrategy =
  | { readonly type: "OnDelete" }
  | {
      readonly type: "RollingUpdate";
      readonly rollingUpdate: { readonly partition: number; readonly maxUnavailable?: IntOrPercent };
    };

export interface ClaimTemplate {
  readonly metadata: ObjectMeta;
  readonly spec: PersistentVolumeClaimSpec;
}

export interface ClaimRetention {
  readonly whenDeleted: "Retain" | "Delete";
  readonly whenScaled: "Retain" | "Delete";
}

export interface StatefulSetSpec {
  readonly replicas: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly serviceName: string;
  readonly podManagementPolicy: "OrderedReady" | "Parallel";
  readonly updateStrategy: StatefulSetUpdateStrategy;
  readonly revisionHistoryLimit: number;
  readonly minReadySeconds: number;
  readonly volumeClaimTemplates: readonly ClaimTemplate[];
  readonly persistentVolumeClaimRetentionPolicy: ClaimRetention;
  readonly ordinals?: { readonly start: number };
}

export interface StatefulSet {
  readonly apiVersion: "apps/v1";
  readonly kind: "StatefulSet";
  readonly metadata: ObjectMeta;
  readonly spec: StatefulSetSpec;
}

type RollingUpdate = Extract<StatefulSetUpdateStrategy, { readonly type: "RollingUpdate" }>["rollingUpdate"];

const rollingUpdate = struct<RollingUpdate>("RollingUpdateStatefulSetStrategy", {
  partition: defaultedPointer(int32, 0),
  maxUnavailable: optionalPointer(intOrText),
});

interface StrategyDraft {
  readonly type: StatefulSetUpdateStrategy["type"];
  readonly rollingUpdate?: RollingUpdate;
}

const strategyDraft = struct<StrategyDraft>("StatefulSetUpdateStrategy", {
  type: defaulted(enumeration(["OnDelete", "RollingUpdate"]), "RollingUpdate"),
  rollingUpdate: optional(rollingUpdate),
});

const strategy: ApiType<StatefulSetUpdateStrategy> = completed(strategyDraft, (draft): StatefulSetUpdateStrategy => {
  // A rollingUpdate beside OnDelete stays in, for validation to find.
  if (draft.type === "OnDelete") return { ...draft, type: draft.type };
  return { type: draft.type, rollingUpdate: draft.rollingUpdate ?? { partition: 0 } };
});

const writtenClaim = struct<ClaimTemplate>(
  "PersistentVolumeClaim",
  { metadata: defaulted(namespacedMeta, {}), spec: defaulted(claimSpec, {}) },
  { inert: ["apiVersion", "kind", "status"] },
);

/** A server fills in what any claim begins with: a template that says so is the same as one that does not. */
const claimTemplate: ApiType<ClaimTemplate> = completed(writtenClaim, ({ metadata, spec }) => ({ metadata, spec }));

const retention = struct<ClaimRetention>("StatefulSetPersistentVolumeClaimRetentionPolicy", {
  whenDeleted: defaulted(enumeration(["Delete", "Retain"]), "Retain"),
  whenScaled: defaulted(enumeration(["Delete", "Retain"]), "Retain"),
});

const ordinals = struct<NonNullable<StatefulSetSpec["ordinals"]>>("StatefulSetOrdinals", {
  start: defaulted(int32, 0),
});

type SpecDraft = Omit<StatefulSetSpec, "selector"> & { readonly selector?: LabelSelector };
type StatefulSetDraft = Omit<StatefulSet, "spec"> & { readonly spec: SpecDraft };

const specDraft = struct<SpecDraft>("StatefulSetSpec", {
  replicas: defaultedPointer(int32, 1),
  selector: optional(labelSelector),
  template: defaulted(podTemplateSpec, {}),
  serviceName: defaulted(text, ""),
  podManagementPolicy: defaulted(enumeration(["OrderedReady", "Parallel"]), "OrderedReady"),
  updateStrategy: defaulted(strategy, {}),
  revisionHistoryLimit: defaultedPointer(int32, 10),
  minReadySeconds: defaulted(int32, 0),
  volumeClaimTemplates: defaulted(listOf(claimTemplate), []),
  persistentVolumeClaimRetentionPolicy: defaulted(retention, {}),
  ordinals: optional(ordinals),
});

export const statefulSetCodec = struct<StatefulSetDraft>(
  "StatefulSet",
  {
    apiVersion: defaulted(constant("apps/v1"), "apps/v1"),
    kind: defaulted(constant("StatefulSet"), "StatefulSet"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(specDraft, {}),
  },
  { inert: ["status"] },
);

const checkStrategy = (check: Validity, at: Path, given: StatefulSetUpdateStrategy): void => {
  const path = [...at, "rollingUpdate"];
  if (given.type === "OnDelete") {
    if ("rollingUpdate" in given) {
      check.invalid(path, given.rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'");
    }
    return;
  }
  const { partition, maxUnavailable } = given.rollingUpdate;
  check.nonNegative(path, "partition", partition);
  if (maxUnavailable === undefined) return;
  checkIntOrPercent(check, path, "maxUnavailable", maxUnavailable);
  if (isNone(maxUnavailable)) check.invalid([...path, "maxUnavailable"], maxUnavailable, "cannot be 0");
  checkAtMostWhole(check, path, "maxUnavailable", maxUnavailable);
};

/** Every pod gets a volume for each claim, by the claim's name: mounts may name it. */
const checkClaimTemplates = (check: Validity, at: Path, claims: readonly ClaimTemplate[]): void => {
  const names = new Set<string>();
  for (const [i, { metadata, spec }] of claims.entries()) {
    const { name } = metadata;
    const path = [...at, i, "metadata", "name"];
    if (name === "") check.required(path);
    else check.names(path, name, dns1123Label(name));
    if (names.has(name)) check.duplicate(path, name);
    names.add(name);
    checkClaimSpec(check, [...at, i, "spec"], spec);
  }
};

export const checkStatefulSet = (check: Validity, { metadata, spec }: StatefulSetDraft): void => {
  const at = ["spec"];
  checkMeta(check, metadata, dns1123Subdomain);
  check.nonNegative(at, "replicas", spec.replicas);
  const addedVolumes = spec.volumeClaimTemplates.map((claim) => claim.metadata.name);
  checkSelectorAndTemplate(check, at, { ...spec, addedVolumes }, "statefulset");
  checkStrategy(check, [...at, "updateStrategy"], spec.updateStrategy);
  check.nonNegative(at, "revisionHistoryLimit", spec.revisionHistoryLimit);
  check.nonNegative(at, "minReadySeconds", spec.minReadySeconds);
  check.nonNegative([...at, "ordinals"], "start", spec.ordinals?.start);
  checkClaimTemplates(check, [...at, "volumeClaimTemplates"], spec.volumeClaimTemplates);
};
