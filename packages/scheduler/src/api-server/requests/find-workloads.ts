// What a run begins with: nodes, ReplicaSets, Jobs and the standing of other workloads, found as they are instead of made.
import {
  cronJobStatusUpdated,
  isJobFinished,
  jobApplied,
  jobFound,
  nodeFailed,
  nodeFound,
  replicaSetCreated,
  replicaSetFound,
  statefulSetRevised,
  statefulSetStatusUpdated,
} from "@podsim/core";
import type {
  Job,
  JobFound,
  NodeFound,
  ReplicaSet,
  ReplicaSetFound,
  StatefulRevision,
  StatefulSetStatus,
} from "@podsim/core";
import type { Outbox } from "../../actor.js";
import type { ApiRequest, RequestContext, RequestDefinition } from "../request.js";

/** A node that was applied before. */
export interface FoundNode extends NodeFound {
  readonly name: string;
}

export interface FoundReplicaSet extends Omit<ReplicaSetFound, "createdAtUs" | "replicas"> {
  /** Says in metadata.found who it is. */
  readonly object: ReplicaSet;
  /** The Deployment it belongs to; null = none. */
  readonly deployment: string | null;
  readonly templateHash: string;
  readonly revision: number;
}

/** A StatefulSet that was applied before. */
export interface FoundStatefulSet {
  readonly namespace: string;
  readonly name: string;
  /** The older one first. */
  readonly revisions: readonly StatefulRevision[];
  readonly status: StatefulSetStatus;
}

export interface FoundJob extends Omit<JobFound, "released"> {
  readonly object: Job;
  /** The CronJob that made it; null = none. */
  readonly cronJob: string | null;
  /** Names of its pods that it has counted already. */
  readonly counted: readonly string[];
}

/** A CronJob that was applied before. */
export interface FoundCronJob {
  readonly namespace: string;
  readonly name: string;
  readonly lastScheduleUs: number;
  readonly lastSuccessfulUs: number;
}

export interface FindWorkloadsRequest extends ApiRequest {
  readonly verb: "find-workloads";
  readonly replicaSets: readonly FoundReplicaSet[];
  readonly statefulSets: readonly FoundStatefulSet[];
  readonly jobs: readonly FoundJob[];
}

const findReplicaSet = (found: FoundReplicaSet, replicaSetIx: number, { plane }: RequestContext, out: Outbox): void => {
  const { object, deployment, templateHash, revision, sizedFor, status } = found;
  const { namespace, name, labels, found: meta } = object.metadata;
  const owner = deployment === null ? undefined : plane.world.deployments.find(namespace, deployment);
  out.record(replicaSetCreated, replicaSetIx, {
    replicaSetIx,
    namespace,
    name,
    uid: meta?.uid ?? "",
    labels,
    deploymentIx: owner?.ix ?? null,
    deploymentName: owner === undefined ? null : deployment,
    template: object.spec.template,
    selector: object.spec.selector,
    minReadySeconds: object.spec.minReadySeconds,
    templateHash,
    revision,
    // Its size is found, not set: nobody scales anything here.
    replicas: 0,
  });
  const createdAtUs = meta?.createdAtUs ?? 0;
  out.record(replicaSetFound, replicaSetIx, { createdAtUs, replicas: object.spec.replicas, sizedFor, status });
};

const findJob = ({ object, cronJob }: FoundJob, jobIx: number, { plane }: RequestContext, out: Outbox): void => {
  const { namespace, found } = object.metadata;
  const owner = cronJob === null ? undefined : plane.world.cronJobs.find(namespace, cronJob);
  out.record(jobApplied, jobIx, {
    jobIx,
    uid: found?.uid ?? "",
    object,
    ownerKind: owner === undefined ? null : "CronJob",
    ownerName: owner === undefined ? null : cronJob,
    ownerIx: owner?.ix ?? null,
  });
};

/** Whom pods belong to; what these say of themselves comes after the pods. */
export const findWorkloads: RequestDefinition<FindWorkloadsRequest> = {
  verb: "find-workloads",
  perform: ({ replicaSets, statefulSets, jobs }, context, _now, out) => {
    const { world } = context.plane;
    for (const [k, found] of replicaSets.entries()) findReplicaSet(found, world.replicaSets.nextIx + k, context, out);
    for (const { namespace, name, revisions, status } of statefulSets) {
      const set = world.statefulSets.find(namespace, name);
      if (set === undefined) continue;
      out.record(statefulSetStatusUpdated, set.ix, status);
      for (const revision of revisions) out.record(statefulSetRevised, set.ix, revision);
    }
    for (const [k, found] of jobs.entries()) findJob(found, world.jobs.nextIx + k, context, out);
  },
};

export interface FindStandingRequest extends ApiRequest {
  readonly verb: "find-standing";
  readonly nodes: readonly FoundNode[];
  readonly jobs: readonly FoundJob[];
  readonly cronJobs: readonly FoundCronJob[];
}

/** What nodes, Jobs and CronJobs say of themselves, once every pod is there. */
export const findStanding: RequestDefinition<FindStandingRequest> = {
  verb: "find-standing",
  perform: ({ nodes, jobs, cronJobs }, { plane: { world } }, _now, out) => {
    for (const { name, ...found } of nodes) {
      const ix = world.nodes.ixOf(name);
      if (ix === undefined) continue;
      out.record(nodeFound, ix, found);
      // Nobody knows what became of the machine; what ran on it is left as it was last seen.
      if (found.ready === "Unknown") out.record(nodeFailed, ix, { mode: "kubelet-down" });
    }
    for (const { object, counted, status, conditions, completedAtUs } of jobs) {
      const { namespace, name } = object.metadata;
      const job = world.jobs.find(namespace, name);
      if (job === undefined) continue;
      const released = counted.flatMap((pod) => world.pods.find(namespace, pod)?.identity.ix ?? []);
      out.record(jobFound, job.ix, { status, conditions, completedAtUs, released });
    }
    for (const { namespace, name, lastScheduleUs, lastSuccessfulUs } of cronJobs) {
      const cronJob = world.cronJobs.find(namespace, name);
      if (cronJob === undefined) continue;
      const unfinished = jobs.filter(
        (job) => job.cronJob === name && job.object.metadata.namespace === namespace && !isJobFinished(job),
      );
      const active = unfinished.flatMap(({ object }) => world.jobs.ixOf(namespace, object.metadata.name) ?? []);
      out.record(cronJobStatusUpdated, cronJob.ix, { active, lastScheduleUs, lastSuccessfulUs });
    }
  },
};
