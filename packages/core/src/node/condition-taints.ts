// The taints the node controller keeps in step with a node: what its conditions and spec.unschedulable call for.
import type { Taint } from "../api/meta.js";
import type { NodeState } from "./node-state.js";
import { pressureWords } from "./pressure-words.js";

export const NOT_READY_TAINT = "node.kubernetes.io/not-ready";
export const UNREACHABLE_TAINT = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE_TAINT = "node.kubernetes.io/unschedulable";

/** Keys that, with effect NoSchedule, are the controller's own: nobody else's taint of that key stays. */
const MANAGED: ReadonlySet<string> = new Set([
  NOT_READY_TAINT,
  UNREACHABLE_TAINT,
  UNSCHEDULABLE_TAINT,
  "node.kubernetes.io/memory-pressure",
  "node.kubernetes.io/disk-pressure",
  "node.kubernetes.io/pid-pressure",
  "node.kubernetes.io/network-unavailable",
]);

export const isConditionTaint = ({ key, effect }: Pick<Taint, "key" | "effect">): boolean =>
  effect === "NoSchedule" && MANAGED.has(key);

/** The node controller says of its taints when it put them on, of those included that evict. */
export const isStampedTaint = ({ key }: Pick<Taint, "key">): boolean => MANAGED.has(key);

/** A taint is identified by key and effect. */
export const taintId = ({ key, effect }: Pick<Taint, "key" | "effect">): string => `${key}:${effect}`;

export interface TaintChanges {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

const noSchedule = (key: string): Taint => ({ key, value: "", effect: "NoSchedule" });

/** The NoSchedule taints a node should have, against those it has. */
export const conditionTaintChanges = ({
  ready,
  unschedulable,
  taints,
  pressures,
}: Pick<NodeState, "ready" | "unschedulable" | "taints" | "pressures">): TaintChanges => {
  const wanted: Taint[] = [];
  if (ready === "False") wanted.push(noSchedule(NOT_READY_TAINT));
  if (ready === "Unknown") wanted.push(noSchedule(UNREACHABLE_TAINT));
  for (const pressure of pressures) wanted.push(noSchedule(pressureWords(pressure, true).taint));
  if (unschedulable) wanted.push(noSchedule(UNSCHEDULABLE_TAINT));
  const present = taints.filter(isConditionTaint);
  return {
    add: wanted.filter(({ key }) => !present.some((taint) => taint.key === key)),
    remove: present.filter(({ key }) => !wanted.some((taint) => taint.key === key)),
  };
};
