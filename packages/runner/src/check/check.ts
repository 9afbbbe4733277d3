// Looks for a scenario that breaks a law, makes it as small as it gets, and keeps what is needed to tell and to replay it.
import type { Breach, Findings, Invariant, LawFailure, SimTime } from "@podsim/core";
import { violated } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { scenario } from "./arbitraries/scenarios.js";
import { ALL_INVARIANTS } from "./all-invariants.js";
import type { CaseScenario } from "./case-scenario.js";
import { possibleSteps } from "./case-scenario.js";
import { causalSlice } from "./causal-slice.js";
import { minimise } from "./minimise.js";
import type { MinimiseOptions } from "./minimise.js";
import { controllersRun } from "./run-invariants.js";
import { withinMillis } from "../io/time-limit.js";
import { lawFaults } from "./law-faults.js";
import { judgePlayed } from "./judge-played.js";
import { playCase, UnusableCase } from "./simulate-case.js";
import type { PlayedCase } from "./simulate-case.js";

export interface CheckOptions extends MinimiseOptions {
  /** Scenarios to try; 100 unless given. */
  readonly numRuns?: number;
  /** Of the generator; 1 unless given: what is tried is the same every time. */
  readonly seed?: number;
  /** Wall time after which no further scenario is tried; no limit unless given. */
  readonly timeoutMillis?: number;
  /** Whether a failure is made smaller, by fast-check and then part by part until no part can go; true unless given. */
  readonly minimise?: boolean;
  /** Judged before anything is generated: regressions that came up before. */
  readonly cases?: readonly CaseScenario[];
}

/** A scenario that breaks a law, as small as it was made. */
export interface Counterexample {
  /** Null of a scenario that can be played and not be taken apart. */
  readonly case: CaseScenario | null;
  readonly breach: Breach;
  readonly played: PlayedCase;
  /** Positions of the facts that led to it. */
  readonly slice: readonly number[];
  readonly found: {
    /** Scenarios that were tried until one failed, it included. */
    readonly afterRuns: number;
    readonly shrinks: number;
    /** Scenarios that were tried to take it apart. */
    readonly reductions: number;
    readonly isMinimal: boolean;
    /** fast-check's seed and path to what failed first; "" of a given case. */
    readonly path: string;
  };
}

export interface CheckResult {
  /** Scenarios that were played and kept every law. */
  readonly passed: number;
  readonly counterexample: Counterexample | null;
  /** A law that threw, or answered what is no answer; nothing is known of it. */
  readonly failure: LawFailure | null;
}

/** A law was broken: thrown by assertHolds. */
export class LawBroken extends Error {
  override readonly name = "LawBroken";
  constructor(
    message: string,
    readonly counterexample: Counterexample,
  ) {
    super(message);
  }
}

/** A law cannot be judged: it is wrong itself. */
export class LawUnusable extends Error {
  override readonly name = "LawUnusable";
}

/** Wall time for all laws of one's own on one history: a law that takes longer does not come to an end. */
const JUDGING_MILLIS_MAX = 20_000;

/** The first of them that does not come to an end on what was played. */
const endless = (played: PlayedCase, laws: readonly Invariant[]): LawFailure | null => {
  const invariant = laws.find((law) => withinMillis(JUDGING_MILLIS_MAX / 4, () => judgePlayed(played, [law])) === null);
  const message = `it gave no answer within ${String(JUDGING_MILLIS_MAX / 4_000)} s`;
  return invariant === undefined ? null : { invariant, seq: 0, atUs: 0, message };
};

/** The project's own laws come to an end, however long the history: the clock has no say in what they find. */
const OWN: ReadonlySet<Invariant> = new Set(ALL_INVARIANTS);

/** Such laws may be judged while a case is played: those of somebody else could change the states that they are shown. */
export const areOwn = (laws: readonly Invariant[]): boolean => laws.every((law) => OWN.has(law));

const judgedInTime = (played: PlayedCase, laws: readonly Invariant[]): Findings => {
  const findings = withinMillis(JUDGING_MILLIS_MAX, () => judgePlayed(played, laws));
  if (findings !== null) return findings;
  const failure = endless(played, laws);
  if (failure === null) throw new Error("the laws take too long together, and none of them alone");
  return { breaches: [], failures: [failure] };
};

