// Job (batch/v1): the fields podsim reads after defaulting, and its codec.
import { listOf } from "./api-type.js";
import type { ApiType } from "./api-type.js";
import type { LabelSelector, ObjectMeta } from "./meta.js";
import { labelSelector, namespacedMeta } from "./meta-codec.js";
import type { PodTemplateSpec } from "./pod.js";
import { podTemplateSpec } from "./pod-codec.js";
import { constant, enumeration, int32, int64, text, yesOrNo } from "./scalars.js";
import { completed, defaulted, optional, optionalPointer, required, struct } from "./struct.js";

export type CompletionMode = "NonIndexed" | "Indexed";

export interface ExitCodeRequirement {
  /** Absent = any container. */
  readonly containerName?: string;
  readonly operator: "In" | "NotIn";
  readonly values: readonly number[];
}

export interface PodConditionPattern {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
}

export interface PodFailurePolicyRule {
  readonly action: "FailJob" | "FailIndex" | "Ignore" | "Count";
  readonly onExitCodes?: ExitCodeRequirement;
  readonly onPodConditions?: readonly PodConditionPattern[];
}

export interface SuccessPolicyRule {
  /** "0,2-4" */
  readonly succeededIndexes?: string;
  readonly succeededCount?: number;
}

export interface JobSpec {
  readonly parallelism: number;
  /** Absent = the Job is done when any pod succeeded and all have ended. */
  readonly completions?: number;
  readonly completionMode: CompletionMode;
  readonly backoffLimit: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly podFailurePolicy?: { readonly rules: readonly PodFailurePolicyRule[] };
  readonly successPolicy?: { readonly rules: readonly SuccessPolicyRule[] };
  readonly podReplacementPolicy: "TerminatingOrFailed" | "Failed";
  readonly suspend: boolean;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly manualSelector?: boolean;
  /** Filled in when the Job is created, unless manualSelector says that it is given. */
  readonly selector?: LabelSelector;
  readonly template: PodTemplateSpec;
}

export interface Job {
  readonly apiVersion: "batch/v1";
  readonly kind: "Job";
  readonly metadata: ObjectMeta;
  readonly spec: JobSpec;
}

const exitCodes = struct<ExitCodeRequirement>("PodFailurePolicyOnExitCodesRequirement", {
  containerName: optionalPointer(text),
  operator: required(enumeration(["In", "NotIn"]), "In"),
  values: defaulted(listOf(int32), []),
});

const conditionPattern = struct<PodConditionPattern>("PodFailurePolicyOnPodConditionsPattern", {
  type: defaulted(text, ""),
  status: defaulted(enumeration(["True", "False", "Unknown"]), "True"),
});

const failureRule = struct<PodFailurePolicyRule>("PodFailurePolicyRule", {
  action: required(enumeration(["Count", "FailIndex", "FailJob", "Ignore"]), "Count"),
  onExitCodes: optionalPointer(exitCodes),
  onPodConditions: optional(listOf(conditionPattern)),
});

const failurePolicy = struct<NonNullable<JobSpec["podFailurePolicy"]>>("PodFailurePolicy", {
  rules: defaulted(listOf(failureRule), []),
});

const successRule = struct<SuccessPolicyRule>("SuccessPolicyRule", {
  succeededIndexes: optionalPointer(text),
  succeededCount: optionalPointer(int32),
});

const successPolicy = struct<NonNullable<JobSpec["successPolicy"]>>("SuccessPolicy", {
  rules: defaulted(listOf(successRule), []),
});

/** What the server fills in of a Job's spec, but not of the one in a CronJob's template. */
type FilledIn = "parallelism" | "completionMode" | "backoffLimit" | "podReplacementPolicy" | "suspend";

/** A Job's spec as it was written. */
export type WrittenJobSpec = Omit<JobSpec, FilledIn> & Partial<Pick<JobSpec, FilledIn>>;

export const writtenJobSpec = struct<WrittenJobSpec>(
  "JobSpec",
  {
    parallelism: optionalPointer(int32),
    completions: optionalPointer(int32),
    completionMode: optional(enumeration(["Indexed", "NonIndexed"])),
    backoffLimit: optionalPointer(int32),
    backoffLimitPerIndex: optionalPointer(int32),
    maxFailedIndexes: optionalPointer(int32),
    podFailurePolicy: optionalPointer(failurePolicy),
    successPolicy: optionalPointer(successPolicy),
    podReplacementPolicy: optional(enumeration(["Failed", "TerminatingOrFailed"])),
    suspend: optionalPointer(yesOrNo),
    activeDeadlineSeconds: optionalPointer(int64),
    ttlSecondsAfterFinished: optionalPointer(int32),
    manualSelector: optional(yesOrNo),
    selector: optional(labelSelector),
    template: defaulted(podTemplateSpec, {}),
  },
  {
    notModelled: {
      managedBy: {
        consequence: "the Job is run by Kubernetes' own controller",
        matters: (value) => value !== "kubernetes.io/job-controller",
      },
    },
  },
);

const NO_LIMIT = 2 ** 31 - 1;

/** One pod where neither number is given; a limit per index takes the place of the one for all. */
export const jobDefaults = (written: WrittenJobSpec): Pick<JobSpec, FilledIn | "completions"> => {
  const { parallelism = 1, completionMode = "NonIndexed", suspend = false } = written;
  const isSingle = written.completions === undefined && written.parallelism === undefined;
  return {
    parallelism,
    completionMode,
    backoffLimit: written.backoffLimit ?? (written.backoffLimitPerIndex === undefined ? 6 : NO_LIMIT),
    podReplacementPolicy:
      written.podReplacementPolicy ?? (written.podFailurePolicy === undefined ? "TerminatingOrFailed" : "Failed"),
    suspend,
    ...(isSingle ? { completions: 1 } : {}),
  };
};

const jobSpec: ApiType<JobSpec> = completed(writtenJobSpec, (draft): JobSpec =>
  Object.assign(draft, jobDefaults(draft)),
);

export const jobCodec = struct<Job>(
  "Job",
  {
    apiVersion: defaulted(constant("batch/v1"), "batch/v1"),
    kind: defaulted(constant("Job"), "Job"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(jobSpec, {}),
  },
  { inert: ["status"] },
);
