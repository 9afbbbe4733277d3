// A law that was broken, with everything that is needed to tell of it and to play it again.
import type { Breach } from "@podsim/core";
import type { CaseScenario } from "./case-scenario.js";
import { causalSlice } from "./causal-slice.js";
import type { PlayedCase } from "./simulate-case.js";

/** How a case was come by. */
export interface Found {
  /** Scenarios that were tried until one failed, it included. */
  readonly afterRuns: number;
  readonly shrinks: number;
  /** Scenarios that were tried to take it apart. */
  readonly reductions: number;
  readonly isMinimal: boolean;
  /** fast-check's seed and path to what failed first; "" of a given case. */
  readonly path: string;
}

/** A run that breaks a law. */
export interface Evidence {
  /** Null of a scenario that can be played and not be taken apart. */
  readonly case: CaseScenario | null;
  readonly breach: Breach;
  readonly played: PlayedCase;
  /** Positions of the facts that led to it. */
  readonly slice: readonly number[];
  readonly found: Found;
}

/** A scenario that breaks a law, as small as it was made. */
export interface Counterexample extends Evidence {
  readonly case: CaseScenario;
}

/** Of what was given, and nobody took apart. */
export const AS_GIVEN: Found = { afterRuns: 1, shrinks: 0, reductions: 0, isMinimal: false, path: "" };

export const evidenceOf = <Given extends CaseScenario | null>(
  given: Given,
  played: PlayedCase,
  breach: Breach,
  found: Found,
): Evidence & { readonly case: Given } => ({
  case: given,
  breach,
  played,
  slice: causalSlice(played.cluster.log, breach),
  found,
});
