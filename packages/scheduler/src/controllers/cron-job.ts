// Starts the Jobs of CronJobs when their time has come, and clears away those that have finished.
import {
  cronJobNoted,
  cronJobStatusUpdated,
  isJobFinished,
  jobApplied,
  jobDeleted,
  offsetFrom,
  parseSchedule,
  rfc1123Of,
  scheduledJob,
  withGeneratedSelector,
} from "@podsim/core";
import type { CronJobState, Duration, Envelope, JobApplied, JobState, Schedule, SimTime, ZoneSpan } from "@podsim/core";
import { MILLISECOND, MINUTE, NOT_YET, SECOND } from "@podsim/core/time";
import { isLeft } from "fp-ts/lib/Either.js";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import { uidOf } from "../api-server/uid.js";
import type { Controller, ControllerDefinition, SyncOutbox } from "../controller.js";
import { DEFAULT_CLOCK_START_US } from "../settings.js";
import { lasting } from "../hearing.js";

/** Added to the next time, so that it has surely come. */
const DELTA_US = 100 * MILLISECOND;
/** Missed times from which on the controller complains. */
const MISSED_MAX = 100;

/** Always UTC. */
const UTC_SPANS: readonly ZoneSpan[] = [];

const wholeSecond = (at: SimTime): SimTime => Math.floor(at / SECOND) * SECOND;

/** What a sync has come to so far. */
interface Progress {
  active: readonly number[];
  lastScheduleUs: SimTime;
  lastSuccessfulUs: SimTime;
}

class CronJobController implements Controller {
  readonly #plane: ControlPlane;
  /** The Jobs of each CronJob, and whose each Job is. */
  readonly #jobs = new Map<number, Set<number>>();
  readonly #owners = new Map<number, number>();
  readonly #schedules = new WeakMap<object, Schedule>();
  readonly #startUs: SimTime;

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#startUs = plane.settings.clockStartUs ?? DEFAULT_CLOCK_START_US;
    for (const job of plane.world.jobs.values()) {
      if (job.owner?.kind === "CronJob") this.#own(job.owner.ix, job.ix);
    }
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    if (fact.definition.type === "CronJobApplied") return enqueue(fact.subject, this.#waitUs(fact));
    if (fact.definition.entity !== "job") return;
    this.#observeJob(fact);
    const owner = this.#owners.get(fact.subject);
    if (owner === undefined) return;
    if (fact.definition.type === "JobDeleted") {
      this.#owners.delete(fact.subject);
      this.#jobs.get(owner)?.delete(fact.subject);
    }
    enqueue(owner);
  };

  readonly sync: Controller["sync"] = (key, now, out) => {
    const cronJob = this.#plane.world.cronJobs.at(key);
    if (cronJob === undefined) return;
    const { active, lastScheduleUs, lastSuccessfulUs } = cronJob;
    const progress: Progress = { active, lastScheduleUs, lastSuccessfulUs };
    const jobs = this.#jobsOf(key);
    this.#seeFinished(cronJob, jobs, progress, out);
    if (!cronJob.object.spec.suspend) this.#schedule(cronJob, jobs, progress, now, out);
    this.#cleanUp(cronJob, jobs, progress, out);
    const isSame =
      progress.active === active &&
      progress.lastScheduleUs === lastScheduleUs &&
      progress.lastSuccessfulUs === lastSuccessfulUs;
    if (!isSame) out.record(cronJobStatusUpdated, key, { ...progress });
  };

