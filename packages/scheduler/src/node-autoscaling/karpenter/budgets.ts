// How many nodes of a pool may be disrupted now, and when that number may change by itself.
import { parseSchedule } from "@podsim/core";
import type { Schedule, SimTime } from "@podsim/core";
import { MINUTE, NEVER } from "@podsim/core/time";
import type { DisruptionBudget, DisruptionReason, NodePool } from "./node-pool.js";

const schedules = new Map<string, Schedule | null>();

const scheduleOf = (text: string): Schedule | null => {
  let schedule = schedules.get(text);
  if (schedule === undefined) {
    const parsed = parseSchedule(text);
    schedules.set(text, (schedule = parsed._tag === "Right" ? parsed.right : null));
  }
  return schedule;
};

interface Window {
  readonly isOpen: boolean;
  /** When that ends. */
  readonly untilUs: SimTime;
}

/** `startUs`: what the clocks show at virtual time 0. */
const windowAt = ({ window }: DisruptionBudget, startUs: number, now: SimTime): Window => {
  const schedule = window === null ? null : scheduleOf(window.schedule);
  if (window === null || schedule === null) return { isOpen: true, untilUs: NEVER };
  const minuteOf = (at: number): number => Math.floor((startUs + at) / MINUTE);
  const timeOf = (minute: number): SimTime => minute * MINUTE - startUs;
  const began = schedule.next(minuteOf(now - window.durationUs));
  if (began !== null && timeOf(began) <= now) return { isOpen: true, untilUs: timeOf(began) + window.durationUs };
  return { isOpen: false, untilUs: began === null ? NEVER : timeOf(began) };
};

const concerns = ({ reasons }: DisruptionBudget, reason: DisruptionReason): boolean =>
  reasons === null || reasons.includes(reason);

/**
 * The least that any budget allows for the reason.
 * @param unavailable nodes that are not ready or on their way out already
 */
export const allowedDisruptions = (
  { budgets }: NodePool,
  reason: DisruptionReason,
  nodeCount: number,
  unavailable: number,
  startUs: number,
  now: SimTime,
): number => {
  let allowed = nodeCount;
  for (const budget of budgets) {
    if (!concerns(budget, reason) || !windowAt(budget, startUs, now).isOpen) continue;
    const { nodes } = budget;
    allowed = Math.min(allowed, "count" in nodes ? nodes.count : Math.ceil((nodes.percent * nodeCount) / 100));
  }
  return Math.max(0, allowed - unavailable);
};

/** When a window of a budget opens or closes next; NEVER where there is none. */
export const nextWindowUs = ({ budgets }: NodePool, startUs: number, now: SimTime): SimTime =>
  budgets.reduce((first, budget) => Math.min(first, windowAt(budget, startUs, now).untilUs), NEVER);
