// Workloads of a dump as a run finds them when it begins: what they are called, whose they are, what they have counted.
import { isJobFinished, TEMPLATE_HASH_LABEL } from "@podsim/core";
import type {
  ConditionStatus,
  Job,
  JobCondition,
  KubernetesObject,
  ReplicaSet,
  StatefulRevision,
  StatefulSet,
} from "@podsim/core";
import { NOT_YET } from "@podsim/core/time";
import type { FoundCronJob, FoundJob, FoundNode, FoundReplicaSet, FoundStatefulSet } from "@podsim/scheduler";
import type { Mapping } from "../scenario/schema/record.js";
import { ownerOf } from "./found-pods.js";
import { countAt, listAt, textAt } from "./raw-value.js";
import type { DumpClock } from "./raw-value.js";

/** The object with who it is, for whoever takes it in. */
export const withIdentity = <T extends KubernetesObject>(object: T, raw: Mapping, clock: DumpClock): T => {
  const uid = textAt(raw, "metadata", "uid");
  const createdAtUs = clock.at(raw, "metadata", "creationTimestamp");
  if (uid === "" || createdAtUs === null) return object;
  return { ...object, metadata: { ...object.metadata, found: { uid, createdAtUs } } };
};

const conditionStatus = (text: string): ConditionStatus => (text === "True" || text === "False" ? text : "Unknown");

export const foundNode = (raw: Mapping, clock: DumpClock): FoundNode => {
  const createdAtUs = clock.at(raw, "metadata", "creationTimestamp") ?? 0;
  const ready = listAt(raw, "status", "conditions").find(({ type }) => type === "Ready");
  return {
    name: textAt(raw, "metadata", "name"),
    createdAtUs,
    // A node that says nothing of itself was taken to be as new ones are.
    ready: ready === undefined ? "True" : conditionStatus(textAt(ready, "status")),
    readyReason: textAt(ready, "reason") || "KubeletReady",
    readyTransitionUs: clock.at(ready, "lastTransitionTime") ?? createdAtUs,
  };
};

const numberIn = (texts: Readonly<Record<string, string>>, key: string): number | null => {
  const number = Number(texts[key]);
  return Object.hasOwn(texts, key) && Number.isSafeInteger(number) ? number : null;
};

const DEPLOYMENT = "deployment.kubernetes.io";

export const foundReplicaSet = (object: ReplicaSet, raw: Mapping): FoundReplicaSet => {
  const { labels, annotations } = object.metadata;
  const owner = ownerOf(raw);
  const desiredReplicas = numberIn(annotations, `${DEPLOYMENT}/desired-replicas`);
  const maxReplicas = numberIn(annotations, `${DEPLOYMENT}/max-replicas`);
  return {
    object,
    deployment: owner?.kind === "Deployment" ? owner.name : null,
    templateHash: labels[TEMPLATE_HASH_LABEL] ?? "",
    revision: numberIn(annotations, `${DEPLOYMENT}/revision`) ?? 0,
    sizedFor: desiredReplicas === null || maxReplicas === null ? null : { desiredReplicas, maxReplicas },
    status: {
      replicas: countAt(raw, "status", "replicas"),
      readyReplicas: countAt(raw, "status", "readyReplicas"),
      availableReplicas: countAt(raw, "status", "availableReplicas"),
    },
  };
};

/** An older revision's template is kept by objects that dumps leave out: what it was is not known, only that it differs. */
const olderRevision = ({ spec }: StatefulSet, name: string): StatefulRevision => {
  const { metadata } = spec.template;
  const annotations = { ...metadata.annotations, "podsim.dev/revision": name };
  return { name, number: 1, template: { metadata: { ...metadata, annotations }, spec: spec.template.spec } };
};

export const foundStatefulSet = (object: StatefulSet, raw: Mapping): FoundStatefulSet | null => {
  const { namespace, name } = object.metadata;
  const count = (field: string): number => countAt(raw, "status", field);
  const updateRevision = textAt(raw, "status", "updateRevision");
  const currentRevision = textAt(raw, "status", "currentRevision") || updateRevision;
  if (updateRevision === "") return null;
  const update: StatefulRevision = { name: updateRevision, number: 2, template: object.spec.template };
  return {
    namespace,
    name,
    revisions: currentRevision === updateRevision ? [update] : [olderRevision(object, currentRevision), update],
    status: {
      observedGeneration: 1,
      replicas: count("replicas"),
      readyReplicas: count("readyReplicas"),
      availableReplicas: count("availableReplicas"),
      currentReplicas: count("currentReplicas"),
      updatedReplicas: count("updatedReplicas"),
      currentRevision,
      updateRevision,
    },
  };
};

const JOB_CONDITIONS: readonly JobCondition["type"][] = [
  "Suspended",
  "SuccessCriteriaMet",
  "FailureTarget",
  "Complete",
  "Failed",
];

const jobConditions = (raw: Mapping, clock: DumpClock): readonly JobCondition[] =>
  listAt(raw, "status", "conditions").flatMap((each) => {
    const type = JOB_CONDITIONS.find((known) => known === textAt(each, "type"));
    if (type === undefined) return [];
    return [
      {
        type,
        status: conditionStatus(textAt(each, "status")),
        reason: textAt(each, "reason"),
        message: textAt(each, "message"),
        lastTransitionUs: clock.at(each, "lastTransitionTime") ?? 0,
      },
    ];
  });

const TRACKED = "batch.kubernetes.io/job-tracking";

/** A Job's pod that no finalizer holds back any more has been counted. */
export const isCounted = (pod: Mapping): boolean => {
  const finalizers = (pod["metadata"] as { readonly finalizers?: unknown } | undefined)?.finalizers;
  return !(Array.isArray(finalizers) && (finalizers as readonly unknown[]).includes(TRACKED));
};

export const foundJob = (object: Job, raw: Mapping, counted: readonly string[], clock: DumpClock): FoundJob => {
  const owner = ownerOf(raw);
  const { status } = raw;
  const conditions = jobConditions(raw, clock);
  const failedIndexes = textAt(status, "failedIndexes");
  return {
    object,
    cronJob: owner?.kind === "CronJob" ? owner.name : null,
    counted,
    conditions,
    completedAtUs: isJobFinished({ conditions }) ? (clock.at(status, "completionTime") ?? NOT_YET) : NOT_YET,
    status: {
      active: countAt(status, "active"),
      ready: countAt(status, "ready"),
      terminating: countAt(status, "terminating"),
      succeeded: countAt(status, "succeeded"),
      failed: countAt(status, "failed"),
      completedIndexes: textAt(status, "completedIndexes"),
      failedIndexes: object.spec.backoffLimitPerIndex === undefined ? null : failedIndexes,
      startTimeUs: clock.at(status, "startTime") ?? NOT_YET,
      record: { failures: 0, lastFailureUs: NOT_YET },
    },
  };
};

export const foundCronJob = (raw: Mapping, clock: DumpClock): FoundCronJob => ({
  namespace: textAt(raw, "metadata", "namespace") || "default",
  name: textAt(raw, "metadata", "name"),
  lastScheduleUs: clock.at(raw, "status", "lastScheduleTime") ?? NOT_YET,
  lastSuccessfulUs: clock.at(raw, "status", "lastSuccessfulTime") ?? NOT_YET,
});
