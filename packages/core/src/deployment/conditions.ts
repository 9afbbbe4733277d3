// What a Deployment's controller writes into its conditions: whether enough pods are available, and how the rollout goes.
import type { DeploymentSpec } from "../api/deployment.js";
import type { SimTime } from "../time.js";
import { MILLISECOND, SECOND } from "../time.js";
import type { DeploymentCondition, DeploymentState, DeploymentStatus } from "./deployment-state.js";
import { maxUnavailableOf } from "./fenceposts.js";

type Conditions = readonly DeploymentCondition[];
type Finding = Pick<DeploymentCondition, "type" | "status" | "reason" | "message">;

const AVAILABLE_REASON = "NewReplicaSetAvailable";
const TIMED_OUT_REASON = "ProgressDeadlineExceeded";
const PAUSED_REASON = "DeploymentPaused";
const NO_DEADLINE = 2 ** 31 - 1;
/** A check that is due in less than a second is made right after the deadline, any other one second after it. */
const SOON_US = 5 * MILLISECOND;

const wholeSecond = (at: SimTime): SimTime => Math.floor(at / SECOND) * SECOND;

const find = (conditions: Conditions, type: Finding["type"]): DeploymentCondition | undefined =>
  conditions.find((condition) => condition.type === type);

const write = (conditions: Conditions, next: Finding, at: SimTime): Conditions => {
  const old = find(conditions, next.type);
  const lastTransitionUs = old?.status === next.status ? old.lastTransitionUs : at;
  const { type, status, reason, message } = next;
  const written = { type, status, reason, message, lastUpdateUs: at, lastTransitionUs };
  return [...conditions.filter((condition) => condition.type !== type), written];
};

/** Nothing is written while status and reason stay, whatever the message says. */
const writeIfNew = (conditions: Conditions, next: Finding, at: SimTime): Conditions => {
  const old = find(conditions, next.type);
  return old?.status === next.status && old.reason === next.reason ? conditions : write(conditions, next, at);
};

const remove = (conditions: Conditions, type: Finding["type"]): Conditions =>
  find(conditions, type) === undefined ? conditions : conditions.filter((condition) => condition.type !== type);

const progressing = (status: Finding["status"], reason: string, message: string): Finding => ({
  type: "Progressing",
  status,
  reason,
  message,
});

const hasProgressDeadline = (spec: Pick<DeploymentSpec, "progressDeadlineSeconds">): boolean =>
  spec.progressDeadlineSeconds !== NO_DEADLINE;

/** Whether every pod there should be is there, new, and available, and no other. */
export const isRolloutComplete = (replicas: number, generation: number, status: DeploymentStatus): boolean =>
  status.updatedReplicas === replicas &&
  status.replicas === replicas &&
  status.availableReplicas === replicas &&
  status.observedGeneration >= generation;

/** More new, fewer old, more ready or more available pods than before. */
const hasProgressed = (before: DeploymentStatus, after: DeploymentStatus): boolean =>
  after.updatedReplicas > before.updatedReplicas ||
  after.replicas - after.updatedReplicas < before.replicas - before.updatedReplicas ||
  after.readyReplicas > before.readyReplicas ||
  after.availableReplicas > before.availableReplicas;

/** Kept away from a rollout that was finished before; once true it stays so until something moves. */
const hasTimedOut = ({ progressDeadlineSeconds }: DeploymentSpec, conditions: Conditions, now: SimTime): boolean => {
  const condition = find(conditions, "Progressing");
  if (condition === undefined || condition.reason === AVAILABLE_REASON) return false;
  if (condition.reason === TIMED_OUT_REASON) return true;
  return wholeSecond(condition.lastUpdateUs) + progressDeadlineSeconds * SECOND < now;
};

/** The Available condition, for the pods available now. */
export const withAvailability = (
  conditions: Conditions,
  spec: DeploymentSpec,
  availableReplicas: number,
  now: SimTime,
): Conditions => {
  const enough = availableReplicas >= spec.replicas - maxUnavailableOf(spec);
  const finding: Finding = enough
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
  return writeIfNew(conditions, finding, now);
};

