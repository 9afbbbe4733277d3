// How the scheduler of a run chooses among equally good nodes, and where it begins to look for victims.
import { draw, highestMix, tieSalt } from "./engine/draw.js";
import { firstName, rendezvous } from "./framework/tie-break.js";
import type { CycleOptions } from "./framework/cycle.js";
import type { TieBreak } from "./framework/tie-break.js";
import type { SchedulerSettings } from "./settings.js";

/** A choice depends on the seed, the pod and how often it was tried before. */
const drawnTieBreak = (seed: number): TieBreak =>
  rendezvous({
    saltOfChoice: ({ key, state }) => tieSalt(seed, "scheduler/tie", `${key} ${state.scheduling.attempts}`),
    saltOfNode: (name) => tieSalt(seed, "scheduler/node", name),
    highest: highestMix,
  });

export const tieBreakOf = (policy: SchedulerSettings["tieBreak"], seed: number): TieBreak =>
  policy === "first-name" ? firstName : drawnTieBreak(seed);

/** Depends on the seed, the pod and how often it was tried before. */
export const drawnOffset =
  (seed: number): NonNullable<CycleOptions["offset"]> =>
  ({ key, state }, count) =>
    Math.floor(draw(seed, "scheduler/preemption-offset", key, state.scheduling.attempts) * count);
