// What a Job's podFailurePolicy says of a failed pod: the first rule that matches decides.
import type { ExitCodeRequirement, JobSpec, PodConditionPattern, PodFailurePolicyRule } from "../api/job.js";
import type { ContainerStatus, PodState } from "../pod/pod-state.js";

export interface FailureVerdict {
  /** Action of the rule that matched; null = none did, so the failure counts. */
  readonly action: PodFailurePolicyRule["action"] | null;
  /** Why the Job fails; "" unless the action is FailJob. */
  readonly message: string;
}

const COUNTS: FailureVerdict = { action: null, message: "" };

interface Ended {
  readonly name: string;
  readonly exitCode: number;
}

const matchExitCode = (
  statuses: readonly ContainerStatus[],
  { containerName, operator, values }: ExitCodeRequirement,
): Ended | null => {
  for (const { name, state } of statuses) {
    if (state.kind !== "terminated" || state.exitCode === 0) continue;
    if (containerName !== undefined && containerName !== name) continue;
    if (values.includes(state.exitCode) === (operator === "In")) return { name, exitCode: state.exitCode };
  }
  return null;
};

/** The type of the first condition of the pod that a pattern fits. */
const matchCondition = ({ status }: PodState, patterns: readonly PodConditionPattern[]): string | null => {
  for (const condition of status.conditions) {
    const fits = patterns.some(({ type, status: wanted }) => type === condition.type && wanted === condition.status);
    if (fits) return condition.type;
  }
  return null;
};

const judgeByRule = (pod: PodState, rule: PodFailurePolicyRule, ix: number): FailureVerdict | null => {
  const { namespace, name } = pod.identity;
  const { action, onExitCodes, onPodConditions } = rule;
  const verdict = (what: string): FailureVerdict => ({
    action,
    message: action === "FailJob" ? `${what} matching ${action} rule at index ${String(ix)}` : "",
  });
  if (onExitCodes !== undefined) {
    const { containerStatuses, initContainerStatuses } = pod.status;
    const ended = matchExitCode(containerStatuses, onExitCodes) ?? matchExitCode(initContainerStatuses, onExitCodes);
    if (ended === null) return null;
    const code = String(ended.exitCode);
    return verdict(`Container ${ended.name} for pod ${namespace}/${name} failed with exit code ${code}`);
  }
  const type = onPodConditions === undefined ? null : matchCondition(pod, onPodConditions);
  return type === null ? null : verdict(`Pod ${namespace}/${name} has condition ${type}`);
};

export const judgeFailure = (
  { podFailurePolicy }: Pick<JobSpec, "podFailurePolicy">,
  pod: PodState,
): FailureVerdict => {
  for (const [ix, rule] of podFailurePolicy?.rules.entries() ?? []) {
    const verdict = judgeByRule(pod, rule, ix);
    if (verdict !== null) return verdict;
  }
  return COUNTS;
};

/** Whether the failure counts towards the Job's limits. */
export const countsAsFailure = (spec: Pick<JobSpec, "podFailurePolicy">, pod: PodState): boolean =>
  judgeFailure(spec, pod).action !== "Ignore";
