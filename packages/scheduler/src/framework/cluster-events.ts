// What a change of a node amounts to for pods that wait: one event per changed aspect, in kube-scheduler's order.
import type { NodeState, Taint } from "@podsim/core";
import { isSameLabels } from "./same-labels.js";
import { ACTION } from "./wake.js";
import type { NodeEvent } from "./wake.js";

const isSameTaints = (a: readonly Taint[], b: readonly Taint[]): boolean => {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every(({ key, value, effect }, i) => {
      const other = b[i];
      return other !== undefined && key === other.key && value === other.value && effect === other.effect;
    })
  );
};

const updates = (before: NodeState, after: NodeState): readonly number[] => {
  const actions: number[] = [];
  if (before.unschedulable && !after.unschedulable) actions.push(ACTION.updateNodeTaint);
  const [then, now] = [before.object.status.allocatable, after.object.status.allocatable];
  if (!isSameLabels(then, now)) actions.push(ACTION.updateNodeAllocatable);
  if (!isSameLabels(before.labels, after.labels)) actions.push(ACTION.updateNodeLabel);
  if (!isSameTaints(before.taints, after.taints)) actions.push(ACTION.updateNodeTaint);
  if (before.ready !== after.ready) actions.push(ACTION.updateNodeCondition);
  if (!isSameLabels(before.annotations, after.annotations)) actions.push(ACTION.updateNodeAnnotation);
  return actions;
};

/** Null before: the node was added; null after: it was removed. */
export const nodeEvents = (before: NodeState | null, after: NodeState | null): readonly NodeEvent[] => {
  if (before === null && after === null) return [];
  if (before === null) return [{ resource: "Node", action: ACTION.add, before, after }];
  if (after === null) return [{ resource: "Node", action: ACTION.delete, before, after }];
  return updates(before, after).map((action): NodeEvent => ({ resource: "Node", action, before, after }));
};
