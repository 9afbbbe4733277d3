// Whether a container is to be started again: by its own rules, its own policy, or its pod's.
import type { Container, ContainerRestartRule, PodSpec } from "../api/pod.js";

const matches = ({ exitCodes }: ContainerRestartRule, exitCode: number): boolean =>
  exitCodes !== undefined && exitCodes.values.includes(exitCode) === (exitCodes.operator === "In");

/**
 * After it exited by itself with `exitCode`. A container without a policy of its own has no rules either
 * and goes by its pod's policy.
 */
export const restartsAfter = (container: Container, spec: PodSpec, exitCode: number): boolean => {
  const own = container.restartPolicy;
  if (own !== undefined && container.restartPolicyRules?.some((rule) => matches(rule, exitCode)) === true) return true;
  const policy = own ?? spec.restartPolicy;
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
};

/** After the kubelet killed it for a failed probe: decided while it runs, so no exit code counts. */
export const restartsWhenKilled = (container: Container, spec: PodSpec): boolean =>
  (container.restartPolicy ?? spec.restartPolicy) !== "Never";
