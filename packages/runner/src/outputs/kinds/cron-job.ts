// CronJobs, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { CronJobState } from "@podsim/core";
import { describeCronJob } from "../describe/describe-cron-job.js";
import { cronJobObject } from "../objects/cron-job-object.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed, ObjectKind } from "./object-kind.js";
import { AGE_COLUMN, inKeyOrder, NAME_COLUMN } from "./object-kind.js";
import { TEMPLATE_COLUMNS, templateCells } from "./template-cells.js";
import { NOT_YET } from "@podsim/core/time";

const listedCronJob = (cronJob: CronJobState, view: RunView): Listed => {
  const { metadata, spec } = cronJob.object;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    cells: () => [
      metadata.name,
      spec.schedule,
      spec.timeZone ?? "<none>",
      spec.suspend ? "True" : "False",
      String(cronJob.active.length),
      cronJob.lastScheduleUs === NOT_YET ? "<none>" : ageText(cronJob.lastScheduleUs, view.nowUs),
      ageText(cronJob.createdAtUs, view.nowUs),
      ...templateCells(spec.jobTemplate.spec.template),
      formatLabelSelector(spec.jobTemplate.spec.selector),
    ],
    toObject: () => cronJobObject(cronJob, view.world, view.clock),
  };
};

export const cronJobs: ObjectKind = {
  kind: "CronJob",
  group: "batch",
  plural: "cronjobs",
  singular: "cronjob",
  shortNames: ["cj"],
  namespaced: true,
  inAll: true,
  columns: [
    NAME_COLUMN,
    { name: "SCHEDULE" },
    { name: "TIMEZONE" },
    { name: "SUSPEND" },
    { name: "ACTIVE" },
    { name: "LAST SCHEDULE" },
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  list: (view) => inKeyOrder([...view.world.cronJobs.values()].map((one) => listedCronJob(one, view))),
  describe: (view, namespace, name, out) => {
    const cronJob = view.world.cronJobs.find(namespace, name);
    if (cronJob !== undefined) describeCronJob(cronJob, view, out);
  },
  watching: {
    entity: "cron-job",
    item: (state, view) => listedCronJob(state as CronJobState, view),
    isSame: (before, after) => before === after,
  },
};
