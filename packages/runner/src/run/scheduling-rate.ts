// How fast the simulated scheduler placed pods, in virtual time: what kube-scheduler's own benchmark reports of a real one.
import type { PodBound } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { SECOND } from "@podsim/core/time";

/** Pods placed by schedulers in each second of virtual time, over the seconds in which one was placed. */
export interface SchedulingRate {
  readonly placedPods: number;
  readonly busySeconds: number;
  /** Pods per virtual second; all 0 if no pod was placed. Percentiles are nearest ranks. */
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

const rankOf = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;

export const schedulingRate = (log: EventLog): SchedulingRate => {
  const bound = log.registry.findIndex(({ type }) => type === "PodBound");
  const bySecond = new Map<number, number>();
  let placedPods = 0;
  for (let seq = 0; seq < log.length; seq += 1) {
    if (log.typeOf(seq) !== bound || (log.data(seq) as PodBound).by !== "scheduler") continue;
    const second = Math.floor(log.at(seq) / SECOND);
    bySecond.set(second, (bySecond.get(second) ?? 0) + 1);
    placedPods += 1;
  }
  const sorted = [...bySecond.values()].sort((a, b) => a - b);
  const busySeconds = sorted.length;
  return {
    placedPods,
    busySeconds,
    mean: busySeconds === 0 ? 0 : Math.round((100 * placedPods) / busySeconds) / 100,
    p50: rankOf(sorted, 50),
    p90: rankOf(sorted, 90),
    p99: rankOf(sorted, 99),
    max: sorted.at(-1) ?? 0,
  };
};
