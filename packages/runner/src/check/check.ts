// Looks for a scenario that breaks a law, makes it as small as it gets, and keeps what is needed to tell and to replay it.
import type { Findings, Invariant, LawFailure, SimTime } from "@podsim/core";
import { violated } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { scenario } from "./arbitraries/scenarios.js";
import { ALL_INVARIANTS } from "./all-invariants.js";
import type { CaseScenario } from "./case-scenario.js";
import { cutAt } from "./case-scenario.js";
import { AS_GIVEN, evidenceOf } from "./counterexample.js";
import type { Counterexample, Found } from "./counterexample.js";
import { minimise } from "./minimise.js";
import type { MinimiseOptions } from "./minimise.js";
import { controllersRun } from "./run-invariants.js";
import { withinMillis } from "../io/time-limit.js";
import { lawFaults } from "./law-faults.js";
import { judgePlayed } from "./judge-played.js";
import { UnusableCase } from "./load-case.js";
import { playCase } from "./simulate-case.js";
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

/** The laws against one case. Throws UnusableCase of what is none. */
const findingsOf = (given: CaseScenario, laws: readonly Invariant[]): Findings =>
  areOwn(laws) ? judgePlayed(playCase(given, laws), laws) : judgedInTime(playCase(given), laws);

/** What was made of a case that breaks the law: it may keep it, or be no case any more. */
const breaks = (candidate: CaseScenario, law: Invariant): boolean => {
  try {
    return findingsOf(candidate, [law]).breaches.length > 0;
  } catch (thrown) {
    if (thrown instanceof UnusableCase) return false;
    throw thrown;
  }
};

/** Until shortly after what was seen; what is only seen at the end of a history needs all of it. */
const cutShort = (given: CaseScenario, law: Invariant): CaseScenario => {
  const [breach] = findingsOf(given, [law]).breaches;
  if (breach === undefined) return given;
  const shorter = cutAt(given, Math.min(given.horizonSeconds, Math.ceil(breach.atUs / SECOND) + 1));
  return breaks(shorter, law) ? shorter : given;
};

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

const shortened = (given: CaseScenario, { seenUs }: Trouble): CaseScenario =>
  cutAt(given, Math.min(given.horizonSeconds, Math.ceil(seenUs / SECOND) + PATIENCE_SECONDS));

/** A law that was broken and is kept when the same case is played again: the run is not the same each time. */
const unrepeatable = (failing: CaseScenario, invariant: Invariant, found: Found): Counterexample => {
  const played = playCase(failing);
  const violation = violated("it was broken, and is kept when the same case is played again", []);
  const breach = { invariant, seq: played.cluster.log.length, atUs: played.endUs, violation };
  return evidenceOf(failing, played, breach, found);
};

const counterexampleOf = ({ case: failing, law }: Trouble, found: Found, options: CheckOptions): Counterexample => {
  const short = cutShort(failing, law);
  const small =
    options.minimise === false
      ? { smallest: short, tried: 0, isMinimal: false }
      : minimise(short, (candidate) => breaks(candidate, law), options);
  const smallest = cutShort(small.smallest, law);
  const played = playCase(smallest);
  const [breach] = judgePlayed(played, [law]).breaches;
  if (breach === undefined) return unrepeatable(failing, law, found);
  return evidenceOf(smallest, played, breach, { ...found, reductions: small.tried, isMinimal: small.isMinimal });
};

/** Takes a case apart that is known to break the law. */
export const reduceCase = (given: CaseScenario, law: Invariant, options: CheckOptions = {}): Counterexample =>
  counterexampleOf({ case: given, law, seenUs: Infinity }, AS_GIVEN, options);

/** The first law that a case breaks or that cannot be judged on it. */
const troubleIn = (given: CaseScenario, asked: readonly Invariant[]): Trouble | LawFailure | null => {
  const isWatched = given.controllers === undefined || asked.includes(controllersRun);
  const { breaches, failures } = findingsOf(given, isWatched ? asked : [...asked, controllersRun]);
  const [failure] = failures;
  if (failure !== undefined) return failure;
  const [breach] = breaches;
  if (breach === undefined) return null;
  const isSeenAtEnd = breach.atUs >= given.horizonSeconds * SECOND;
  return { case: given, law: breach.invariant, seenUs: isSeenAtEnd ? Infinity : breach.atUs };
};

/** The same; of a case that is none it says which it is: nothing is known of what was not played. */
const troubleInNamed = (
  given: CaseScenario,
  laws: readonly Invariant[],
  what: string,
): ReturnType<typeof troubleIn> => {
  try {
    return troubleIn(given, laws);
  } catch (thrown) {
    if (thrown instanceof UnusableCase) throw new UnusableCase(`${what} does not load\n${thrown.message}`);
    throw thrown;
  }
};

const judgeCases = (laws: readonly Invariant[], options: CheckOptions): CheckResult => {
  const cases = options.cases ?? [];
  for (const [passed, given] of cases.entries()) {
    const trouble = troubleInNamed(given, laws, `cases[${String(passed)}]`);
    if (trouble === null) continue;
    if ("message" in trouble) return { passed, counterexample: null, failure: trouble };
    return { passed, counterexample: counterexampleOf(trouble, AS_GIVEN, options), failure: null };
  }
  return { passed: cases.length, counterexample: null, failure: null };
};

/** Of what fast-check makes of a failing scenario; what does not load shows nothing. */
const troubleInSmaller = (given: CaseScenario, trouble: Trouble): ReturnType<typeof troubleIn> => {
  try {
    return troubleIn(shortened(given, trouble), [trouble.law]);
  } catch (thrown) {
    if (thrown instanceof UnusableCase) return null;
    throw thrown;
  }
};

/**
 * Tries scenarios until one breaks one of the laws. The search is made smaller first by fast-check, then part by part.
 * The same options find the same. Throws UnusableCase of a scenario, or of a given case, that is none.
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
    if (failure !== null || thrown !== null) return true;
    if (trouble === null && performance.now() > deadline) return true;
    if (trouble !== null) shrinkTries += 1;
    if (shrinkTries > SHRINK_TRIES) return true;
    let found: Trouble | LawFailure | null;
    try {
      found = trouble === null ? troubleInNamed(given, laws, "a generated scenario") : troubleInSmaller(given, trouble);
    } catch (mistake) {
      // Of the kit itself, or of the simulation: not for fast-check to take for a failing property.
      thrown = mistake;
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
  // Assigned in the property; the last that failed is the smallest that did.
  const smallest = trouble as Trouble | null;
  if (smallest === null) return { passed, counterexample: null, failure: null };
  const found = {
    ...AS_GIVEN,
    afterRuns: details.numRuns,
    shrinks: details.numShrinks,
    path: `seed ${String(details.seed)}, path "${details.counterexamplePath ?? ""}"`,
  };
  return { passed, counterexample: counterexampleOf(smallest, found, options), failure: null };
};
