// `replay`: the facts of a stored run in order, at once or in proportion to virtual time; or, with --verify, the proof that
// the log alone leads to the world that was simulated.
import { formatClock } from "@podsim/core";
import type { Announcement, Profile } from "@podsim/core";
import { encodeLine } from "@podsim/core/log";
import type { ExitName } from "../../failures.js";
import { escapeTerminal } from "../../input/escape-terminal.js";
import { announcementsOf } from "../../outputs/recorder/event-recorder.js";
import { subjectName } from "../../outputs/view/subject-name.js";
import { factCountAt, Replay } from "../../outputs/view/replay.js";
import type { Step } from "../../outputs/view/replay.js";
import { otherDigest } from "../../store/store-diagnostics.js";
import { worldDigest } from "../../store/world-digest.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { LineBuffer } from "../line/line-buffer.js";
import type { Session } from "../line/session.js";
import { painted, styleFor } from "../line/terminal-style.js";
import type { SelectedRun } from "./selected-run.js";
import { momentFor, selectRun } from "./selected-run.js";

const FORMATS = ["text", "json"] as const;

interface Verification {
  readonly run: string;
  readonly seed: number;
  readonly facts: number;
  readonly digest: string;
  readonly worldDigest: string;
  readonly complete: boolean;
  /** False of a run that was cut off: there is nothing written down to compare with. */
  readonly compared: boolean;
}

const verify = ({ run }: SelectedRun): Verification => {
  const { log, seed, shown } = run;
  const digest = log.digest();
  const world = worldDigest(new Replay(log).advance(log.length).world);
  const differs = (what: string, expected: string | null, got: string): void => {
    if (expected !== null && expected !== got) throw CommandFailure.one(otherDigest(shown, what, expected, got));
  };
  differs(`the log of seed ${seed.seed}`, seed.digest, digest);
  differs(`the world folded from it`, seed.worldDigest, world);
  return {
    run: shown,
    seed: seed.seed,
    facts: log.length,
    digest,
    worldDigest: world,
    complete: seed.complete,
    compared: seed.digest !== null,
  };
};

const tellVerified = (verified: Verification, line: CommandLine, session: Session): void => {
  const { stdout } = session.console;
  if (line.choice("output", FORMATS, "text") === "json") {
    stdout.write(`${JSON.stringify({ verified: verified.compared, ...verified })}\n`);
    return;
  }
  const style = styleFor(stdout, session.console, line);
  const sign = painted(style.ascii ? "ok" : "✓", "green", style);
  const { run, seed, facts, digest } = verified;
  if (!verified.compared) {
    stdout.write(
      `${run} seed ${seed}: ${facts} facts read back; the run was cut off, so there is no digest to compare with\n`,
    );
    return;
  }
  stdout.write(`${sign} ${run} seed ${seed}: ${facts} facts fold to the same world\n`);
  stdout.write(`  log    ${digest}\n  world  ${verified.worldDigest}\n`);
  if (!verified.complete) stdout.write("  the run itself was stopped early\n");
};

/** "60x" or "max" as virtual seconds per real second. */
const speedOf = (line: CommandLine): number => {
  const text = line.text("speed") ?? "max";
  if (text === "max") return Infinity;
  const factor = /^(\d+(?:\.\d+)?)x$/.exec(text)?.[1];
  if (factor !== undefined && Number(factor) > 0) return Number(factor);
  throw CommandFailure.usage(
    `--speed cannot be "${text}"`,
    "it says how much faster than virtual time to go",
    "write --speed 60x or --speed max",
  );
};

const announced = (all: readonly Announcement[]): string =>
  all.map(({ reason, message }) => `${reason}: ${message}`).join("; ");

const factLine = (step: Step, profile: Profile, session: Session, line: CommandLine): string => {
  const { fact } = step;
  const style = styleFor(session.console.stdout, session.console, line);
  const words = announced(announcementsOf(step, profile));
  const seq = painted(`#${fact.seq}`, "dim", style);
  const parts = [formatClock(fact.at), seq, fact.definition.type, subjectName(step)];
  return `${parts.map(escapeOrKeep).join("  ")}${words === "" ? "" : `  ${escapeTerminal(words)}`}`;
};

/** Colours are ours, names are not. */
const escapeOrKeep = (text: string): string => (text.startsWith("\u001b[") ? text : escapeTerminal(text));

const MICROS_PER_MILLI = 1_000;

const play = async (selected: SelectedRun, line: CommandLine, session: Session): Promise<ExitName> => {
  const speed = speedOf(line);
  const format = line.choice("output", FORMATS, "text");
  const from = line.text("from");
  const fromUs = from === null ? 0 : momentFor(from, selected).nowUs;
  const to = momentFor(line.text("to"), selected);
  if (to.nowUs < fromUs) {
    const why = `${formatClock(to.nowUs)} comes before ${formatClock(fromUs)}`;
    throw CommandFailure.usage("--to is before --from", why, "exchange them, or leave one out");
  }
  const { log } = selected.run;
  session.host.heedSignals();
  const first = fromUs === 0 ? 0 : factCountAt(log, fromUs - 1);
  const replay = new Replay(log).advance(first);
  const out = new LineBuffer(session.console.stdout);
  let shownUs = fromUs;
  for (let seq = first; seq < to.factCount; seq += 1) {
    if (session.host.interruption() !== null) break;
    const waitMillis = speed === Infinity ? 0 : (log.at(seq) - shownUs) / speed / MICROS_PER_MILLI;
    if (waitMillis >= 1) {
      out.flush();
      await session.host.sleep(waitMillis);
    }
    shownUs = log.at(seq);
    replay.advance(seq + 1, (step) => {
      out.line(format === "json" ? encodeLine(step.fact) : factLine(step, selected.frame.profile, session, line));
    });
    if (seq % 1024 === 0) await session.host.breathe();
  }
  out.flush();
  return session.host.interruption() ?? "ok";
};

export const replayRun = async (line: CommandLine, session: Session): Promise<ExitName> => {
  line.choice("output", FORMATS, "text");
  speedOf(line);
  const [reference = null] = line.arguments;
  const selected = selectRun(line, session, reference);
  if (!line.flag("verify")) return play(selected, line, session);
  tellVerified(verify(selected), line, session);
  return "ok";
};
