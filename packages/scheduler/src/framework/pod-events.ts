// What a change of a pod amounts to for pods that wait: one event per changed aspect, in kube-scheduler's order.
import { accountedSpec, podRequests } from "@podsim/core";
import type { PodRequests, PodState } from "@podsim/core";
import { isSameLabels } from "./same-labels.js";
import { ACTION } from "./wake.js";
import type { PodEvent } from "./wake.js";

const amountsOf = ({
  milliCpu,
  memoryBytes,
  ephemeralBytes,
  scalars,
}: PodRequests): Readonly<Record<string, number>> => ({
  ...scalars,
  cpu: milliCpu,
  memory: memoryBytes,
  "ephemeral-storage": ephemeralBytes,
});

const isScaledDown = (before: PodState, after: PodState): boolean => {
  const [then, spec] = [accountedSpec(before), accountedSpec(after)];
  if (then === spec) return false;
  const now = amountsOf(podRequests(spec));
  return Object.entries(amountsOf(podRequests(then))).some(([name, amount]) => (now[name] ?? 0) < amount);
};

const countOf = (list: readonly unknown[] | undefined): number => list?.length ?? 0;

const updates = (from: PodState, to: PodState): readonly number[] => {
  const [before, after] = [from.identity.template, to.identity.template];
  const actions: number[] = [];
  if (!isSameLabels(before.metadata.labels, after.metadata.labels)) actions.push(ACTION.updatePodLabel);
  if (isScaledDown(from, to)) actions.push(ACTION.updatePodScaleDown);
  if (countOf(before.spec.schedulingGates) > 0 && countOf(after.spec.schedulingGates) === 0) {
    actions.push(ACTION.updatePodSchedulingGatesEliminated);
  }
  // Tolerations can only be added.
  if (countOf(before.spec.tolerations) !== countOf(after.spec.tolerations)) actions.push(ACTION.updatePodToleration);
  return actions.length === 0 ? [ACTION.update] : actions;
};

/** Null before: the pod was added; null after: it went, or is over. The same state twice is no change. */
export const podEvents = (before: PodState | null, after: PodState | null): readonly PodEvent[] => {
  const pod = after ?? before;
  if (pod === null || before === after) return [];
  const resource = pod.binding === null ? "UnscheduledPod" : "AssignedPod";
  if (before === null) return [{ resource, action: ACTION.add, before, after }];
  if (after === null) return [{ resource, action: ACTION.delete, before, after }];
  return updates(before, after).map((action): PodEvent => ({
    resource,
    action,
    before,
    after,
  }));
};
