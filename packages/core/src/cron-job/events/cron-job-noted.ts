// The cronjob controller said what it did about a Job, or why it started none.
import type { EventDefinition } from "../../event.js";
import type { CronJobState } from "../cron-job-state.js";

export interface CronJobNoted {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

export const cronJobNoted: EventDefinition<"CronJobNoted", CronJobNoted, CronJobState> = {
  type: "CronJobNoted",
  entity: "cron-job",
  revision: 1,
  fields: { type: { oneOf: ["Normal", "Warning"] }, reason: "string", message: "string" },
  evolve: (s) => s,
  announce: ({ object }, { type, reason, message }) => [
    {
      type,
      reason,
      message,
      from: "cronjob-controller",
      object: { kind: "CronJob", namespace: object.metadata.namespace, name: object.metadata.name },
    },
  ],
  example: {
    type: "Normal",
    reason: "SawCompletedJob",
    message: "Saw completed job: hello-29453760, condition: Complete",
  },
};