  /** One whose times changed waits for the next of them: what came between the old ones and now is not made up for. */
  #waitUs({ subject, at }: Envelope): Duration {
    const cronJob = this.#plane.world.cronJobs.at(subject);
    const schedule = cronJob?.isRescheduled === true ? this.#scheduleOf(cronJob) : null;
    const nextUs = schedule === null ? null : this.#nextUs(schedule, at);
    return nextUs === null ? 0 : nextUs - at + DELTA_US;
  }

  #observeJob({ definition, subject, data }: Envelope): void {
    if (definition.type !== "JobApplied") return;
    const { ownerKind, ownerIx } = data as JobApplied;
    if (ownerKind === "CronJob" && ownerIx !== null) this.#own(ownerIx, subject);
  }

  #own(cronJob: number, job: number): void {
    this.#owners.set(job, cronJob);
    const jobs = this.#jobs.get(cronJob);
    if (jobs === undefined) this.#jobs.set(cronJob, new Set([job]));
    else jobs.add(job);
  }

  #jobsOf(cronJob: number): readonly JobState[] {
    return [...(this.#jobs.get(cronJob) ?? [])].flatMap((job) => this.#plane.world.jobs.at(job) ?? []);
  }

  #seeFinished(cronJob: CronJobState, jobs: readonly JobState[], progress: Progress, out: SyncOutbox): void {
    const note = (type: "Normal" | "Warning", reason: string, message: string): void =>
      out.record(cronJobNoted, cronJob.ix, { type, reason, message });
    for (const job of jobs) {
      const { name } = job.object.metadata;
      const isActive = progress.active.includes(job.ix);
      if (!isJobFinished(job)) {
        if (!isActive) {
          const text = `Saw a job that the controller did not create or forgot: ${name}`;
          note("Warning", "UnexpectedJob", text);
        }
        continue;
      }
      if (isActive) {
        const condition = job.completedAtUs === NOT_YET ? "Failed" : "Complete";
        note("Normal", "SawCompletedJob", `Saw completed job: ${name}, condition: ${condition}`);
        progress.active = progress.active.filter((ix) => ix !== job.ix);
      }
      progress.lastSuccessfulUs = Math.max(progress.lastSuccessfulUs, job.completedAtUs);
    }
    const missing = progress.active.filter((ix) => this.#plane.world.jobs.at(ix) === undefined);
    if (missing.length === 0) return;
    note("Normal", "MissingJob", `Active job went missing: ${cronJob.object.metadata.name}`);
    progress.active = progress.active.filter((ix) => !missing.includes(ix));
  }

  #schedule(cronJob: CronJobState, jobs: readonly JobState[], progress: Progress, now: SimTime, out: SyncOutbox): void {
    const { timeZone } = cronJob.object.spec;
    const schedule = this.#scheduleOf(cronJob);
    if (schedule === null) {
      const message = `invalid timeZone: "${timeZone ?? ""}": unknown time zone ${timeZone ?? ""}`;
      return out.record(cronJobNoted, cronJob.ix, { type: "Warning", reason: "UnknownTimeZone", message });
    }
    const dueUs = this.#mostRecent(cronJob, schedule, now, out);
    const nextUs = this.#nextUs(schedule, now);
    if (nextUs !== null) out.requeueAfter(Math.max(1, nextUs - now + DELTA_US));
    if (dueUs === null) return;
    const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.object.spec;
    if (startingDeadlineSeconds !== undefined && dueUs + startingDeadlineSeconds * SECOND < now) {
      const message = `Missed scheduled time to start a job: ${this.#rfc1123(dueUs)}`;
      return out.record(cronJobNoted, cronJob.ix, { type: "Warning", reason: "MissSchedule", message });
    }
    if (progress.lastScheduleUs === dueUs) return;
    if (concurrencyPolicy === "Forbid" && progress.active.length > 0) {
      const message = "Not starting job because prior execution is running and concurrency policy is Forbid";
      return out.record(cronJobNoted, cronJob.ix, { type: "Normal", reason: "JobAlreadyActive", message });
    }
    if (concurrencyPolicy === "Replace") {
      for (const job of jobs) if (progress.active.includes(job.ix)) this.#delete(cronJob, job, progress, out);
    }
    this.#start(cronJob, dueUs, progress, out);
  }

  #scheduleOf({ object }: CronJobState): Schedule | null {
    let schedule = this.#schedules.get(object);
    if (schedule === undefined) {
      const { timeZone } = object.spec;
      const spans = timeZone === undefined ? UTC_SPANS : this.#plane.settings.timeZones?.[timeZone];
      if (spans === undefined) return null;
      const parsed = parseSchedule(object.spec.schedule, offsetFrom(spans));
      // What cannot be read was refused when it was applied.
      if (isLeft(parsed)) return null;
      this.#schedules.set(object, (schedule = parsed.right));
    }
    return schedule;
  }

  /** Minutes since 1970 of a virtual time, and back. */
  #minuteOf(at: SimTime): number {
    return Math.floor((this.#startUs + at) / MINUTE);
  }

  #timeOf(minute: number): SimTime {
    return minute * MINUTE - this.#startUs;
  }

  #nextUs(schedule: Schedule, after: SimTime): SimTime | null {
    const minute = schedule.next(this.#minuteOf(after));
    return minute === null ? null : this.#timeOf(minute);
  }

  /** The newest time that has come and was not acted upon. */
  #mostRecent(cronJob: CronJobState, schedule: Schedule, now: SimTime, out: SyncOutbox): SimTime | null {
    const { startingDeadlineSeconds } = cronJob.object.spec;
    let earliest = cronJob.lastScheduleUs === NOT_YET ? wholeSecond(cronJob.createdAtUs) : cronJob.lastScheduleUs;
    if (startingDeadlineSeconds !== undefined) earliest = Math.max(earliest, now - startingDeadlineSeconds * SECOND);
    let recent: SimTime | null = null;
    let missed = 0;
    for (let next = this.#nextUs(schedule, earliest); next !== null && next <= now;) {
      recent = next;
      missed += 1;
      next = this.#nextUs(schedule, next);
    }
    if (missed > MISSED_MAX) {
      const message = "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew";
      out.record(cronJobNoted, cronJob.ix, { type: "Warning", reason: "TooManyMissedTimes", message });
    }
    return recent;
  }

  #start(cronJob: CronJobState, dueUs: SimTime, progress: Progress, out: SyncOutbox): void {
    const { jobs } = this.#plane.world;
    const { ix, object } = cronJob;
    const { namespace, name } = object.metadata;
    const minute = this.#minuteOf(dueUs);
    const existing = jobs.find(namespace, `${name}-${String(minute)}`);
    if (existing !== undefined && existing.owner?.ix !== ix) return;
    const jobIx = existing?.ix ?? jobs.nextIx;
    if (existing === undefined) {
      const job = scheduledJob(object, minute);
      const uid = uidOf(this.#plane, "job", `${namespace}/${job.metadata.name}`);
      const owner = { ownerKind: "CronJob", ownerName: name, ownerIx: ix };
      out.record(jobApplied, jobIx, { jobIx, uid, object: withGeneratedSelector(job, uid), ...owner });
    }
    progress.active = [...progress.active.filter((one) => one !== jobIx), jobIx];
    progress.lastScheduleUs = dueUs;
  }

  #delete(cronJob: CronJobState, job: JobState, progress: Progress, out: SyncOutbox): void {
    out.record(jobDeleted, job.ix, {});
    const message = `Deleted job ${job.object.metadata.name}`;
    out.record(cronJobNoted, cronJob.ix, { type: "Normal", reason: "SuccessfulDelete", message });
    if (progress.active.includes(job.ix)) progress.active = progress.active.filter((ix) => ix !== job.ix);
  }

  /** Of those that finished well, and of those that did not, the oldest go. */
  #cleanUp(cronJob: CronJobState, jobs: readonly JobState[], progress: Progress, out: SyncOutbox): void {
    const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.object.spec;
    const finished = jobs.filter(isJobFinished).sort((a, b) => a.status.startTimeUs - b.status.startTimeUs);
    const good = finished.filter(({ completedAtUs }) => completedAtUs !== NOT_YET);
    const bad = finished.filter(({ completedAtUs }) => completedAtUs === NOT_YET);
    for (const job of [
      ...good.slice(0, Math.max(0, good.length - successfulJobsHistoryLimit)),
      ...bad.slice(0, Math.max(0, bad.length - failedJobsHistoryLimit)),
    ]) {
      this.#delete(cronJob, job, progress, out);
    }
  }

  #rfc1123(at: SimTime): string {
    return rfc1123Of(this.#minuteOf(at));
  }
}

export const cronJob: ControllerDefinition = {
  name: "cronjob-controller",
  rank: RANK.cronJob,
  hears: lasting(({ type, entity }) => type === "CronJobApplied" || entity === "job"),
  build: (plane) => new CronJobController(plane),
};
