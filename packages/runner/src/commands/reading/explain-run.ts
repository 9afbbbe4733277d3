// `explain pod/NAME`: a pod's decision in a run, made again from the log at the instant it was taken.
import { formatDuration } from "@podsim/core";
import type { PodBound, PodCreated, PodIx, PodReserved, PodSchedulingFailed, PodState, SimTime } from "@podsim/core";
import type { EventLog } from "@podsim/core/log";
import { explainOne, podViewOf, remediesFor, StillCluster } from "@podsim/scheduler";
import type { Explanation, PodView, Profile, World } from "@podsim/scheduler";
import type { ExitName } from "../../failures.js";
import { closest } from "../../input/closest.js";
import { decisionReport, rejectingPlugins, undecidedReport } from "../../outputs/explain/decision-report.js";
import type { DecisionReport } from "../../outputs/explain/decision-report.js";
import { explainLines } from "../../outputs/explain/explain-text.js";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { EXPLAIN_FORMATS, nodeLines, printDecisions, printLines } from "./explain-output.js";
import type { Moment } from "./moment.js";
import { retryLines } from "./retry-lines.js";
import type { SchedulerInUse } from "./scheduler-in-use.js";
import { schedulerOfRun } from "./scheduler-of-run.js";
import { SchedulingReplay } from "./scheduling-world.js";
import { selectMoment, selectRun } from "./selected-run.js";
import { singleTarget } from "./targets.js";

/** A try to place the pod, or its placement by its manifest, as the log has it. */
export interface Attempt {
  readonly seq: number;
  readonly atUs: SimTime;
  /** Where the pod went; null if nowhere. */
  readonly node: string | null;
  readonly message: string;
  readonly by: "scheduler" | "manifest";
  /** When the binding took effect; null = it never did, or there was nothing to bind. */
  readonly boundAtUs: SimTime | null;
}

interface Life {
  readonly ix: PodIx;
  readonly createdAtUs: SimTime;
  /** All of them, those after the moment too. */
  readonly attempts: readonly Attempt[];
}

const typeIx = (log: EventLog, type: string): number => log.registry.findIndex((each) => each.type === type);

const attemptsOf = (log: EventLog, ix: PodIx, from: number): readonly Attempt[] => {
  const [bound, failed] = [typeIx(log, "PodBound"), typeIx(log, "PodSchedulingFailed")];
  const reserved = typeIx(log, "PodReserved");
  const attempts: Attempt[] = [];
  for (let seq = from; seq < log.length; seq += 1) {
    const type = log.typeOf(seq);
    if ((type !== bound && type !== failed && type !== reserved) || log.subject(seq) !== (ix as number)) continue;
    const atUs = log.at(seq);
    if (type === failed) {
      const { message } = log.data(seq) as PodSchedulingFailed;
      attempts.push({ seq, atUs, node: null, message, by: "scheduler", boundAtUs: null });
    } else if (type === reserved) {
      const { node } = log.data(seq) as PodReserved;
      attempts.push({ seq, atUs, node, message: "", by: "scheduler", boundAtUs: null });
    } else {
      const { node, by } = log.data(seq) as PodBound;
      const last = attempts.at(-1);
      // A node that was reserved was decided about then.
      if (last?.node === node && last.boundAtUs === null) attempts[attempts.length - 1] = { ...last, boundAtUs: atUs };
      else attempts.push({ seq, atUs, node, message: "", by, boundAtUs: atUs });
    }
  }
  return attempts;
};

/** The pod that has the name at the moment, or had it last. */
const lifeOf = (log: EventLog, factCount: number, namespace: string, name: string): Life => {
  const created = typeIx(log, "PodCreated");
  let found: { readonly seq: number; readonly ix: PodIx } | null = null;
  const names: string[] = [];
  for (let seq = 0; seq < factCount; seq += 1) {
    if (log.typeOf(seq) !== created) continue;
    const data = log.data(seq) as PodCreated;
    if (data.namespace !== namespace) continue;
    names.push(data.name);
    if (data.name === name) found = { seq, ix: log.subject(seq) as PodIx };
  }
  if (found !== null) {
    const { seq, ix } = found;
    return { ix, createdAtUs: log.at(seq), attempts: attemptsOf(log, ix, seq) };
  }
  const near = closest(name, names);
  throw CommandFailure.missing(
    `pods "${name}" not found`,
    `no pod of that name was created in namespace ${namespace} by then`,
    near === null ? "podsim get pods -A shows those there are; -n says the namespace" : `did you mean pod/${near}?`,
  );
};

