// Deployment (apps/v1): the fields podsim reads after defaulting, its codec and its rules.
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
import { constant, enumeration, int32, intOrText, yesOrNo } from "./scalars.js";
import { completed, defaulted, defaultedPointer, optional, struct } from "./struct.js";
import { checkSelectorAndTemplate } from "./template-validation.js";
import type { Validity } from "./validity.js";

export type { IntOrPercent } from "./int-or-percent.js";

export type DeploymentStrategy =
  | { readonly type: "Recreate" }
  | {
      readonly type: "RollingUpdate";
      readonly rollingUpdate: { readonly maxSurge: IntOrPercent; readonly maxUnavailable: IntOrPercent };
    };

export interface DeploymentSpec {
  readonly replicas: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly strategy: DeploymentStrategy;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit: number;
  readonly progressDeadlineSeconds: number;
  readonly paused: boolean;
}

export interface Deployment {
  readonly apiVersion: "apps/v1";
  readonly kind: "Deployment";
  readonly metadata: ObjectMeta;
  readonly spec: DeploymentSpec;
}

type RollingUpdate = Extract<DeploymentStrategy, { readonly type: "RollingUpdate" }>["rollingUpdate"];

interface StrategyDraft {
  readonly type: DeploymentStrategy["type"];
  readonly rollingUpdate?: RollingUpdate;
}

const rollingUpdate = struct<RollingUpdate>("RollingUpdateDeployment", {
  maxSurge: defaultedPointer(intOrText, "25%"),
  maxUnavailable: defaultedPointer(intOrText, "25%"),
});

const ROLLING_DEFAULTS: RollingUpdate = { maxSurge: "25%", maxUnavailable: "25%" };

const strategyDraft = struct<StrategyDraft>("DeploymentStrategy", {
  type: defaulted(enumeration(["Recreate", "RollingUpdate"]), "RollingUpdate"),
  rollingUpdate: optional(rollingUpdate),
});

const strategy: ApiType<DeploymentStrategy> = completed(strategyDraft, (draft): DeploymentStrategy => {
  // A rollingUpdate beside Recreate stays in, for validation to find.
  if (draft.type === "Recreate") return { ...draft, type: draft.type };
  return { type: draft.type, rollingUpdate: draft.rollingUpdate ?? ROLLING_DEFAULTS };
});

/** The spec before it is known whether a selector was given. */
type SpecDraft = Omit<DeploymentSpec, "selector"> & { readonly selector?: LabelSelector };
type DeploymentDraft = Omit<Deployment, "spec"> & { readonly spec: SpecDraft };

const specDraft = struct<SpecDraft>("DeploymentSpec", {
  replicas: defaultedPointer(int32, 1),
  selector: optional(labelSelector),
  template: defaulted(podTemplateSpec, {}),
  strategy: defaulted(strategy, {}),
  minReadySeconds: defaulted(int32, 0),
  revisionHistoryLimit: defaultedPointer(int32, 10),
  progressDeadlineSeconds: defaultedPointer(int32, 600),
  paused: defaulted(yesOrNo, false),
});

export const deploymentCodec = struct<DeploymentDraft>(
  "Deployment",
  {
    apiVersion: defaulted(constant("apps/v1"), "apps/v1"),
    kind: defaulted(constant("Deployment"), "Deployment"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(specDraft, {}),
  },
  { inert: ["status"] },
);

const checkStrategy = (check: Validity, at: Path, given: DeploymentStrategy): void => {
  const path = [...at, "rollingUpdate"];
  if (given.type === "Recreate") {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    if ("rollingUpdate" in given) check.forbidden(path, detail, { fix: "remove rollingUpdate" });
    return;
  }
  const { maxSurge, maxUnavailable } = given.rollingUpdate;
  checkIntOrPercent(check, path, "maxUnavailable", maxUnavailable);
  checkIntOrPercent(check, path, "maxSurge", maxSurge);
  if (isNone(maxUnavailable) && isNone(maxSurge)) {
    check.invalid([...path, "maxUnavailable"], maxUnavailable, "may not be 0 when `maxSurge` is 0", {
      fix: "allow at least one pod more or one pod less while rolling",
      secondary: { path: [...path, "maxSurge"], label: "nothing more is allowed here" },
    });
  }
  checkAtMostWhole(check, path, "maxUnavailable", maxUnavailable);
};

export const checkDeployment = (check: Validity, { metadata, spec }: DeploymentDraft): void => {
  const at = ["spec"];
  checkMeta(check, metadata, dns1123Subdomain);
  check.nonNegative(at, "replicas", spec.replicas);
  checkSelectorAndTemplate(check, at, spec);
  checkStrategy(check, [...at, "strategy"], spec.strategy);
  check.nonNegative(at, "minReadySeconds", spec.minReadySeconds);
  check.nonNegative(at, "revisionHistoryLimit", spec.revisionHistoryLimit);
  check.nonNegative(at, "progressDeadlineSeconds", spec.progressDeadlineSeconds);
  if (spec.progressDeadlineSeconds <= spec.minReadySeconds) {
    const path = [...at, "progressDeadlineSeconds"];
    check.invalid(path, spec.progressDeadlineSeconds, "must be greater than minReadySeconds");
  }
};
