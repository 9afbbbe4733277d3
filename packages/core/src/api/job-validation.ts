// What a server refuses of a Job: numbers, modes that need each other, policies and what they apply to.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Path } from "./errors.js";
import type { ExitCodeRequirement, Job, PodFailurePolicyRule, WrittenJobSpec } from "./job.js";
import type { Labels, LabelSelector } from "./meta.js";
import { checkMeta, checkLabelSelector } from "./meta-validation.js";
import { dns1123Label, dns1123Subdomain, qualifiedName } from "./names.js";
import { checkPodTemplate } from "./pod-validation.js";
import { compileLabelSelector } from "./selectors.js";
import { checkMatch } from "./template-validation.js";
import type { Validity } from "./validity.js";

const PARALLELISM_INDEXED_MAX = 100_000;
const COMPLETIONS_SOFT_LIMIT = 100_000;
const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;
const PATTERNS_MAX = 20;

const checkNumbers = (check: Validity, at: Path, spec: WrittenJobSpec): void => {
  const names = [
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
  ] as const;
  for (const name of names) check.nonNegative(at, name, spec[name]);
};

const checkIndexed = (check: Validity, at: Path, spec: WrittenJobSpec): void => {
  const { completions, parallelism = 1, backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (spec.completionMode !== "Indexed") {
    if (backoffLimitPerIndex !== undefined) {
      check.invalid([...at, "backoffLimitPerIndex"], backoffLimitPerIndex, "requires indexed completion mode");
    }
    if (spec.successPolicy !== undefined) {
      check.invalid([...at, "successPolicy"], spec.successPolicy, "requires indexed completion mode");
    }
  } else {
    if (completions === undefined) {
      check.required([...at, "completions"], "when completion mode is Indexed");
    }
    if (parallelism > PARALLELISM_INDEXED_MAX) {
      const detail = `must be less than or equal to ${PARALLELISM_INDEXED_MAX} when completion mode is Indexed`;
      check.invalid([...at, "parallelism"], parallelism, detail);
    }
  }
  if (maxFailedIndexes === undefined) return;
  const path = [...at, "maxFailedIndexes"];
  if (backoffLimitPerIndex === undefined) {
    check.required([...at, "backoffLimitPerIndex"], "when maxFailedIndexes is specified");
  }
  if (completions !== undefined && maxFailedIndexes > completions) {
    check.invalid(path, maxFailedIndexes, "must be less than or equal to completions");
  }
  if (completions !== undefined && completions > COMPLETIONS_SOFT_LIMIT && maxFailedIndexes > 10_000) {
    check.invalid(path, maxFailedIndexes, "must be less than or equal to 10000");
  }
};

const checkExitCodes = (check: Validity, at: Path, given: ExitCodeRequirement, names: ReadonlySet<string>): void => {
  const { containerName, operator, values } = given;
  const path = [...at, "values"];
  if (containerName !== undefined && !names.has(containerName)) {
    check.invalid([...at, "containerName"], containerName, "must be one of the container or initContainer names");
  }
  if (values.length === 0) check.invalid(path, values, "at least one value is required");
  else if (values.length > EXIT_CODES_MAX) check.tooLong(path, `must have at most ${EXIT_CODES_MAX} items`);
  const seen = new Set<number>();
  values.forEach((value, i) => {
    if (operator === "In" && value === 0) {
      check.invalid([...path, i], value, "must not be 0 for the In operator");
    }
    if (seen.has(value)) check.duplicate([...path, i], value);
    seen.add(value);
  });
  if (values.some((value, i) => value < (values[i - 1] ?? -Infinity))) {
    check.invalid(path, values, "must be ordered");
  }
};

const checkFailureRule = (
  check: Validity,
  at: Path,
  rule: PodFailurePolicyRule,
  spec: WrittenJobSpec,
  names: ReadonlySet<string>,
): void => {
  const { action, onExitCodes, onPodConditions } = rule;
  if (action === "FailIndex" && spec.backoffLimitPerIndex === undefined) {
    check.invalid([...at, "action"], action, "requires the backoffLimitPerIndex to be set");
  }
  if (onExitCodes !== undefined) checkExitCodes(check, [...at, "onExitCodes"], onExitCodes, names);
  if (onPodConditions !== undefined && onPodConditions.length > PATTERNS_MAX) {
    check.tooLong([...at, "onPodConditions"], `must have at most ${PATTERNS_MAX} items`);
  }
  for (const [i, { type }] of (onPodConditions ?? []).entries()) {
    check.names([...at, "onPodConditions", i, "type"], type, qualifiedName(type));
  }
  if (onExitCodes !== undefined && onPodConditions !== undefined) {
    check.invalid(at, rule, "specifying both OnExitCodes and OnPodConditions is not supported");
  }
  if (onExitCodes === undefined && onPodConditions === undefined) {
    check.invalid(at, rule, "specifying one of OnExitCodes and OnPodConditions is required");
  }
};

const checkFailurePolicy = (check: Validity, at: Path, spec: WrittenJobSpec): void => {
  const { podFailurePolicy, template, podReplacementPolicy } = spec;
  if (podFailurePolicy === undefined) return;
  const { restartPolicy, containers, initContainers } = template.spec;
  if (restartPolicy !== "Never") {
    const path = [...at, "template", "spec", "restartPolicy"];
    check.invalid(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified', {
      fix: "write restartPolicy: Never, or remove podFailurePolicy",
    });
  }
  if (podReplacementPolicy !== undefined && podReplacementPolicy !== "Failed") {
    check.unsupported([...at, "podReplacementPolicy"], podReplacementPolicy, ["Failed"]);
  }
  const names = new Set([...containers, ...initContainers].map(({ name }) => name));
  const path = [...at, "podFailurePolicy", "rules"];
  if (podFailurePolicy.rules.length > RULES_MAX) check.tooLong(path, `must have at most ${RULES_MAX} items`);
  podFailurePolicy.rules.forEach((rule, i) => {
    checkFailureRule(check, [...path, i], rule, spec, names);
  });
};

