// Deletes Jobs, and with them their pods, a while after they finished, where they say how long that is.
import { isJobFinished, jobDeleted, jobFinishedUs } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { RANK } from "../actor.js";
import type { ControllerDefinition } from "../controller.js";
import { hearsOf } from "../hearing.js";

export const ttlAfterFinished: ControllerDefinition = {
  name: "ttl-after-finished-controller",
  rank: RANK.job,
  hears: hearsOf(["JobApplied", "JobConditionSet"]),
  build: ({ world }) => ({
    watch: ({ definition: { type }, subject }, enqueue) => {
      if (type === "JobApplied" || type === "JobConditionSet") enqueue(subject);
    },
    sync: (key, now, out) => {
      const job = world.jobs.at(key);
      const ttl = job?.object.spec.ttlSecondsAfterFinished;
      if (job === undefined || ttl === undefined || !isJobFinished(job)) return;
      const expiresAtUs = Math.floor(jobFinishedUs(job) / SECOND) * SECOND + ttl * SECOND;
      if (expiresAtUs <= now) out.record(jobDeleted, key, {});
      else out.requeueAfter(expiresAtUs - now);
    },
  }),
};
