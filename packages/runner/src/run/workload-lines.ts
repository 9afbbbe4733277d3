// How Jobs and other workloads that are not Deployments stand at the end of a run: one line for each.
import { hasJobCondition, isActive, isReady } from "@podsim/core";
import type { DaemonSetState, JobState, PodState, StatefulSetState } from "@podsim/core";
import type { Cluster } from "@podsim/scheduler";
import { groupTexts } from "./pod-reasons.js";

export interface WorkloadLine {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** How many pods there are to be (of a Job: how many are to succeed), and how many are as they should be. */
  readonly wanted: number;
  readonly achieved: number;
  readonly isWell: boolean;
  /** What is not well, and why; null when it is. */
  readonly reason: string | null;
}

/** Kinds whose pods need no line of their own. */
export const ANSWERING_KINDS: ReadonlySet<string> = new Set(["Job", "DaemonSet", "StatefulSet"]);

/** What each kind is called when all is well with it: "2 of 3 Jobs complete". */
const WELL_WORDS: ReadonlyMap<string, string> = new Map([
  ["StatefulSet", "StatefulSets ready"],
  ["DaemonSet", "DaemonSets available"],
  ["Job", "Jobs complete"],
]);

const podsOf = (kind: string, ix: number, { world }: Cluster): readonly PodState[] =>
  [...world.pods.ownedBy(kind, ix)].flatMap((podIx) => world.pods.at(podIx) ?? []);

const jobReason = (job: JobState, cluster: Cluster): string => {
  const failed = job.conditions.find(({ type, status }) => type === "Failed" && status === "True");
  if (failed !== undefined) return `${failed.reason}: ${failed.message}`;
  if (job.object.spec.suspend) return "it is suspended";
  const waiting = podsOf("Job", job.ix, cluster).filter((pod) => isActive(pod) && !isReady(pod));
  const texts = groupTexts(waiting, cluster);
  if (texts.length > 0) return texts.join("; ");
  if (job.failure !== "") return job.failure;
  const { active, failed: failures } = job.status;
  if (active > 0) return `${String(active)} active, still running`;
  return failures > 0 ? `${String(failures)} failed, waiting to try again` : "its pods were not created yet";
};

const jobLine = (job: JobState, cluster: Cluster): WorkloadLine => {
  const { namespace, name } = job.object.metadata;
  const isWell = hasJobCondition(job, "Complete");
  return {
    kind: "Job",
    namespace,
    name,
    wanted: job.object.spec.completions ?? 1,
    achieved: job.status.succeeded,
    isWell,
    reason: isWell ? null : jobReason(job, cluster),
  };
};

/** Why pods that should be ready are not; `failure`: what was said to those that were to be created. */
const unreadyReason = (kind: string, ix: number, failure: string, cluster: Cluster): string => {
  const waiting = podsOf(kind, ix, cluster).filter((pod) => isActive(pod) && !isReady(pod));
  const texts = groupTexts(waiting, cluster);
  if (texts.length > 0) return texts.join("; ");
  return failure === "" ? "its pods were not created yet" : failure;
};

const statefulSetLine = (set: StatefulSetState, cluster: Cluster): WorkloadLine => {
  const { object, status, generation, ix, failure } = set;
  const { namespace, name } = object.metadata;
  const wanted = object.spec.replicas;
  const isWell = status.observedGeneration >= generation && status.readyReplicas >= wanted;
  const reason = isWell ? null : unreadyReason("StatefulSet", ix, failure, cluster);
  return { kind: "StatefulSet", namespace, name, wanted, achieved: status.readyReplicas, isWell, reason };
};

const daemonSetLine = (daemonSet: DaemonSetState, cluster: Cluster): WorkloadLine => {
  const { object, status, generation, ix, failure } = daemonSet;
  const { namespace, name } = object.metadata;
  const { desired, available } = status;
  const isWell = status.observedGeneration >= generation && available >= desired;
  const reason = isWell ? null : unreadyReason("DaemonSet", ix, failure, cluster);
  return { kind: "DaemonSet", namespace, name, wanted: desired, achieved: available, isWell, reason };
};

/** In the order of their creation, kind by kind. */
export const workloadLines = (cluster: Cluster): readonly WorkloadLine[] => [
  ...[...cluster.world.statefulSets.values()].map((set) => statefulSetLine(set, cluster)),
  ...[...cluster.world.daemonSets.values()].map((daemonSet) => daemonSetLine(daemonSet, cluster)),
  ...[...cluster.world.jobs.values()].map((job) => jobLine(job, cluster)),
];

/** "2 of 3 Jobs complete", one text per kind there is. */
export const wellTexts = (lines: readonly WorkloadLine[]): readonly string[] =>
  [...WELL_WORDS].flatMap(([kind, words]) => {
    const all = lines.filter((line) => line.kind === kind);
    if (all.length === 0) return [];
    return [`${String(all.filter(({ isWell }) => isWell).length)} of ${String(all.length)} ${words}`];
  });
