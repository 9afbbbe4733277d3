// `describe cronjob`: kubectl's fields in kubectl's order.
import type { CronJobState } from "@podsim/core";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import { orNone } from "../text/none.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { describeTemplate } from "./describe-template.js";
import { NOT_YET } from "@podsim/core/time";

const orUnset = (value: number | undefined, unit = ""): string =>
  value === undefined ? "<unset>" : `${String(value)}${unit}`;

export const describeCronJob = (cronJob: CronJobState, view: RunView, out: IndentedWriter): void => {
  const { object, active, lastScheduleUs } = cronJob;
  const { name, namespace, labels, annotations } = object.metadata;
  const { spec } = object;
  const job = spec.jobTemplate.spec;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  out.line(0, "Schedule:", spec.schedule);
  out.line(0, "Concurrency Policy:", spec.concurrencyPolicy);
  out.line(0, "Suspend:", spec.suspend ? "True" : "False");
  out.line(0, "Successful Job History Limit:", String(spec.successfulJobsHistoryLimit));
  out.line(0, "Failed Job History Limit:", String(spec.failedJobsHistoryLimit));
  out.line(0, "Starting Deadline Seconds:", orUnset(spec.startingDeadlineSeconds, "s"));
  out.line(0, "Selector:", "<unset>");
  out.line(0, "Parallelism:", orUnset(job.parallelism));
  out.line(0, "Completions:", orUnset(job.completions));
  if (job.activeDeadlineSeconds !== undefined) {
    out.line(0, "Active Deadline Seconds:", `${String(job.activeDeadlineSeconds)}s`);
  }
  describeTemplate(job.template, view.clock, out);
  out.line(0, "Last Schedule Time:", lastScheduleUs === NOT_YET ? "<unset>" : view.clock.rfc1123(lastScheduleUs));
  const names = active.flatMap((ix) => view.world.jobs.at(ix)?.object.metadata.name ?? []);
  out.line(0, "Active Jobs:", orNone(names.join(", ")));
  describeEvents(view, "CronJob", namespace, name, out);
};