/** How many indexes a text such as "0,2-4" names, of so many; a text = what is wrong with it. */
const countIndexes = (indexes: string, completions: number): number | string => {
  let last = -1;
  let count = 0;
  for (const interval of indexes === "" ? [] : indexes.split(",")) {
    const limits = interval.split("-");
    if (limits.length > 2) {
      return `the fragment "${interval}" violates the requirement that an index interval can have at most two parts separated by '-'`;
    }
    for (const [i, limit] of limits.entries()) {
      if (!/^\+?\d+$/.test(limit)) return `cannot convert string to integer for index: "${limit}"`;
      const index = Number(limit);
      if (index >= completions) return `too large index: "${limit}"`;
      if (index <= last) return `non-increasing order, previous: ${last}, current: ${index}`;
      count += i === 0 ? 1 : index - last;
      last = index;
    }
  }
  return count;
};

const checkSuccessPolicy = (check: Validity, at: Path, { successPolicy, completions }: WrittenJobSpec): void => {
  if (successPolicy === undefined) return;
  const path = [...at, "successPolicy", "rules"];
  const { rules } = successPolicy;
  if (rules.length === 0)
    check.required(path, "at least one rules must be specified when the successPolicy is specified");
  if (rules.length > RULES_MAX) check.tooLong(path, `must have at most ${RULES_MAX} items`);
  rules.forEach(({ succeededIndexes, succeededCount }, i) => {
    if (succeededIndexes === undefined && succeededCount === undefined) {
      check.required([...path, i], "at least one of succeededCount or succeededIndexes must be specified");
    }
    const named = succeededIndexes === undefined ? null : countIndexes(succeededIndexes, completions ?? Infinity);
    if (typeof named === "string") {
      check.invalid([...path, i, "succeededIndexes"], succeededIndexes, `error parsing succeededIndexes: ${named}`);
    }
    check.nonNegative([...path, i], "succeededCount", succeededCount);
    if (typeof named === "number" && succeededCount !== undefined && succeededCount > named) {
      const detail = `must be less than or equal to ${named} (the number of indexes in the specified succeededIndexes field)`;
      check.invalid([...path, i, "succeededCount"], succeededCount, detail);
    }
    if (succeededCount !== undefined && completions !== undefined && succeededCount > completions) {
      const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
      check.invalid([...path, i, "succeededCount"], succeededCount, detail);
    }
  });
};

/** The rules of a Job's spec; also of the one in a CronJob's jobTemplate. */
export const checkJobSpec = (check: Validity, at: Path, spec: WrittenJobSpec): void => {
  checkNumbers(check, at, spec);
  checkIndexed(check, at, spec);
  const template = [...at, "template"];
  checkPodTemplate(check, template, spec.template);
  if (spec.template.spec.restartPolicy === "Always") {
    check.required([...template, "spec", "restartPolicy"], 'valid values: "OnFailure", "Never"', {
      fix: "write restartPolicy: Never or OnFailure: the pods of a Job end",
    });
  }
  checkFailurePolicy(check, at, spec);
  checkSuccessPolicy(check, at, spec);
};

const UID_LABELS = ["batch.kubernetes.io/controller-uid", "controller-uid"] as const;

/** A selector that the server is to make: whatever it says besides has to hold for the labels that the server gives. */
const checkGeneratedSelector = (check: Validity, at: Path, { metadata, spec }: Job, selector: LabelSelector): void => {
  const { labels } = spec.template.metadata;
  const given = UID_LABELS.filter((name) => Object.hasOwn(labels, name)).map((name) => [name, labels[name] ?? ""]);
  const generated: Labels = {
    "batch.kubernetes.io/job-name": metadata.name,
    "job-name": metadata.name,
    ...Object.fromEntries(given),
  };
  const test = compileLabelSelector(selector);
  if (isLeft(test) || test.right(generated)) return;
  check.invalid(at, selector, "`selector` not auto-generated", {
    fix: "leave the selector out: the server makes one, or write manualSelector: true",
  });
};

const checkSelector = (check: Validity, at: Path, job: Job): void => {
  const path = [...at, "selector"];
  const { manualSelector = false, selector, template } = job.spec;
  if (selector === undefined) {
    if (manualSelector) check.required(path);
    return;
  }
  checkLabelSelector(check, path, selector);
  if (manualSelector) checkMatch(check, at, selector, template);
  else checkGeneratedSelector(check, path, job, selector);
};

export const checkJob = (check: Validity, job: Job): void => {
  const { metadata, spec } = job;
  const at = ["spec"];
  checkMeta(check, metadata, dns1123Subdomain);
  checkSelector(check, at, job);
  checkJobSpec(check, at, spec);
  if (spec.completionMode !== "Indexed" || (spec.completions ?? 0) === 0) return;
  const hostname = `${metadata.name}-${(spec.completions ?? 0) - 1}`;
  check.names(["metadata", "name"], metadata.name, dns1123Label(hostname));
};