const chosenAttempt = (attempts: readonly Attempt[], soFar: readonly Attempt[], line: CommandLine): Attempt | null => {
  const wanted = line.whole("attempt", 1, 1_000_000);
  if (wanted === null) return soFar.at(-1) ?? null;
  const found = attempts[wanted - 1];
  if (found !== undefined) return found;
  const why = attempts.length === 0 ? "it was never tried" : `it was tried ${attempts.length} times in this run`;
  throw CommandFailure.usage(`there is no attempt ${wanted}`, why, "leave --attempt out for the last one");
};

const stateText = (attempt: Attempt | null, life: Life, nowUs: SimTime, number: number): string => {
  const waited = formatDuration(nowUs - life.createdAtUs);
  if (attempt === null) return `Pending for ${waited}   not tried yet`;
  const when = `attempt ${number} at ${formatDuration(attempt.atUs)}`;
  if (attempt.node === null) return `Pending for ${waited}   ${when}`;
  const isBound = attempt.boundAtUs !== null && attempt.boundAtUs <= nowUs;
  return isBound ? `Placed   ${when}` : `Placed, not bound yet   ${when}`;
};

/** What became of the pod after the moment, which the log knows. */
const laterLines = (life: Life, factCount: number): readonly string[] => {
  const later = life.attempts.filter(({ seq }) => seq >= factCount);
  const placed = later.find(({ node }) => node !== null);
  if (later.length === 0) return [];
  const number = placed === undefined ? 0 : life.attempts.indexOf(placed) + 1;
  const text =
    placed === undefined
      ? `tried ${later.length === 1 ? "once more" : `${later.length} more times`} and never placed`
      : `placed on ${placed.node ?? ""} at ${formatDuration(placed.atUs)} (attempt ${number})`;
  return ["", `Later in this run: ${text}`];
};

const attemptsLine = (soFar: readonly Attempt[]): readonly string[] => {
  const failed = soFar.filter(({ node }) => node === null);
  if (failed.length < 2) return [];
  const shown = failed.slice(-6).map(({ atUs }) => formatDuration(atUs));
  const more = failed.length > shown.length ? `${failed.length - shown.length} earlier, ` : "";
  return [`Attempts  ${failed.length} in vain: ${more}${shown.join(", ")}`];
};

/** A pod nobody decides about, in words. */
const notDecided = (pod: PodState, scheduler: SchedulerInUse, view: PodView): string | null => {
  const gates = view.spec.schedulingGates ?? [];
  if (gates.length > 0) return `waiting for scheduling gates: [${gates.map(({ name }) => name).join(" ")}]`;
  if (scheduler.profileOf(view) !== null) return null;
  return `no profile is called "${pod.identity.template.spec.schedulerName}"; there is ${scheduler.names.join(", ")}`;
};

interface Told {
  readonly report: DecisionReport;
  readonly lines: () => readonly string[];
}

interface Question {
  readonly line: CommandLine;
  readonly session: Session;
  readonly moment: Moment;
  readonly life: Life;
  readonly attempt: Attempt | null;
  readonly scheduler: SchedulerInUse;
  /** Stands before the attempt. */
  readonly replay: SchedulingReplay;
}

/** The decision that was taken, which may be another than the best of all nodes when only some were looked at. */
const asTaken = (report: DecisionReport, attempt: Attempt | null): DecisionReport =>
  attempt?.node == null || report.node === null ? report : { ...report, node: attempt.node };

/** What a try at the moment would come to, where the cluster has changed since the last one; the replay goes on to there. */
const nowLines = (question: Question, before: DecisionReport, profile: Profile): readonly string[] => {
  const { moment, life, attempt, replay } = question;
  if (attempt === null || attempt.node !== null || attempt.seq + 1 >= moment.factCount) return [];
  const { world } = replay.advance(moment.factCount);
  const state = world.pods.at(life.ix);
  if (state === undefined || state.binding !== null) return [];
  const cluster = new StillCluster(world);
  const options = question.scheduler.optionsIn(cluster);
  const { decision } = explainOne(podViewOf(state, cluster.view), cluster.view, profile, options);
  const when = formatDuration(moment.nowUs);
  if (decision.kind === "placed") {
    return [`At ${when}   it would fit on ${world.nodes.at(decision.node)?.name ?? ""}, and waits for its next try`];
  }
  return decision.message === before.message ? [] : [`At ${when}   it would fail otherwise: ${decision.message}`];
};