/** The ReplicaFailure condition: `failure` is what the server answered when pods were to be created, "" = nothing. */
export const withReplicaFailure = (conditions: Conditions, failure: string, now: SimTime): Conditions =>
  failure === ""
    ? remove(conditions, "ReplicaFailure")
    : writeIfNew(conditions, { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: failure }, now);

/** Time does not count while a Deployment is paused, and begins anew when it is resumed. */
export const withPause = (conditions: Conditions, spec: DeploymentSpec, now: SimTime): Conditions => {
  const old = find(conditions, "Progressing");
  if (!hasProgressDeadline(spec) || old?.reason === TIMED_OUT_REASON) return conditions;
  const wasPaused = old?.reason === PAUSED_REASON;
  if (spec.paused === wasPaused) return conditions;
  const finding = spec.paused
    ? progressing("Unknown", PAUSED_REASON, "Deployment is paused")
    : progressing("Unknown", "DeploymentResumed", "Deployment is resumed");
  return writeIfNew(conditions, finding, now);
};

/** The new ReplicaSet was created, or found where nothing had been said of progress yet. */
export const withNewSet = (
  conditions: Conditions,
  spec: DeploymentSpec,
  name: string,
  how: "created" | "found",
  now: SimTime,
): Conditions => {
  if (!hasProgressDeadline(spec)) return conditions;
  if (how === "created") {
    const message = `Created new replica set "${name}"`;
    return writeIfNew(conditions, progressing("True", "NewReplicaSetCreated", message), now);
  }
  if (find(conditions, "Progressing") !== undefined) return conditions;
  return write(conditions, progressing("True", "FoundNewReplicaSet", `Found new replica set "${name}"`), now);
};

/** Progress is noted each time, at the resolution of API times. */
const notePresentProgress = (conditions: Conditions, message: string, now: SimTime): Conditions => {
  const finding = progressing("True", "ReplicaSetUpdated", message);
  const old = find(conditions, "Progressing");
  const isNoted =
    old?.status === finding.status &&
    old.reason === finding.reason &&
    old.message === message &&
    wholeSecond(old.lastUpdateUs) === wholeSecond(now);
  return isNoted ? conditions : write(conditions, finding, now);
};

/** The Progressing condition during a rollout, for the counts as they are `after` this sync. */
export const withProgress = (
  conditions: Conditions,
  deployment: Pick<DeploymentState, "object" | "generation" | "status">,
  newSetName: string | null,
  after: DeploymentStatus,
  now: SimTime,
): Conditions => {
  const { spec, metadata } = deployment.object;
  if (!hasProgressDeadline(spec)) return remove(conditions, "Progressing");
  const wasComplete = find(conditions, "Progressing")?.reason === AVAILABLE_REASON;
  if (wasComplete && after.replicas === after.updatedReplicas) return conditions;
  const subject = newSetName === null ? `Deployment "${metadata.name}"` : `ReplicaSet "${newSetName}"`;
  if (isRolloutComplete(spec.replicas, deployment.generation, after)) {
    return writeIfNew(
      conditions,
      progressing("True", AVAILABLE_REASON, `${subject} has successfully progressed.`),
      now,
    );
  }
  if (hasProgressed(deployment.status, after)) {
    return notePresentProgress(conditions, `${subject} is progressing.`, now);
  }
  if (!hasTimedOut(spec, conditions, now)) return conditions;
  return writeIfNew(conditions, progressing("False", TIMED_OUT_REASON, `${subject} has timed out progressing.`), now);
};

/** When a rollout that does not move has to be looked at next; null = time alone will not change anything. */
export const progressCheckUs = (spec: DeploymentSpec, conditions: Conditions, now: SimTime): SimTime | null => {
  const condition = find(conditions, "Progressing");
  if (!hasProgressDeadline(spec) || condition === undefined) return null;
  if (condition.reason === AVAILABLE_REASON || condition.reason === TIMED_OUT_REASON) return null;
  const deadlineUs = wholeSecond(condition.lastUpdateUs) + spec.progressDeadlineSeconds * SECOND;
  return Math.max(now, deadlineUs) + (deadlineUs - now < SECOND ? SOON_US : SECOND);
};
