// `check`: plays scenarios, judges laws, tells the first that is broken and writes its case down.
import type { Invariant, LawFailure } from "@podsim/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { scenario as scenarioOf } from "../../check/arbitraries/scenarios.js";
import type { CaseScenario } from "../../check/case-scenario.js";
import { ALL_INVARIANTS } from "../../check/all-invariants.js";
import { caseFileName, caseOf, caseText, expectedViolation } from "../../check/case-file.js";
import { areOwn, check, reduceCase } from "../../check/check.js";
import type { CheckOptions, CheckResult } from "../../check/check.js";
import { AS_GIVEN, evidenceOf } from "../../check/counterexample.js";
import type { Evidence } from "../../check/counterexample.js";
import { judgePlayed } from "../../check/judge-played.js";
import { loadOwnCode } from "../../check/own-code.js";
import type { OwnCode } from "../../check/own-code.js";
import { controllersRun } from "../../check/run-invariants.js";
import { UnusableCase } from "../../check/load-case.js";
import { playPrepared } from "../../check/simulate-case.js";
import { storyOf, tellCounterexample } from "../../check/tell-counterexample.js";
import type { ExitName } from "../../failures.js";
import { closest } from "../../input/closest.js";
import { readSource } from "../../input/read-source.js";
import type { PreparedRun } from "../../run/prepared.js";
import { loadScenario } from "../../scenario/load-scenario.js";
import { isMapping } from "../../scenario/schema/record.js";
import { locateStore } from "../../store/location.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { styleFor } from "../line/terminal-style.js";
import { durationOption, inputAccess } from "./load-run.js";
import { MILLISECOND } from "@podsim/core/time";

const RUNS_MAX = 10_000_000;
const SEED_MAX = 2 ** 31;
const DEFAULT_RUNS = 100;

