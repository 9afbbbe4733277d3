// --scheduler-config, --tie-break and --plugin: what a command line says about the scheduler, its modules loaded.
import { isLeft } from "fp-ts/lib/Either.js";
import { loadPlugins as loadModules } from "../../scenario/load-plugins.js";
import type { SchedulerChoice, UserPlugin } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "./command-failure.js";
import type { CommandLine } from "./command-line.js";
import type { Session } from "./session.js";

/** Loads modules one after another; throws what is wrong with all of them. */
export const loadPlugins = async (
  paths: readonly string[],
  { files, host }: Session,
): Promise<readonly UserPlugin[]> => {
  const loaded = await loadModules(paths, { files, importModule: host.importModule });
  if (isLeft(loaded)) throw CommandFailure.of([{ source: null, diagnostics: loaded.left }]);
  return loaded.right;
};

const TIE_BREAKS = ["random", "first-name"] as const;

/** What --tie-break says; null if it is not given. */
export const tieBreakFlag = (line: CommandLine): SchedulerChoice["tieBreak"] =>
  line.text("tieBreak") === null ? null : line.choice("tieBreak", TIE_BREAKS, "random");

export const schedulerChoice = async (line: CommandLine, session: Session): Promise<SchedulerChoice> => {
  const tieBreak = tieBreakFlag(line);
  return { config: line.text("schedulerConfig"), tieBreak, plugins: await loadPlugins(line.texts("plugin"), session) };
};
