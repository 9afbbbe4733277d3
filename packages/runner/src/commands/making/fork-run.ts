// `fork`: the inputs of a kept run with other interventions from a moment on, run as a run of its own; up to there it has
// to record what the kept run did, fact for fact.
import { isLeft } from "fp-ts/lib/Either.js";
import type { InterventionApplied, SimTime } from "@podsim/core";
import type { EventLog, JsonValue } from "@podsim/core/log";
import type { Reseed, TimelineEntry } from "@podsim/scheduler";
import { commonLength } from "../../compare/divergence.js";
import type { ExitName } from "../../failures.js";
import { diagnostic } from "../../input/diagnostic.js";
import { factCountAt, Replay } from "../../outputs/view/replay.js";
import { fingerprint } from "../../run/fingerprint.js";
import type { PreparedRun } from "../../run/prepared.js";
import { renderVerdict } from "../../run/render-verdict.js";
import { planFork } from "../../scenario/fork-entries.js";
import { plain } from "../../scenario/plain.js";
import { shortTime } from "../../scenario/schema/shown.js";
import { withZones, zoneNames } from "../../scenario/time-zones.js";
import { runsDirectory } from "../../store/location.js";
import { openRun } from "../../store/run-reader.js";
import type { StoredRun } from "../../store/run-reader.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { styleFor } from "../line/terminal-style.js";
import { momentFor, selectRun, storeFor } from "../reading/selected-run.js";
import type { SelectedRun } from "../reading/selected-run.js";
import { keepRun, PROGRESS } from "./keep-run.js";
import type { KeptRun } from "./keep-run.js";
import { inputAccess, SEED_MAX } from "./load-run.js";
import { preparedAgain } from "./prepared-again.js";
import { runResult } from "../../run/run-result.js";

const FORMATS = ["text", "json", "name"] as const;

const usage = (message: string, why: string, fix: string): CommandFailure => CommandFailure.usage(message, why, fix);

