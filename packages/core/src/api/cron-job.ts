// CronJob (batch/v1): the fields podsim reads after defaulting, its codec and its rules.
import { isLeft } from "fp-ts/lib/Either.js";
import { parseSchedule } from "../cron-job/schedule.js";
import type { Path } from "./errors.js";
import type { WrittenJobSpec } from "./job.js";
import { writtenJobSpec } from "./job.js";
import { checkJobSpec } from "./job-validation.js";
import type { ObjectMeta, TemplateMeta } from "./meta.js";
import { namespacedMeta, templateMeta } from "./meta-codec.js";
import { checkMeta } from "./meta-validation.js";
import { dns1123Subdomain } from "./names.js";
import { constant, enumeration, int32, int64, text, yesOrNo } from "./scalars.js";
import { defaulted, defaultedPointer, optionalPointer, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export interface JobTemplate {
  readonly metadata: TemplateMeta;
  /** As it was written: what is missing is filled in when a Job is made of it. */
  readonly spec: WrittenJobSpec;
}

export interface CronJobSpec {
  readonly schedule: string;
  /** An IANA name; absent = UTC. */
  readonly timeZone?: string;
  readonly startingDeadlineSeconds?: number;
  readonly concurrencyPolicy: "Allow" | "Forbid" | "Replace";
  readonly suspend: boolean;
  readonly successfulJobsHistoryLimit: number;
  readonly failedJobsHistoryLimit: number;
  readonly jobTemplate: JobTemplate;
}

export interface CronJob {
  readonly apiVersion: "batch/v1";
  readonly kind: "CronJob";
  readonly metadata: ObjectMeta;
  readonly spec: CronJobSpec;
}

const jobTemplate = struct<JobTemplate>("JobTemplateSpec", {
  metadata: defaulted(templateMeta, {}),
  spec: defaulted(writtenJobSpec, {}),
});

const cronJobSpec = struct<CronJobSpec>("CronJobSpec", {
  schedule: defaulted(text, ""),
  timeZone: optionalPointer(text),
  startingDeadlineSeconds: optionalPointer(int64),
  concurrencyPolicy: defaulted(enumeration(["Allow", "Forbid", "Replace"]), "Allow"),
  suspend: defaultedPointer(yesOrNo, false),
  successfulJobsHistoryLimit: defaultedPointer(int32, 3),
  failedJobsHistoryLimit: defaultedPointer(int32, 1),
  jobTemplate: defaulted(jobTemplate, {}),
});

export const cronJobCodec = struct<CronJob>(
  "CronJob",
  {
    apiVersion: defaulted(constant("batch/v1"), "batch/v1"),
    kind: defaulted(constant("CronJob"), "CronJob"),
    metadata: defaulted(namespacedMeta, {}),
    spec: defaulted(cronJobSpec, {}),
  },
  { inert: ["status"] },
);

/** The name of a Job adds eleven characters. */
const NAME_MAX = 52;

const SCHEDULE_FIX = 'write minute, hour, day, month and day of the week, such as "*/15 8-18 * * 1-5"';

/** Whether there is a zone of the name is seen when the CronJob is run. */
const checkTimeZone = (check: Validity, path: Path, timeZone: string | undefined): void => {
  const fix = "write a name such as Europe/Paris, or leave timeZone out for UTC";
  if (timeZone === "") check.invalid(path, timeZone, "timeZone must be nil or non-empty string", { fix });
  else if (timeZone?.toLowerCase() === "local") {
    const detail = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    check.invalid(path, timeZone, detail, { fix });
  }
};

/** The Jobs' selectors are always made by the server. */
const checkJobTemplate = (check: Validity, at: Path, { selector, manualSelector }: WrittenJobSpec): void => {
  if (selector !== undefined) {
    const fix = "leave the selector out: every Job gets its own";
    check.invalid([...at, "selector"], selector, "`selector` will be auto-generated", { fix });
  }
  if (manualSelector === true) {
    check.unsupported([...at, "manualSelector"], manualSelector, ["nil", "false"], { fix: "leave manualSelector out" });
  }
};

export const checkCronJob = (check: Validity, { metadata, spec }: CronJob): void => {
  checkMeta(check, metadata, dns1123Subdomain);
  if (metadata.name.length > NAME_MAX) {
    check.invalid(["metadata", "name"], metadata.name, `must be no more than ${NAME_MAX} characters`);
  }
  const { schedule } = spec;
  if (schedule === "") check.required(["spec", "schedule"]);
  else if (schedule.includes("TZ")) {
    const detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    check.invalid(["spec", "schedule"], schedule, detail, { fix: "remove it, and add timeZone: Europe/Berlin" });
  } else {
    const parsed = parseSchedule(schedule);
    if (isLeft(parsed)) check.invalid(["spec", "schedule"], schedule, parsed.left, { fix: SCHEDULE_FIX });
  }
  checkTimeZone(check, ["spec", "timeZone"], spec.timeZone);
  checkJobTemplate(check, ["spec", "jobTemplate", "spec"], spec.jobTemplate.spec);
  check.nonNegative(["spec"], "startingDeadlineSeconds", spec.startingDeadlineSeconds);
  check.nonNegative(["spec"], "successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit);
  check.nonNegative(["spec"], "failedJobsHistoryLimit", spec.failedJobsHistoryLimit);
  checkJobSpec(check, ["spec", "jobTemplate", "spec"], spec.jobTemplate.spec);
};
