// Jobs, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { JobState } from "@podsim/core";
import { describeJob } from "../describe/describe-job.js";
import { jobObject } from "../objects/job-object.js";
import { ageText } from "../text/age.js";
import { completionsText, jobDurationText, jobStatusText } from "../text/job-text.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";
import { TEMPLATE_COLUMNS, templateCells } from "./template-cells.js";

const listedJob = (job: JobState, view: RunView): Listed => {
  const { metadata, spec } = job.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      jobStatusText(job),
      completionsText(job),
      jobDurationText(job, view.nowUs),
      ageText(job.createdAtUs, view.nowUs),
      ...templateCells(spec.template),
      formatLabelSelector(spec.selector),
    ],
    toObject: () => jobObject(job, view.world, view.clock),
  };
};

export const jobs = tabledKind<JobState>({
  kind: "Job",
  group: "batch",
  plural: "jobs",
  singular: "job",
  shortNames: [],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "STATUS" },
    { name: "COMPLETIONS" },
    { name: "DURATION" },
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  entity: "job",
  table: (world) => world.jobs,
  listed: listedJob,
  describe: describeJob,
});
