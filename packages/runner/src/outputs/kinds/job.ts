// Jobs, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { JobState } from "@podsim/core";
import { describeJob } from "../describe/describe-job.js";
import { jobObject } from "../objects/job-object.js";
import { ageText } from "../text/age.js";
import { completionsText, jobDurationText, jobStatusText } from "../text/job-text.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";
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

export const jobs: ObjectKind = {
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
  list: (view) => inKeyOrder([...view.world.jobs.values()].map((one) => listedJob(one, view))),
  describe: (view, namespace, name, out) => {
    const job = view.world.jobs.find(namespace, name);
    if (job !== undefined) describeJob(job, view, out);
  },
  watching: {
    entity: "job",
    item: (state, view) => listedJob(state as JobState, view),
    isSame: (before, after) => before === after,
  },
};
