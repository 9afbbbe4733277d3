// The rules that tie a workload's selector to its pod template.
import { isRight } from "fp-ts/lib/Either.js";
import type { Path } from "./errors.js";
import type { Labels, LabelSelector } from "./meta.js";
import { checkLabelSelector } from "./meta-validation.js";
import type { PodTemplateSpec } from "./pod.js";
import { checkPodTemplate } from "./pod-validation.js";
import { compileLabelSelector } from "./selectors.js";
import type { Validity } from "./validity.js";

interface Workload {
  readonly selector?: LabelSelector;
  readonly template: PodTemplateSpec;
  /** Names of volumes that the workload adds to its pods. */
  readonly addedVolumes?: readonly string[];
}

const isEmpty = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length + matchExpressions.length === 0;

const yaml = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
  return `{ ${pairs.join(", ")} }`;
};

/** Pods of the template are the selector's. */
export const checkMatch = (check: Validity, at: Path, selector: LabelSelector, { metadata }: PodTemplateSpec): void => {
  const test = compileLabelSelector(selector);
  // What is wrong with the selector itself has been said.
  if (!isRight(test) || isEmpty(selector) || test.right(metadata.labels)) return;
  const wanted = selector.matchLabels ?? {};
  check.invalid(
    [...at, "template", "metadata", "labels"],
    metadata.labels,
    "`selector` does not match template `labels`",
    {
      ...(Object.keys(wanted).length === 0 ? {} : { fix: `give the template the labels ${yaml(wanted)}` }),
      secondary: { path: [...at, "selector"], label: "the selector is here" },
    },
  );
};

/** The selector of a workload whose pods run on: given, not empty, and its own pods' labels match it. */
export const checkSelectorAndTemplate = (
  check: Validity,
  at: Path,
  { selector, template, addedVolumes }: Workload,
  // Kubernetes says "deployment" for ReplicaSets too.
  word: "deployment" | "daemonset" | "statefulset" = "deployment",
): void => {
  const path = [...at, "selector"];
  if (selector === undefined) {
    const labels = template.metadata.labels;
    const fix = Object.keys(labels).length === 0 ? null : `add selector: { matchLabels: ${yaml(labels)} }`;
    check.required(path, "", fix === null ? {} : { fix });
  } else {
    checkLabelSelector(check, path, selector);
    if (isEmpty(selector)) check.invalid(path, selector, `empty selector is invalid for ${word}`);
    checkMatch(check, at, selector, template);
  }
  const templatePath = [...at, "template"];
  checkPodTemplate(check, templatePath, template, addedVolumes);
  const { restartPolicy, activeDeadlineSeconds } = template.spec;
  if (restartPolicy !== "Always") {
    check.unsupported([...templatePath, "spec", "restartPolicy"], restartPolicy, ["Always"], {
      fix: "write Always, or make it a Job: only a Job's pods end",
    });
  }
  if (activeDeadlineSeconds !== undefined) {
    const detail = "activeDeadlineSeconds in ReplicaSet is not Supported";
    check.forbidden([...templatePath, "spec", "activeDeadlineSeconds"], detail);
  }
};