const many = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? "" : "s"}`;

const matches = (pattern: string, id: string): boolean =>
  pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;

/** The laws of these ids, of one's own and of all others. */
const lawsNamed = (patterns: readonly string[], { laws: own }: OwnCode): readonly Invariant[] => {
  const known = [...own, ...ALL_INVARIANTS];
  const ids = known.map(({ id }) => id);
  for (const pattern of patterns) {
    if (ids.some((id) => matches(pattern, id))) continue;
    const near = closest(pattern, ids);
    const list = "podsim check --list; one of your own needs --laws FILE";
    const fix = near === null ? list : `did you mean ${near}?   (${list})`;
    throw CommandFailure.usage(
      `there is no law "${pattern}"`,
      "laws are called by their ids, with * for the rest",
      fix,
    );
  }
  return known.filter(({ id }) => patterns.some((pattern) => matches(pattern, id)));
};

/** One's own are judged whatever others are named; naming some of one's own leaves out the rest of them. */
const lawsAsked = (patterns: readonly string[], own: OwnCode): readonly Invariant[] => {
  if (patterns.length === 0) return own.laws.length > 0 ? own.laws : ALL_INVARIANTS;
  const named = lawsNamed(patterns, own);
  return own.laws.some((law) => named.includes(law)) ? named : [...own.laws, ...named];
};

const listLaws = (line: CommandLine, session: Session): ExitName => {
  const { stdout } = session.console;
  if (line.choice("output", ["text", "json"], "text") === "json") {
    for (const { id, title, page } of ALL_INVARIANTS) stdout.write(`${JSON.stringify({ id, title, page })}\n`);
    return "ok";
  }
  const width = Math.max(...ALL_INVARIANTS.map(({ id }) => id.length)) + 2;
  for (const { id, title } of ALL_INVARIANTS) stdout.write(`${id.padEnd(width)}${title}\n`);
  return "ok";
};

interface Loaded {
  readonly prepared: PreparedRun;
  /** Null of a scenario that cannot be taken apart. */
  readonly case: CaseScenario | null;
  readonly violates: string | null;
}

const load = (file: string, { controllers }: OwnCode, line: CommandLine, session: Session): Loaded => {
  const access = inputAccess(session);
  const options = { strict: false, seeds: null, untilUs: null, settings: line.texts("set"), controllers };
  const loaded = loadScenario(file, options, access);
  if (isLeft(loaded)) throw CommandFailure.of(loaded.left);
  const read = readSource(access, file);
  const documents = isLeft(read) ? [] : read.right.documents;
  const document = documents.find(({ value }) => isMapping(value) && value["kind"] === "Scenario")?.value;
  const given = caseOf(document);
  return {
    prepared: loaded.right,
    case: given === null || controllers.length === 0 ? given : { ...given, controllers },
    violates: expectedViolation(document),
  };
};

/** Of a given scenario, which may be one that cannot be taken apart. */
type Outcome = Omit<CheckResult, "counterexample"> & { readonly counterexample: Evidence | null };

/** Every seed in turn, until one breaks a law or time is over. */
const judgeScenario = (
  loaded: Loaded,
  asked: readonly Invariant[],
  line: CommandLine,
  { minimise, timeoutMillis = Infinity }: CheckOptions,
): Outcome => {
  const { prepared } = loaded;
  // Of what a controller breaks off nothing is known.
  const isWatched = (prepared.reconcilers ?? []).length === 0 || asked.includes(controllersRun);
  const laws = isWatched ? asked : [...asked, controllersRun];
  const [first = 1] = prepared.seeds;
  const from = line.whole("seed", 0, SEED_MAX) ?? first;
  const count = line.whole("runs", 1, RUNS_MAX) ?? prepared.seeds.length;
  const deadline = performance.now() + timeoutMillis;
  for (let k = 0; k < count; k += 1) {
    if (performance.now() > deadline) return { passed: k, counterexample: null, failure: null };
    const played = playPrepared(prepared, from + k, areOwn(laws) ? { laws } : {});
    const { breaches, failures } = judgePlayed(played, laws);
    const [breach] = breaches;
    const [failure = null] = failures;
    if (failure !== null) return { passed: k, counterexample: null, failure };
    if (breach === undefined) continue;
    const given = loaded.case === null ? null : { ...loaded.case, seed: from + k };
    const counterexample =
      given === null || minimise === false
        ? evidenceOf(given, played, breach, AS_GIVEN)
        : reduceCase(given, breach.invariant);
    return { passed: k, counterexample, failure: null };
  }
  return { passed: count, counterexample: null, failure: null };
};

/** Where the case was written; null if it could not be, or is none. */
const keepCase = ({ case: given, breach }: Evidence, line: CommandLine, session: Session): string | null => {
  if (given === null) return null;
  const { directory, shown } = locateStore(session.files, line.text("store"));
  const name = caseFileName(given, breach.invariant);
  const made = session.files.makeDirectory(`${directory}/cases`);
  if (isLeft(made)) return null;
  const written = session.files.write(`${directory}/cases/${name}`, caseText(given, breach.invariant));
  return isLeft(written) ? null : `${shown}/cases/${name}`;
};

const violationJson = (counterexample: Evidence, file: string | null): object => {
  const { breach, found, played, slice } = counterexample;
  return {
    invariant: breach.invariant.id,
    title: breach.invariant.title,
    page: breach.invariant.page,
    message: breach.violation.message,
    witnesses: breach.violation.witnesses,
    seq: breach.seq,
    tUs: breach.atUs,
    events: storyOf(counterexample).map(({ seq }) => seq),
    slice,
    found,
    digest: played.cluster.log.digest(),
    file,
  };
};

const tellFailure = ({ invariant, seq, message }: LawFailure): string =>
  invariant === controllersRun ? tellEndless(message) : tellWrongLaw(invariant, seq, message);

const tellEndless = (message: string): string =>
  `error: ${message}\n` +
  "  why  a reconcile runs until its next yield*, and virtual time stands still until then\n" +
  "  fix  look for a loop without a yield* in it\n";

const tellWrongLaw = (invariant: Invariant, seq: number, message: string): string =>
  `error: ${invariant.id} cannot be judged: at fact #${String(seq)} ${message}\n` +
  "  why  a law answers true, or what violated() makes\n" +
  "  fix  mend the law; nothing is known of the history it was asked about\n";

