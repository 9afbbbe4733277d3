// PodDisruptionBudget (policy/v1): the fields podsim reads after defaulting, its codec and its rules.
import { checkAtMostWhole, checkIntOrPercent } from "./int-or-percent.js";
import type { IntOrPercent } from "./int-or-percent.js";
import type { LabelSelector, ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import { checkLabelSelector, checkMeta } from "./meta-validation.js";
import { pathSegment } from "./names.js";
import { constant, enumeration, intOrText } from "./scalars.js";
import { defaulted, optional, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface PodDisruptionBudgetSpec {
  /** At most one of minAvailable and maxUnavailable is set; with neither, no disruption is allowed. */
  readonly minAvailable?: IntOrPercent;
  readonly maxUnavailable?: IntOrPercent;
  readonly selector?: LabelSelector;
  readonly unhealthyPodEvictionPolicy: "IfHealthyBudget" | "AlwaysAllow";
}

export interface PodDisruptionBudget {
  readonly apiVersion: "policy/v1";
  readonly kind: "PodDisruptionBudget";
  readonly metadata: ObjectMeta;
  readonly spec: PodDisruptionBudgetSpec;
}

const budgetSpec = struct<PodDisruptionBudgetSpec>("PodDisruptionBudgetSpec", {
  minAvailable: optionalPointer(intOrText),
  maxUnavailable: optionalPointer(intOrText),
  selector: optional(labelSelector),
  unhealthyPodEvictionPolicy: defaulted(enumeration(["AlwaysAllow", "IfHealthyBudget"]), "IfHealthyBudget"),
});

export const podDisruptionBudgetCodec = struct<PodDisruptionBudget>(
  "PodDisruptionBudget",
  {
    apiVersion: defaulted(constant("policy/v1"), "policy/v1"),
    kind: defaulted(constant("PodDisruptionBudget"), "PodDisruptionBudget"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(budgetSpec, {}),
  },
  { inert: ["status"] },
);

export const checkPodDisruptionBudget = (check: Validity, { metadata, spec }: PodDisruptionBudget): void => {
  const at = ["spec"];
  checkMeta(check, metadata, pathSegment);
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    const detail = "minAvailable and maxUnavailable cannot be both set";
    check.add({
      path: [...at, "maxUnavailable"],
      code: "E304",
      expected: "one of minAvailable and maxUnavailable",
      got: "both",
      message: detail,
      why: check.because(detail),
      fix: "remove one of the two",
      secondary: { path: [...at, "minAvailable"], label: "minAvailable is here" },
    });
  }
  for (const name of ["minAvailable", "maxUnavailable"] as const) {
    const value = spec[name];
    if (value === undefined) continue;
    checkIntOrPercent(check, at, name, value);
    checkAtMostWhole(check, at, name, value);
  }
  checkLabelSelector(check, [...at, "selector"], spec.selector);
};
