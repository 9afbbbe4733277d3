// Runs Jobs: creates their pods until enough have succeeded, counts each that ends, and says how the Job ended.
import {
  assessJob,
  inOrder,
  indexedTemplate,
  isJobFinished,
  jobConditionSet,
  jobCreateFailed,
  jobStatusUpdated,
  podNameBase,
} from "@podsim/core";
import type { Assessment, Envelope, JobPod, JobState, PodIx, SimTime, WantedPod } from "@podsim/core";
import { NOT_YET, SECOND } from "@podsim/core/time";
import type { ControlPlane } from "../actor.js";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { Controller, ControllerDefinition, Enqueue, SyncOutbox } from "../controller.js";
import { JOB_CLAIMS } from "./pods/claiming-kinds.js";
import { PodClaims } from "./pods/pod-claims.js";
import { PodFactory } from "./pods/pod-factory.js";
import type { NewPod } from "./pods/pod-factory.js";
import { OWNED_POD_FACTS, PodOwners } from "./pods/pod-owners.js";
import { Retries } from "./pods/retries.js";
import { SlowStarts } from "./pods/slow-start.js";
import { hearsOf } from "../hearing.js";

/** What pods do is looked at this long after the first of it; what is done to the Job itself, at once. */
const BATCH_PERIOD_US = SECOND;
const RETRY_LIMITS = { minUs: SECOND, maxUs: 60 * SECOND };

const newPod = ({ object }: JobState, { index, failures }: WantedPod): NewPod => ({
  name: podNameBase(object.metadata.name, index),
  isGenerated: true,
  template: index === null ? object.spec.template : indexedTemplate(object, index, failures),
});

const isSameStatus = (a: JobState["status"], b: JobState["status"]): boolean =>
  a.active === b.active &&
  a.ready === b.ready &&
  a.terminating === b.terminating &&
  a.succeeded === b.succeeded &&
  a.failed === b.failed &&
  a.completedIndexes === b.completedIndexes &&
  a.failedIndexes === b.failedIndexes &&
  a.startTimeUs === b.startTimeUs &&
  a.record.failures === b.record.failures &&
  a.record.lastFailureUs === b.record.lastFailureUs;

class JobController implements Controller {
  readonly #plane: ControlPlane;
  readonly #owners: PodOwners;
  readonly #claims: PodClaims;
  readonly #factory: PodFactory;
  readonly #slowStarts: SlowStarts;
  readonly #retries = new Retries(RETRY_LIMITS);

  constructor(plane: ControlPlane) {
    this.#plane = plane;
    this.#owners = new PodOwners("Job", plane.world);
    this.#claims = new PodClaims(plane.world, JOB_CLAIMS);
    this.#factory = new PodFactory(plane);
    this.#slowStarts = new SlowStarts(plane);
  }

  readonly watch: Controller["watch"] = (fact, enqueue) => {
    this.#claims.observe(fact, enqueue);
    switch (fact.definition.type) {
      case "JobApplied":
        return enqueue(fact.subject);
      case "JobDeleted":
        this.#slowStarts.stop(fact.subject);
        this.#retries.succeeded(fact.subject);
        return;
      default:
        this.#podChanged(fact, enqueue);
    }
  };

  readonly sync: Controller["sync"] = (key, now, out) => {
    const job = this.#plane.world.jobs.at(key);
    if (job === undefined || isJobFinished(job)) return;
    if (this.#slowStarts.isWaiting(key, now, out) || this.#claims.claim(key, out)) return;
    const assessment = assessJob(job, this.#podsOf(key), now);
    const { created } = assessment;
    if (created.length > 0) {
      if (this.#slowStarts.remaining(key) === 0) this.#slowStarts.begin(key, created.length, now);
      return this.#create(job, assessment, now, out);
    }
    this.#slowStarts.stop(key);
    this.#retries.succeeded(key);
    for (const pod of assessment.deleted) requestDeletion(pod, now, "job-controller", out);
    this.#write(job, assessment, out);
  };

  #podChanged(fact: Envelope, enqueue: Enqueue): void {
    const job = this.#owners.observe(fact);
    if (job !== undefined) enqueue(job, BATCH_PERIOD_US);
  }

  /** Those that exist, and those that are gone but were not counted yet, in order of creation. */
  #podsOf(job: number): readonly JobPod[] {
    const { pods, trackedPods } = this.#plane.world;
    const tracked = trackedPods.of(job);
    const known: JobPod[] = [];
    for (const podIx of new Set<PodIx>([...pods.ownedBy("Job", job), ...tracked.keys()])) {
      const gone = tracked.get(podIx) ?? null;
      const pod = pods.at(podIx) ?? gone;
      if (pod !== null) known.push({ pod, isTracked: tracked.has(podIx), isGone: pods.at(podIx) === undefined });
    }
    return inOrder(known, (a, b) => a.pod.identity.ix < b.pod.identity.ix);
  }

  #create(job: JobState, assessment: Assessment, now: SimTime, out: SyncOutbox): void {
    const { ix, object } = job;
    const { created, status } = assessment;
    const { namespace, name } = object.metadata;
    // The Job has begun, whatever becomes of its pods.
    if (job.status.startTimeUs === NOT_YET) this.#begin(job, status.startTimeUs, out);
    const size = Math.min(created.length, this.#slowStarts.batchSize(ix));
    const pods = created.slice(0, size).map((wanted) => newPod(job, wanted));
    const refusal = this.#factory.create({ kind: "Job", namespace, name, ix }, pods, out);
    if (refusal === "") return this.#slowStarts.sent(ix, size, `Job ${namespace}/${name}`, now, out);
    this.#slowStarts.stop(ix);
    out.record(jobCreateFailed, ix, { message: refusal });
    this.#write(job, assessment, out);
    out.requeueAfter(this.#retries.failed(ix));
  }

  #begin({ ix, status }: JobState, startTimeUs: SimTime, out: SyncOutbox): void {
    const { record, ...counts } = status;
    out.record(jobStatusUpdated, ix, { released: [], ...record, ...counts, startTimeUs });
  }

  #write(job: JobState, assessment: Assessment, out: SyncOutbox): void {
    const { status, conditions, released, againAfterUs } = assessment;
    if (released.length > 0 || !isSameStatus(job.status, status)) {
      const { record, ...counts } = status;
      out.record(jobStatusUpdated, job.ix, { released, ...record, ...counts });
    }
    for (const { type, ...rest } of conditions) out.record(jobConditionSet, job.ix, { condition: type, ...rest });
    if (againAfterUs !== null) out.requeueAfter(againAfterUs);
  }
}

export const job: ControllerDefinition = {
  name: "job-controller",
  rank: RANK.job,
  hears: hearsOf(["JobApplied", "JobDeleted", ...OWNED_POD_FACTS, ...PodClaims.heard]),
  build: (plane) => new JobController(plane),
};
