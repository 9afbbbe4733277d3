// check as an assertion: for vitest, jest, node:test, or alone.
import type { Invariant } from "@podsim/core";
import type fc from "fast-check";
import { ALL_INVARIANTS } from "./all-invariants.js";
import type { CaseScenario } from "./case-scenario.js";
import { check, LawBroken, LawUnusable } from "./check.js";
import type { CheckOptions } from "./check.js";
import { tellCounterexample } from "./tell-counterexample.js";

/** Throws LawBroken with the whole story, or LawUnusable of a law that cannot be judged. */
export const assertHolds = (
  invariants: Invariant | readonly Invariant[] = ALL_INVARIANTS,
  arbitrary?: fc.Arbitrary<CaseScenario>,
  options: CheckOptions = {},
): void => {
  const { counterexample, failure } = check(invariants, arbitrary, options);
  if (failure !== null) {
    const { invariant, seq, message } = failure;
    throw new LawUnusable(`${invariant.id} cannot be judged: at fact #${String(seq)} ${message}`);
  }
  if (counterexample === null) return;
  throw new LawBroken(tellCounterexample(counterexample, { file: null }).join("\n"), counterexample);
};
