// A Job was created, by hand or by its CronJob, or its object replaced: suspended, resumed, given other numbers.
import type { Job } from "../../api/job.js";
import type { EventDefinition } from "../../event.js";
import type { JobIx } from "../../ids.js";
import { EXAMPLE_JOB } from "../example-job.js";
import { NO_FAILURES } from "../failure-back-off.js";
import type { JobState } from "../job-state.js";

export interface JobApplied {
  readonly jobIx: number;
  readonly uid: string;
  readonly object: Job;
  readonly ownerKind: string | null;
  readonly ownerName: string | null;
  readonly ownerIx: number | null;
}

export const jobApplied: EventDefinition<"JobApplied", JobApplied, JobState | undefined> = {
  type: "JobApplied",
  entity: "job",
  revision: 1,
  fields: { jobIx: "int", uid: "string", object: "json", ownerKind: "string?", ownerName: "string?", ownerIx: "int?" },
  evolve: (old, d, at) => ({
    ix: d.jobIx as JobIx,
    uid: d.uid,
    object: d.object,
    owner:
      d.ownerKind === null || d.ownerName === null || d.ownerIx === null
        ? null
        : { kind: d.ownerKind, name: d.ownerName, ix: d.ownerIx },
    createdAtUs: old?.createdAtUs ?? d.object.metadata.found?.createdAtUs ?? at,
    generation: (old?.generation ?? 0) + 1,
    failure: old?.failure ?? "",
    status: old?.status ?? {
      active: 0,
      ready: 0,
      terminating: 0,
      succeeded: 0,
      failed: 0,
      completedIndexes: "",
      failedIndexes: null,
      startTimeUs: -1,
      record: NO_FAILURES,
    },
    conditions: old?.conditions ?? [],
    completedAtUs: old?.completedAtUs ?? -1,
  }),
  announce: (job, d) =>
    job?.owner?.kind === "CronJob" && job.generation === 1 && d.object.metadata.found === undefined
      ? [
          {
            type: "Normal",
            reason: "SuccessfulCreate",
            message: `Created job ${d.object.metadata.name}`,
            from: "cronjob-controller",
            object: { kind: "CronJob", namespace: d.object.metadata.namespace, name: job.owner.name },
          },
        ]
      : [],
  example: {
    jobIx: 0,
    uid: "00000000-0000-4000-8000-000000000003",
    object: EXAMPLE_JOB,
    ownerKind: null,
    ownerName: null,
    ownerIx: null,
  },
};
