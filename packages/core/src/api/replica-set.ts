// ReplicaSet (apps/v1): the fields podsim reads after defaulting, its codec and its rules.
import type { LabelSelector, ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import type { PodTemplateSpec } from "./pod.js";
import { podTemplateSpec } from "./pod-codec.js";
import { constant, int32 } from "./scalars.js";
import { defaulted, defaultedPointer, optional, struct } from "./struct.js";
import { checkSelectorAndTemplate } from "./template-validation.js";
import type { Validity } from "./validity.js";

export interface ReplicaSetSpec {
  readonly replicas: number;
  readonly minReadySeconds: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
}

export interface ReplicaSet {
  readonly apiVersion: "apps/v1";
  readonly kind: "ReplicaSet";
  readonly metadata: ObjectMeta;
  readonly spec: ReplicaSetSpec;
}

/** The spec before it is known whether a selector was given. */
type SpecDraft = Omit<ReplicaSetSpec, "selector"> & { readonly selector?: LabelSelector };
type ReplicaSetDraft = Omit<ReplicaSet, "spec"> & { readonly spec: SpecDraft };

const specDraft = struct<SpecDraft>("ReplicaSetSpec", {
  replicas: defaultedPointer(int32, 1),
  minReadySeconds: defaulted(int32, 0),
  selector: optional(labelSelector),
  template: defaulted(podTemplateSpec, {}),
});

export const replicaSetCodec = struct<ReplicaSetDraft>(
  "ReplicaSet",
  {
    apiVersion: defaulted(constant("apps/v1"), "apps/v1"),
    kind: defaulted(constant("ReplicaSet"), "ReplicaSet"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(specDraft, {}),
  },
  { inert: ["status"] },
);

export const checkReplicaSet = (check: Validity, { metadata, spec }: ReplicaSetDraft): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  check.nonNegative(["spec"], "replicas", spec.replicas);
  check.nonNegative(["spec"], "minReadySeconds", spec.minReadySeconds);
  checkSelectorAndTemplate(check, ["spec"], spec);
};