/** The laws against one case; null of what is no case. */
const findingsOf = (given: CaseScenario, laws: readonly Invariant[]): Findings | null => {
  try {
    return areOwn(laws) ? judgePlayed(playCase(given, laws), laws) : judgedInTime(playCase(given), laws);
  } catch (thrown) {
    if (thrown instanceof UnusableCase) return null;
    throw thrown;
  }
};

/** Until shortly after what was seen; what is only seen at the end of a history needs all of it. */
const cutShort = (given: CaseScenario, laws: readonly Invariant[]): CaseScenario => {
  const [breach] = findingsOf(given, laws)?.breaches ?? [];
  if (breach === undefined) return given;
  const shorter = { ...given, horizonSeconds: Math.min(given.horizonSeconds, Math.ceil(breach.atUs / SECOND) + 1) };
  return (findingsOf(shorter, laws)?.breaches.length ?? 0) > 0 ? shorter : given;
};

const tidied = (given: CaseScenario): CaseScenario => ({ ...given, steps: possibleSteps(given) });

interface Trouble {
  readonly case: CaseScenario;
  readonly law: Invariant;
  /** When it was seen; Infinity if only at the end of the history. */
  readonly seenUs: SimTime;
}

/** Scenarios that fast-check may try to make a failing one simpler; what it leaves is taken apart part by part. */
const SHRINK_TRIES = 60;

/** What is made of a failing case fails sooner, as a rule: nothing is lost by not waiting for what comes long after. */
const PATIENCE_SECONDS = 15;

const shortened = (given: CaseScenario, { seenUs }: Trouble): CaseScenario => ({
  ...given,
  horizonSeconds: Math.min(given.horizonSeconds, Math.ceil(seenUs / SECOND) + PATIENCE_SECONDS),
});

/** Facts about the search, for the counterexample. */
type Search = Omit<Counterexample["found"], "reductions" | "isMinimal">;

const NOT_SEARCHED: Search = { afterRuns: 1, shrinks: 0, path: "" };

const untaken = (search: Search): Counterexample["found"] => ({ ...search, reductions: 0, isMinimal: false });

/** A law that was broken and is kept when the same case is played again: the run is not the same each time. */
const unrepeatable = (failing: CaseScenario, invariant: Invariant): readonly [PlayedCase, Breach] => {
  const played = playCase(failing);
  const violation = violated("it was broken, and is kept when the same case is played again", []);
  return [played, { invariant, seq: played.cluster.log.length, atUs: played.endUs, violation }];
};

const counterexampleOf = ({ case: failing, law }: Trouble, search: Search, options: CheckOptions): Counterexample => {
  const breaks = (candidate: CaseScenario): boolean => (findingsOf(candidate, [law])?.breaches.length ?? 0) > 0;
  const short = cutShort(tidied(failing), [law]);
  const small =
    options.minimise === false ? { smallest: short, tried: 0, isMinimal: false } : minimise(short, breaks, options);
  const smallest = cutShort(tidied(small.smallest), [law]);
  const played = playCase(smallest);
  const [breach] = judgePlayed(played, [law]).breaches;
  if (breach === undefined)
    return { ...evidenceOf(...unrepeatable(failing, law)), case: failing, found: untaken(search) };
  const found = { ...search, reductions: small.tried, isMinimal: small.isMinimal };
  return { ...evidenceOf(played, breach), case: smallest, found };
};

const evidenceOf = (played: PlayedCase, breach: Breach): Pick<Counterexample, "breach" | "played" | "slice"> => ({
  breach,
  played,
  slice: causalSlice(played.cluster.log, breach),
});

/** What a run that was played shows of a law it breaks, untouched. */
export const counterexampleFrom = (played: PlayedCase, breach: Breach, given: CaseScenario | null): Counterexample => ({
  ...evidenceOf(played, breach),
  case: given,
  found: { ...NOT_SEARCHED, reductions: 0, isMinimal: false },
});

