// `describe job`: kubectl's fields in kubectl's order.
import { formatLabelSelector, humanDuration } from "@podsim/core";
import type { JobState } from "@podsim/core";
import { hasIndexes } from "../objects/job-object.js";
import { wholeSecond } from "../text/age.js";
import { annotationTexts } from "../text/annotation-texts.js";
import type { IndentedWriter } from "../text/indented-writer.js";
import { keyValues } from "../text/indented-writer.js";
import type { RunView } from "../view/run-view.js";
import { describeEvents } from "./describe-events.js";
import { describeTemplate } from "./describe-template.js";
import { NOT_YET } from "@podsim/core/time";

/** How much of a list of indexes is shown at least; it ends with the index it then is at. */
const INDEXES_MIN = 50;

/** Of a long list the beginning, cut at a comma. */
const shortIndexes = (text: string): string => {
  if (text === "") return "<none>";
  const comma = text.indexOf(",", INDEXES_MIN);
  return comma < 0 ? text : `${text.slice(0, comma + 1)}...`;
};

const describeTimes = ({ status, completedAtUs, object }: JobState, view: RunView, out: IndentedWriter): void => {
  const { activeDeadlineSeconds } = object.spec;
  if (status.startTimeUs !== NOT_YET) out.line(0, "Start Time:", view.clock.rfc1123(status.startTimeUs));
  if (completedAtUs !== NOT_YET) {
    out.line(0, "Completed At:", view.clock.rfc1123(completedAtUs));
    out.line(0, "Duration:", humanDuration(wholeSecond(completedAtUs) - wholeSecond(status.startTimeUs)));
  }
  if (activeDeadlineSeconds !== undefined) {
    out.line(0, "Active Deadline Seconds:", `${String(activeDeadlineSeconds)}s`);
  }
};

export const describeJob = (job: JobState, view: RunView, out: IndentedWriter): void => {
  const { object, status, owner } = job;
  const { name, namespace, labels, annotations } = object.metadata;
  const { spec } = object;
  out.line(0, "Name:", name);
  out.line(0, "Namespace:", namespace);
  out.line(0, "Selector:", formatLabelSelector(spec.selector));
  out.values("Labels", keyValues(labels));
  out.values("Annotations", annotationTexts(annotations));
  if (owner !== null) out.line(0, "Controlled By:", `${owner.kind}/${owner.name}`);
  out.line(0, "Parallelism:", String(spec.parallelism));
  out.line(0, "Completions:", spec.completions === undefined ? "<unset>" : String(spec.completions));
  out.line(0, "Completion Mode:", spec.completionMode);
  out.line(0, "Suspend:", String(spec.suspend));
  out.line(0, "Backoff Limit:", String(spec.backoffLimit));
  if (spec.ttlSecondsAfterFinished !== undefined) {
    out.line(0, "TTL Seconds After Finished:", String(spec.ttlSecondsAfterFinished));
  }
  describeTimes(job, view, out);
  out.line(
    0,
    "Pods Statuses:",
    `${String(status.active)} Active (${String(status.ready)} Ready) / ` +
      `${String(status.succeeded)} Succeeded / ${String(status.failed)} Failed`,
  );
  if (hasIndexes(job)) out.line(0, "Completed Indexes:", shortIndexes(status.completedIndexes));
  describeTemplate(spec.template, view.clock, out);
  describeEvents(view, "Job", namespace, name, out);
};
