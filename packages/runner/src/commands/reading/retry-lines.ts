// When a pod that fits nowhere is tried again: the changes that its rejecting plugins wake for, and the flush of the pool.
import { formatDuration } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { ACTION } from "@podsim/scheduler";
import type { Profile } from "@podsim/scheduler";

const NODE_ACTIONS: readonly (readonly [number, string])[] = [
  [ACTION.add, "node added"],
  [ACTION.updateNodeAllocatable, "node's room changed"],
  [ACTION.updateNodeLabel, "node's labels changed"],
  [ACTION.updateNodeTaint, "node's taints changed"],
];

const POD_ACTIONS: readonly (readonly [number, string])[] = [
  [ACTION.add, "pod placed"],
  [ACTION.delete, "pod gone"],
  [ACTION.updatePodLabel, "pod's labels changed"],
  [ACTION.updatePodScaleDown, "pod's requests lowered"],
];

/** Of whatever else: "PersistentVolumeClaim added". */
const OBJECT_ACTIONS: readonly (readonly [number, string])[] = [
  [ACTION.add, "added"],
  [ACTION.update, "changed"],
  [ACTION.delete, "gone"],
];

const actionsOn = (resource: string): readonly (readonly [number, string])[] => {
  if (resource === "Node") return NODE_ACTIONS;
  if (resource === "Pod" || resource === "UnscheduledPod") return POD_ACTIONS;
  return OBJECT_ACTIONS.map(([action, text]) => [action, `${resource} ${text}`]);
};

const FLUSH_PERIOD_US = 30 * SECOND;
const POOL_MAX_US = 300 * SECOND;

/** When the pool lets go a pod that nothing woke: at the first round after five minutes. */
const flushUs = (failedAtUs: SimTime): SimTime =>
  (Math.floor((failedAtUs + POOL_MAX_US) / FLUSH_PERIOD_US) + 1) * FLUSH_PERIOD_US;

/** `failedAtUs` null = nobody knows when it was tried. */
export const retryLines = (
  { wakes }: Profile,
  rejectedBy: readonly string[],
  failedAtUs: SimTime | null,
): readonly string[] => {
  const rejecting = new Set(rejectedBy.flatMap((plugin) => plugin.split(" ")));
  const byPlugin = new Map<string, Set<string>>();
  for (const { plugin, rule } of wakes) {
    if (!rejecting.has(plugin)) continue;
    for (const [action, text] of actionsOn(rule.resource)) {
      if ((rule.actions & action) !== 0) byPlugin.set(plugin, (byPlugin.get(plugin) ?? new Set()).add(text));
    }
  }
  const texts = [...byPlugin].map(([plugin, changes]) => `${[...changes].join(", ")} (${plugin})`);
  const flush = failedAtUs === null ? "after 5m without any" : `at ${formatDuration(flushUs(failedAtUs))} without any`;
  return [`Retries   on ${texts.length === 0 ? "no change" : texts.join("; ")}; or ${flush}`];
};