const tellDecision = (question: Question, world: World, pod: PodView, profile: Profile): Told => {
  const { line, attempt, life, moment, scheduler, session } = question;
  const cluster = new StillCluster(world);
  const explanation: Explanation = explainOne(pod, cluster.view, profile, scheduler.optionsIn(cluster));
  const isPlaced = explanation.decision.kind === "placed";
  const fixes = isPlaced ? undefined : remediesFor(cluster, pod, profile, explanation);
  const report = asTaken(decisionReport(pod, cluster.view, profile, explanation, fixes), attempt);
  const ofNode = nodeLines(line, pod, cluster.view, profile, report);
  const soFar = life.attempts.filter(({ seq }) => seq < moment.factCount);
  const retries = isPlaced
    ? []
    : [
        ...retryLines(profile, rejectingPlugins(report), attempt?.atUs ?? null),
        ...attemptsLine(soFar),
        ...nowLines(question, report, profile),
      ];
  const words = {
    state: stateText(attempt, life, moment.nowUs, attempt === null ? 0 : life.attempts.indexOf(attempt) + 1),
    tieBreak: scheduler.tieBreakText,
    retries,
    later: laterLines(life, moment.factCount),
  };
  const style = { ascii: styleFor(session.console.stdout, session.console, line).ascii, all: line.flag("all") };
  return { report, lines: () => [...explainLines(report, words, style), ...ofNode] };
};

export const explainRun = async (line: CommandLine, choice: SchedulerChoice, session: Session): Promise<ExitName> => {
  const { kind, name } = singleTarget(line.arguments, line.name);
  if (kind.kind !== "Pod") {
    throw CommandFailure.usage(`${kind.plural} are not placed`, "pods are", "podsim explain pod/web-1");
  }
  const namespace = line.text("namespace") ?? "default";
  const selected = selectRun(line, session);
  const { run } = selected;
  const moment = selectMoment(line, session, selected);
  const scheduler = await schedulerOfRun(selected, choice, session);
  const life = lifeOf(run.log, moment.factCount, namespace, name);
  const soFar = life.attempts.filter(({ seq }) => seq < moment.factCount);
  const attempt = chosenAttempt(life.attempts, soFar, line);
  const end = Math.max(attempt?.seq ?? 0, moment.factCount);
  const replay = new SchedulingReplay(run.log, end).advance(attempt?.seq ?? moment.factCount);
  const { world } = replay;
  const state = world.pods.at(life.ix);
  if (state === undefined) {
    const why = "it was deleted before anybody tried to place it";
    throw CommandFailure.missing(`pods "${name}" not found`, why, "choose an earlier moment with --at");
  }
  const isJson = line.choice("output", EXPLAIN_FORMATS, "text") === "json";
  const { view } = new StillCluster(world);
  const pod = podViewOf(state, view);
  const profile = scheduler.profileOf(pod);
  const extra = {
    run: run.shown,
    seed: run.seed.seed,
    tUs: attempt?.atUs ?? moment.nowUs,
    attempts: life.attempts.map(({ atUs, node, message }) => ({ tUs: atUs, node, message })),
  };
  if (attempt?.by === "manifest") {
    const message = "by its manifest: spec.nodeName is set, no scheduler took part";
    if (isJson) printDecisions([{ ...undecidedReport(pod, message, view), node: attempt.node }], extra, session);
    else printLines([`Pod ${pod.key}   Placed on ${attempt.node ?? ""} ${message}`], session);
    return "ok";
  }
  const why = notDecided(state, scheduler, pod);
  if (profile === null || why !== null) {
    const lines = [
      `Pod ${pod.key}   ${stateText(null, life, moment.nowUs, 0)}`,
      `nobody decides about it: ${why ?? ""}`,
    ];
    if (isJson) printDecisions([undecidedReport(pod, why ?? "", view)], extra, session);
    else printLines(lines, session);
    return "ok";
  }
  const told = tellDecision({ line, session, moment, life, attempt, scheduler, replay }, world, pod, profile);
  if (isJson) printDecisions([told.report], extra, session);
  else printLines(told.lines(), session);
  return "ok";
};
