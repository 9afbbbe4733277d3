// A Job as `get -o json` shows it.
import { isIndexed } from "@podsim/core";
import type { JobCondition, JobState } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { WallClock } from "../view/wall-clock.js";
import type { Json, JsonObject, KubeObject } from "./kube-object.js";
import { controllerReference, metadataOf, present, unlessEmpty, unlessZero } from "./kube-object.js";
import { podTemplateJson } from "./pod-spec-json.js";
import { NOT_YET } from "@podsim/core/time";

const conditionJson = (condition: JobCondition, clock: WallClock): JsonObject =>
  present({
    lastProbeTime: clock.timestamp(condition.lastTransitionUs),
    lastTransitionTime: clock.timestamp(condition.lastTransitionUs),
    message: unlessEmpty(condition.message),
    reason: unlessEmpty(condition.reason),
    status: condition.status,
    type: condition.type,
  });

const statusJson = (job: JobState, clock: WallClock): JsonObject => {
  const { status, conditions, completedAtUs } = job;
  const isStarted = status.startTimeUs !== NOT_YET;
  return present({
    active: unlessZero(status.active),
    completedIndexes: unlessEmpty(status.completedIndexes),
    completionTime: completedAtUs === NOT_YET ? undefined : clock.timestamp(completedAtUs),
    conditions: conditions.length === 0 ? undefined : conditions.map((one) => conditionJson(one, clock)),
    failed: unlessZero(status.failed),
    failedIndexes: status.failedIndexes ?? undefined,
    ready: isStarted ? status.ready : undefined,
    startTime: isStarted ? clock.timestamp(status.startTimeUs) : undefined,
    succeeded: unlessZero(status.succeeded),
    terminating: isStarted ? status.terminating : undefined,
    uncountedTerminatedPods: isStarted ? {} : undefined,
  });
};

const ownerOf = ({ owner }: JobState, world: WorldView): JsonObject | undefined =>
  owner === null
    ? undefined
    : controllerReference("batch/v1", owner.kind, owner.name, world.cronJobs.at(owner.ix)?.uid ?? "");

export const jobObject = (job: JobState, world: WorldView, clock: WallClock): KubeObject => {
  const { object, uid, createdAtUs, generation } = job;
  const { name, namespace, labels, annotations } = object.metadata;
  const { template, ...spec } = object.spec;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: metadataOf(
      { name, namespace, uid, createdAtUs, labels, annotations, generation, owner: ownerOf(job, world) },
      clock,
    ),
    spec: present({
      ...(spec as unknown as Record<string, Json>),
      manualSelector: spec.manualSelector ?? false,
      template: podTemplateJson(template),
    }),
    status: statusJson(job, clock),
  };
};

/** Whether indexes are worth a line. */
export const hasIndexes = ({ object }: JobState): boolean => isIndexed(object.spec);
