// DaemonSet (apps/v1): the fields podsim reads after defaulting, its codec and its rules.
import type { ApiType } from "./api-type.js";
import type { Path } from "./errors.js";
import { checkAtMostWhole, checkIntOrPercent, isNone } from "./int-or-percent.js";
import type { IntOrPercent } from "./int-or-percent.js";
import type { LabelSelector, ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import type { PodTemplateSpec } from "./pod.js";
import { podTemplateSpec } from "./pod-codec.js";
import { constant, enumeration, int32, intOrText } from "./scalars.js";
import { completed, defaulted, defaultedPointer, optional, struct } from "./struct.js";
import { checkSelectorAndTemplate } from "./template-validation.js";
import type { Validity } from "./validity.js";

export type DaemonSetUpdateStrategy =
  | { readonly type: "OnDelete" }
  | {
      readonly type: "RollingUpdate";
      readonly rollingUpdate: { readonly maxUnavailable: IntOrPercent; readonly maxSurge: IntOrPercent };
    };

export interface DaemonSetSpec {
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly updateStrategy: DaemonSetUpdateStrategy;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit: number;
}

export interface DaemonSet {
  readonly apiVersion: "apps/v1";
  readonly kind: "DaemonSet";
  readonly metadata: ObjectMeta;
  readonly spec: DaemonSetSpec;
}

type RollingUpdate = Extract<DaemonSetUpdateStrategy, { readonly type: "RollingUpdate" }>["rollingUpdate"];

const rollingUpdate = struct<RollingUpdate>("RollingUpdateDaemonSet", {
  maxUnavailable: defaultedPointer(intOrText, 1),
  maxSurge: defaultedPointer(intOrText, 0),
});

interface StrategyDraft {
  readonly type: DaemonSetUpdateStrategy["type"];
  readonly rollingUpdate?: RollingUpdate;
}

const strategyDraft = struct<StrategyDraft>("DaemonSetUpdateStrategy", {
  type: defaulted(enumeration(["OnDelete", "RollingUpdate"]), "RollingUpdate"),
  rollingUpdate: optional(rollingUpdate),
});

const strategy: ApiType<DaemonSetUpdateStrategy> = completed(strategyDraft, (draft): DaemonSetUpdateStrategy => {
  if (draft.type === "OnDelete") return { type: draft.type };
  return { type: draft.type, rollingUpdate: draft.rollingUpdate ?? { maxUnavailable: 1, maxSurge: 0 } };
});

type SpecDraft = Omit<DaemonSetSpec, "selector"> & { readonly selector?: LabelSelector };
type DaemonSetDraft = Omit<DaemonSet, "spec"> & { readonly spec: SpecDraft };

const specDraft = struct<SpecDraft>("DaemonSetSpec", {
  selector: optional(labelSelector),
  template: defaulted(podTemplateSpec, {}),
  updateStrategy: defaulted(strategy, {}),
  minReadySeconds: defaulted(int32, 0),
  revisionHistoryLimit: defaultedPointer(int32, 10),
});

export const daemonSetCodec = struct<DaemonSetDraft>(
  "DaemonSet",
  {
    apiVersion: defaulted(constant("apps/v1"), "apps/v1"),
    kind: defaulted(constant("DaemonSet"), "DaemonSet"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(specDraft, {}),
  },
  { inert: ["status"] },
);

const checkStrategy = (check: Validity, at: Path, given: DaemonSetUpdateStrategy): void => {
  if (given.type !== "RollingUpdate") return;
  const path = [...at, "rollingUpdate"];
  const { maxSurge, maxUnavailable } = given.rollingUpdate;
  for (const [name, value] of Object.entries({ maxUnavailable, maxSurge })) {
    checkIntOrPercent(check, path, name, value);
    checkAtMostWhole(check, path, name, value);
  }
  if (!isNone(maxSurge) && !isNone(maxUnavailable)) {
    check.invalid([...path, "maxSurge"], maxSurge, "may not be set when maxUnavailable is non-zero", {
      fix: "write maxUnavailable: 0 beside it",
    });
  }
  if (isNone(maxSurge) && isNone(maxUnavailable)) {
    check.required([...path, "maxUnavailable"], "cannot be 0 when maxSurge is 0");
  }
};

export const checkDaemonSet = (check: Validity, { metadata, spec }: DaemonSetDraft): void => {
  const at = ["spec"];
  checkMeta(check, metadata, dns1123Subdomain);
  checkSelectorAndTemplate(check, at, spec, "daemonset");
  check.nonNegative(at, "minReadySeconds", spec.minReadySeconds);
  checkStrategy(check, [...at, "updateStrategy"], spec.updateStrategy);
  check.nonNegative(at, "revisionHistoryLimit", spec.revisionHistoryLimit);
};
