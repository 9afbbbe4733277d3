// Takes parts out of a failing case until none can go: delta debugging down to one part at a time.
import type { CaseScenario } from "./case-scenario.js";
import { reductionsOf } from "./reductions.js";

export interface Minimised {
  /** Fails, and passes or is no case without any one of its parts. */
  readonly smallest: CaseScenario;
  readonly tried: number;
  /** Whether every part was tried; false when the budget ran out before. */
  readonly isMinimal: boolean;
}

export interface MinimiseOptions {
  /** Cases that may be tried; 2,000 unless given. */
  readonly budget?: number;
}

/** `fails`: whether a case still shows what is looked for; false of what is no case at all. `given` itself fails. */
export const minimise = (
  given: CaseScenario,
  fails: (candidate: CaseScenario) => boolean,
  { budget = 2_000 }: MinimiseOptions = {},
): Minimised => {
  let smallest = given;
  let tried = 0;
  // Where the last part was found that could go: what stands before it was just tried, and is tried again at the end.
  let from = 0;
  let unchanged = 0;
  for (;;) {
    const reductions = reductionsOf(smallest);
    if (unchanged >= reductions.length) return { smallest, tried, isMinimal: true };
    if (tried >= budget) return { smallest, tried, isMinimal: false };
    const ix = from % Math.max(1, reductions.length);
    const reduction = reductions[ix];
    if (reduction === undefined) return { smallest, tried, isMinimal: true };
    tried += 1;
    if (fails(reduction.rest)) {
      smallest = reduction.rest;
      unchanged = 0;
      from = ix;
    } else {
      unchanged += 1;
      from = ix + 1;
    }
  }
};