const nodeName = (text: string): string => text.replace(/^(no|nodes?)\//, "");

/** What the flags say, as the entries a scenario would have. */
const entriesYaml = (line: CommandLine): string => {
  const namespace = line.text("namespace");
  const where = namespace === null ? {} : { namespace };
  const entries: object[] = [
    ...line.texts("apply").map((file) => ({ apply: { files: [file] } })),
    ...line.texts("scale").map((text) => {
      const [, target, replicas] = /^(.+)=(\d+)$/.exec(text) ?? [];
      if (target === undefined) {
        throw usage(
          `--scale ${text} does not say to how many`,
          "it takes an object and a number",
          "write --scale deployment/web=5",
        );
      }
      return { scale: { target, ...where, replicas: Number(replicas) } };
    }),
    ...line.texts("fail").map((text) => ({ fail: { nodes: { names: [nodeName(text)] }, mode: "power-off" } })),
    ...line.texts("drain").map((text) => ({ drain: { nodes: { names: [nodeName(text)] } } })),
    ...line.texts("delete").map((target) => ({ delete: { target, ...where } })),
  ];
  const flags = entries.map((entry) => `- ${JSON.stringify(entry)}\n`).join("");
  return (
    flags +
    line
      .texts("do")
      .map((text) => `- { ${text.trim().replace(/^\{(.*)\}$/s, "$1")} }\n`)
      .join("")
  );
};

interface Forked {
  readonly selected: SelectedRun;
  readonly prepared: PreparedRun;
  readonly atUs: SimTime;
}

const seedsOfFork = ({ run }: SelectedRun, reference: string): readonly number[] =>
  /:\d+$/.test(reference) ? [run.seed.seed] : run.record.seeds.map(({ seed }) => seed);

const logOf = (
  { shown, directory }: Pick<StoredRun, "shown" | "directory">,
  seed: number,
  { files }: Session,
): EventLog => {
  const opened = openRun(files, { shown, directory, seed: String(seed) });
  if (isLeft(opened)) throw CommandFailure.one(opened.left);
  return opened.right.log;
};

/** Names of the interventions that a seed of the run had seen by then. */
const appliedBy = (atUs: SimTime, run: StoredRun, seed: number, session: Session): readonly string[] => {
  const log = logOf(run, seed, session);
  const type = log.registry.findIndex((each) => each.type === "InterventionApplied");
  const names: string[] = [];
  for (let seq = 0; seq < log.length && log.at(seq) <= atUs; seq += 1) {
    if (log.typeOf(seq) === type) names.push((log.data(seq) as InterventionApplied).name);
  }
  return names;
};

/** Without what comes later; an entry that waits for something stays if it had happened in any of the seeds. */
const begunBy = (
  atUs: SimTime,
  timeline: readonly TimelineEntry[],
  run: StoredRun,
  seeds: readonly number[],
  session: Session,
): readonly TimelineEntry[] => {
  const isWaiting = timeline.some(({ waits }) => waits !== undefined);
  const applied = new Set(isWaiting ? seeds.flatMap((seed) => appliedBy(atUs, run, seed, session)) : []);
  return timeline.filter((entry) => (entry.waits === undefined ? entry.atUs <= atUs : applied.has(entry.name)));
};

/** Of a fork of a fork both moments count; what an earlier one said of later times is over. */
const withReseed = (settings: PreparedRun["settings"], reseed: readonly Reseed[]): PreparedRun["settings"] => {
  const [next] = reseed;
  if (next === undefined) return settings;
  const before = (settings.reseeds ?? []).filter(({ fromUs }) => fromUs < next.fromUs);
  return { ...settings, reseeds: [...before, next] };
};

const forkOf = async (line: CommandLine, session: Session): Promise<Forked> => {
  const [argument = null] = line.arguments;
  const at = line.text("at");
  if (at === null) {
    throw usage("--at is missing", "a fork is the same run up to a moment", "add --at 12m, or --at '#4102'");
  }
  if (line.flag("keepLater") && line.flag("dropLater")) {
    throw usage("--keep-later and --drop-later cannot be given together", "they mean opposite things", "leave one out");
  }
  const selected = selectRun(line, session, argument);
  const { run } = selected;
  const { nowUs, factCount } = momentFor(at, selected);
  // Just after a fact is after everything of its instant: entries of the timeline come before what else happens then.
  const atUs = at.startsWith("#") ? nowUs + 1 : nowUs;
  const base = await preparedAgain(
    run.shown,
    run.record,
    async (each, outside) => (await forkOf(each, outside)).prepared,
    session,
  );
  if (atUs > base.horizonUs) {
    const why = `it stops after ${shortTime(base.horizonUs)}: nothing would come of it`;
    throw usage(`"${at}" is after the end of the run`, why, "fork it earlier, or run it longer and fork that: --until");
  }
  const yaml = entriesYaml(line);
  const seed = line.whole("seed", 0, SEED_MAX);
  if (yaml === "" && !line.flag("dropLater") && seed === null) {
    throw usage(
      "nothing would be different",
      "a fork does something else from a moment on",
      "add --scale, --fail, --do …, --drop-later or --seed",
    );
  }
  const world = new Replay(run.log).advance(factCount).world;
  const taken = new Set(base.timeline.map(({ name }) => name));
  const place = { atUs, world, clockStart: base.clockStart, taken };
  const planned = yaml === "" ? null : planFork(yaml, place, inputAccess(session));
  if (planned !== null && isLeft(planned)) throw CommandFailure.of(planned.left);
  const added: readonly TimelineEntry[] = planned === null ? [] : planned.right;
  const seeds = seedsOfFork(selected, argument ?? line.text("run") ?? "");
  const kept = line.flag("dropLater") ? begunBy(atUs, base.timeline, run, seeds, session) : base.timeline;
  const reseed = seed === null ? [] : [{ fromUs: atUs, seed }];
  const zones = zoneNames(
    [],
    added.flatMap(({ requests }) => requests),
  );
  const fork = { of: run.record.inputDigest, atUs, dropsLater: line.flag("dropLater"), added, reseed };
  const digest = fingerprint(plain(fork) as unknown as JsonValue);
  return {
    selected,
    atUs,
    prepared: {
      ...base,
      settings: withReseed(withZones(base.settings, zones, base), reseed),
      timeline: [...kept, ...added].sort((a, b) => a.atUs - b.atUs),
      seeds,
      inputDigest: () => digest,
    },
  };
};

const commandOf = (line: CommandLine, { shown }: StoredRun): readonly string[] => {
  const many = (option: string): readonly string[] => line.texts(option).flatMap((value) => [`--${option}`, value]);
  const namespace = line.text("namespace");
  return [
    "fork",
    shown,
    "--at",
    line.text("at") ?? "",
    ...["apply", "scale", "fail", "drain", "delete", "do"].flatMap(many),
    ...(namespace === null ? [] : ["-n", namespace]),
    ...(line.flag("dropLater") ? ["--drop-later"] : []),
    ...(line.text("seed") === null ? [] : ["--seed", line.text("seed") ?? ""]),
  ];
};

interface SharedHistory {
  readonly seed: number;
  /** Facts that both runs have in common, counted from the first. */
  readonly facts: number;
}

/** Throws where a seed did not go the same way up to the moment. */
const sharedHistory = (
  { selected, atUs }: Forked,
  { runId, results }: KeptRun,
  line: CommandLine,
  session: Session,
): readonly SharedHistory[] => {
  const { run } = selected;
  const directory = `${runsDirectory(storeFor(line, session))}/${runId.id}`;
  return results.map(({ seed }) => {
    const before = logOf(run, seed, session);
    const after = logOf({ shown: runId.shown, directory }, seed, session);
    const facts = commonLength(before, after);
    if (facts >= factCountAt(before, atUs - 1)) return { seed, facts };
    throw CommandFailure.one(
      diagnostic(null, null, {
        code: "E402",
        message: `seed ${String(seed)} goes another way than run ${run.shown} did, from fact #${String(facts)} on`,
        why: "the run was made by other code than this",
        fix: `run it again and fork that: podsim ${run.record.command.join(" ")}`,
      }),
    );
  });
};

const print = (
  forked: Forked,
  kept: KeptRun,
  shared: readonly SharedHistory[],
  line: CommandLine,
  session: Session,
): void => {
  const { prepared, selected, atUs } = forked;
  const { runId, results, verdict, tookMillis } = kept;
  const { stdout, stderr } = session.console;
  const wallMillis = line.flag("reproducible") ? null : Math.round(tookMillis);
  switch (line.choice("output", FORMATS, "text")) {
    case "name":
      return stdout.write(`${runId.shown}\n`);
    case "json": {
      const result = runResult(runId.shown, runId.name, prepared, results, verdict, wallMillis);
      const fork = { of: selected.run.shown, atUs, sharedHistory: shared };
      return stdout.write(`${JSON.stringify({ ...result, fork }, null, 2)}\n`);
    }
    case "text": {
      const factCount = results.reduce((sum, { facts }) => sum + facts, 0);
      const peakRssBytes = wallMillis === null ? null : session.host.peakRssBytes();
      const virtualEndUs = results[0]?.virtualEndUs ?? 0;
      const facts = { run: runId.shown, factCount, virtualEndUs, wallMillis, peakRssBytes };
      stdout.write(renderVerdict(verdict, facts, styleFor(stdout, session.console, line)));
      if (line.flag("quiet")) return;
      const [first] = shared;
      const same = `the same as ${selected.run.shown} up to ${shortTime(atUs)}`;
      stderr.write(`${same}: ${String(first?.facts ?? 0)} facts of seed ${String(first?.seed ?? 0)} shared\n`);
      stderr.write(`compare: podsim diff ${selected.run.shown} ${runId.shown}\n`);
    }
  }
};

const exitOf = ({ verdict, failure }: KeptRun, session: Session): ExitName => {
  const interruption = session.host.interruption();
  if (interruption !== null) return interruption;
  if (failure !== null || verdict.status === "incomplete") return "guard";
  return verdict.status === "pass" ? "ok" : "threshold-failed";
};

export const forkRun = async (line: CommandLine, session: Session): Promise<ExitName> => {
  line.choice("output", FORMATS, "text");
  line.choice("progress", PROGRESS, "auto");
  const forked = await forkOf(line, session);
  session.host.heedSignals();
  const kept = await keepRun(forked.prepared, commandOf(line, forked.selected.run), line, session);
  print(forked, kept, sharedHistory(forked, kept, line, session), line, session);
  return exitOf(kept, session);
};