/** Takes a case apart that is known to break the law. */
export const reduceCase = (given: CaseScenario, law: Invariant, options: CheckOptions = {}): Counterexample =>
  counterexampleOf({ case: given, law, seenUs: Infinity }, NOT_SEARCHED, options);

/** The first law that a case breaks or that cannot be judged on it. */
const troubleIn = (given: CaseScenario, asked: readonly Invariant[]): Trouble | LawFailure | null => {
  const isWatched = given.controllers === undefined || asked.includes(controllersRun);
  const findings = findingsOf(given, isWatched ? asked : [...asked, controllersRun]);
  const [failure] = findings?.failures ?? [];
  if (failure !== undefined) return failure;
  const [breach] = findings?.breaches ?? [];
  if (breach === undefined) return null;
  const isSeenAtEnd = breach.atUs >= given.horizonSeconds * SECOND;
  return { case: given, law: breach.invariant, seenUs: isSeenAtEnd ? Infinity : breach.atUs };
};

const judgeCases = (laws: readonly Invariant[], options: CheckOptions): CheckResult => {
  let passed = 0;
  for (const given of options.cases ?? []) {
    const trouble = troubleIn(given, laws);
    if (trouble === null) passed += 1;
    else if ("message" in trouble) return { passed, counterexample: null, failure: trouble };
    else return { passed, counterexample: counterexampleOf(trouble, NOT_SEARCHED, options), failure: null };
  }
  return { passed, counterexample: null, failure: null };
};

/**
 * Tries scenarios until one breaks one of the laws. The search is made smaller first by fast-check, then part by part.
 * The same options find the same.
 */
export const check = (
  invariants: Invariant | readonly Invariant[] = ALL_INVARIANTS,
  arbitrary: fc.Arbitrary<CaseScenario> = scenario(),
  options: CheckOptions = {},
): CheckResult => {
  const laws = Array.isArray(invariants) ? (invariants as readonly Invariant[]) : [invariants as Invariant];
  const faults = lawFaults(laws);
  if (faults.length > 0) throw new LawUnusable(faults.join("\n"));
  const known = judgeCases(laws, options);
  if (known.counterexample !== null || known.failure !== null) return known;
  const deadline = options.timeoutMillis === undefined ? Infinity : performance.now() + options.timeoutMillis;
  let passed = known.passed;
  let trouble: Trouble | null = null;
  let failure: LawFailure | null = null;
  let shrinkTries = 0;
  let thrown: unknown = null;
  // What is shrunk is the law that failed first, and no other that fails on the way.
  const holds = (given: CaseScenario): boolean => {
    if (failure !== null) return true;
    if (trouble === null && performance.now() > deadline) return true;
    if (trouble !== null) shrinkTries += 1;
    if (shrinkTries > SHRINK_TRIES) return true;
    let found: Trouble | LawFailure | null;
    try {
      found = trouble === null ? troubleIn(given, laws) : troubleIn(shortened(given, trouble), [trouble.law]);
    } catch (mistake) {
      // Of the kit itself, or of the simulation: not for fast-check to take for a failing property.
      thrown ??= mistake;
      return true;
    }
    if (found === null) {
      if (trouble === null) passed += 1;
      return true;
    }
    if ("message" in found) {
      failure = found;
      return trouble !== null;
    }
    trouble = found;
    return false;
  };
  const details = fc.check(fc.property(arbitrary, holds), {
    numRuns: options.numRuns ?? 100,
    seed: options.seed ?? 1,
    endOnFailure: options.minimise === false,
    includeErrorInReport: false,
  });
  if (thrown !== null) throw thrown as Error;
  if (failure !== null) return { passed, counterexample: null, failure };
  const failing = details.counterexample?.[0];
  // Assigned in the property.
  const first = trouble as Trouble | null;
  if (!details.failed || failing === undefined || first === null)
    return { passed, counterexample: null, failure: null };
  const search = {
    afterRuns: details.numRuns,
    shrinks: details.numShrinks,
    path: `seed ${String(details.seed)}, path "${details.counterexamplePath ?? ""}"`,
  };
  return {
    passed,
    counterexample: counterexampleOf({ ...first, case: failing }, search, options),
    failure: null,
  };
};
