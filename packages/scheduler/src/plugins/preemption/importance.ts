// Which of two pods is spared first: the one of higher priority, of equals the one that has run longer.
import type { PodState } from "@podsim/core";
import { NOT_YET } from "@podsim/core/time";

const SECOND_US = 1_000_000;

/** Start times are kept in whole seconds; a pod that has not started yet starts, for whoever asks, just then. */
const startOf = ({ status }: PodState): number | null =>
  status.startTimeUs === NOT_YET ? null : Math.floor(status.startTimeUs / SECOND_US);

export const priorityOf = ({ identity }: PodState): number => identity.template.spec.priority;

/** Of two pods that have not started the one asked about first is the older: its "just then" is the earlier one. */
const isMoreImportant = (a: PodState, b: PodState): boolean => {
  const [high, low] = [priorityOf(a), priorityOf(b)];
  if (high !== low) return high > low;
  const [first, second] = [startOf(a), startOf(b)];
  if (first === null) return second === null;
  return second === null || first < second;
};

/** The most important first, in the way of an insertion sort: what it does to pods that have not started is the point. */
export const byImportance = <Item>(items: readonly Item[], podOf: (item: Item) => PodState): readonly Item[] => {
  const sorted: { readonly item: Item; readonly pod: PodState }[] = [];
  for (const item of items) {
    const next = { item, pod: podOf(item) };
    let at = sorted.length;
    while (at > 0) {
      const before = sorted[at - 1];
      if (before === undefined || !isMoreImportant(next.pod, before.pod)) break;
      sorted[at] = before;
      at--;
    }
    sorted[at] = next;
  }
  return sorted.map(({ item }) => item);
};

/** When the oldest of the most important pods started, in whole seconds; Infinity = now. The list is in order. */
export const oldestStart = (pods: readonly PodState[]): number => {
  const highest = pods[0] === undefined ? 0 : priorityOf(pods[0]);
  let oldest = Infinity;
  for (const pod of pods) if (priorityOf(pod) === highest) oldest = Math.min(oldest, startOf(pod) ?? Infinity);
  return oldest;
};
