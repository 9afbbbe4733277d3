// A kept run made ready again from the command that is written down with it: the inputs it was made from, read anew.
import { diagnostic } from "../../input/diagnostic.js";
import type { PreparedRun } from "../../run/prepared.js";
import type { RunRecord } from "../../store/run-record.js";
import { VERSION } from "../../version.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import { parseArguments } from "../line/program.js";
import { schedulerChoice } from "../line/scheduler-flags.js";
import type { Session } from "../line/session.js";
import { loadRun } from "./load-run.js";

/** Makes the run of a `fork` command ready, for a run that is a fork itself. */
export type PrepareFork = (line: CommandLine, session: Session) => Promise<PreparedRun>;

const changed = (shown: string, command: readonly string[]): CommandFailure =>
  CommandFailure.one(
    diagnostic(null, null, {
      code: "E402",
      message: `what run ${shown} was made from has changed since`,
      why: "its history would come out another, and a fork shares it",
      fix: `run it again and fork that: podsim ${command.join(" ")}`,
    }),
  );

export const preparedAgain = async (
  shown: string,
  { command, inputDigest }: RunRecord,
  prepareFork: PrepareFork,
  session: Session,
): Promise<PreparedRun> => {
  if (command.includes("-")) {
    throw CommandFailure.missing(
      `run ${shown} was made from standard input`,
      "what came from there is gone, and it has to be read again",
      "put it into a file and run that",
    );
  }
  const parsed = parseArguments(command, session.commands, VERSION);
  if (parsed.kind === "text") throw changed(shown, command);
  const { line, definition } = parsed;
  const prepared =
    definition.name === "fork"
      ? await prepareFork(line, session)
      : loadRun(line, await schedulerChoice(line, session), session);
  if (prepared.inputDigest() !== inputDigest) throw changed(shown, command);
  return prepared;
};