/** What of the command line is needed to play a case again. */
const ownFlags = (line: CommandLine): string =>
  ["laws", "controller"].flatMap((name) => line.texts(name).map((file) => ` --${name} ${file}`)).join("");

const tell = (
  result: Outcome,
  laws: readonly Invariant[],
  caseFile: string | null,
  line: CommandLine,
  session: Session,
): ExitName => {
  const { counterexample, failure, passed } = result;
  const { stdout, stderr } = session.console;
  const file = counterexample === null ? null : (caseFile ?? keepCase(counterexample, line, session));
  if (line.choice("output", ["text", "json"], "text") === "json") {
    const document = {
      apiVersion: "podsim.dev/v1alpha1",
      kind: "CheckResult",
      formatVersion: "1.0",
      laws: laws.map(({ id }) => id),
      passed,
      violation: counterexample === null ? null : violationJson(counterexample, file),
      failure:
        failure === null ? null : { invariant: failure.invariant.id, seq: failure.seq, message: failure.message },
    };
    stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else if (failure !== null) stderr.write(tellFailure(failure));
  else if (counterexample === null) {
    const sign = styleFor(stdout, session.console, line).ascii ? "ok" : "✓";
    stdout.write(`${sign} ${many(passed, "scenario")} kept ${many(laws.length, "law")}\n`);
  } else
    for (const text of tellCounterexample(counterexample, { file, flags: ownFlags(line) }))
      stdout.write(`${escapeTerminal(text)}\n`);
  return failure !== null ? "input-invalid" : counterexample === null ? "ok" : "property-violated";
};

const ownCodeOf = async (line: CommandLine, { files, host }: Session): Promise<OwnCode> => {
  const access = { files, importModule: host.importModule };
  const own = await loadOwnCode(line.texts("laws"), line.texts("controller"), access);
  if (isLeft(own)) throw CommandFailure.of([{ source: null, diagnostics: own.left }]);
  return own.right;
};

const perform = (own: OwnCode, line: CommandLine, session: Session): ExitName => {
  const caseFile = line.text("case");
  const [scenario] = line.arguments;
  if (caseFile !== null && scenario !== undefined) {
    const why = "a case file is a scenario of its own";
    throw CommandFailure.usage("a scenario and --case cannot be given together", why, "leave one of them out");
  }
  const named = line.texts("invariant");
  const timeUs = durationOption(line, "time", "--time");
  const options: CheckOptions = {
    numRuns: line.whole("runs", 1, RUNS_MAX) ?? DEFAULT_RUNS,
    seed: line.whole("seed", 0, SEED_MAX) ?? 1,
    minimise: line.flag("minimise"),
    ...(timeUs === null ? {} : { timeoutMillis: timeUs / MILLISECOND }),
  };
  if (caseFile !== null) {
    const loaded = load(caseFile, own, line, session);
    const { violates } = loaded;
    const laws = named.length > 0 || violates === null ? lawsAsked(named, own) : lawsNamed([violates], own);
    return tell(judgeScenario(loaded, laws, line, { ...options, minimise: false }), laws, caseFile, line, session);
  }
  const laws = lawsAsked(named, own);
  const result =
    scenario === undefined
      ? check(laws, scenarioOf({ controllers: own.controllers }), options)
      : judgeScenario(load(scenario, own, line, session), laws, line, options);
  return tell(result, laws, null, line, session);
};

export const checkLaws = async (line: CommandLine, session: Session): Promise<ExitName> => {
  if (line.flag("list")) return listLaws(line, session);
  const own = await ownCodeOf(line, session);
  try {
    return perform(own, line, session);
  } catch (thrown) {
    if (!(thrown instanceof UnusableCase)) throw thrown;
    throw CommandFailure.missing(
      "the scenario cannot be judged",
      thrown.message,
      "podsim run it to see how far it comes",
    );
  }
};
