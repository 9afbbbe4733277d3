// CronJobs, with kubectl's columns.
import { formatLabelSelector } from "@podsim/core";
import type { CronJobState } from "@podsim/core";
import { describeCronJob } from "../describe/describe-cron-job.js";
import { cronJobObject } from "../objects/cron-job-object.js";
import { ageText } from "../text/age.js";
import type { RunView } from "../view/run-view.js";
import type { Listed } from "./object-kind.js";
import { AGE_COLUMN, NAME_COLUMN } from "./object-kind.js";
import { tabledKind } from "./tabled-kind.js";
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

export const cronJobs = tabledKind<CronJobState>({
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
  entity: "cron-job",
  table: (world) => world.cronJobs,
  listed: listedCronJob,
  describe: describeCronJob,
});
