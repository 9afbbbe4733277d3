// --scheduler-config, --tie-break and --plugin: what a command line says about the scheduler, its modules loaded.
import { isLeft } from "fp-ts/lib/Either.js";
import { PLUGINS, pluginTrials, readUserPlugin } from "@podsim/scheduler";
import { diagnostic } from "../../input/diagnostic.js";
import type { Diagnostic } from "../../input/diagnostic.js";
import { fingerprint } from "../../run/fingerprint.js";
import type { SchedulerChoice, UserPlugin } from "../../scenario/scheduler-choice.js";
import { CommandFailure } from "./command-failure.js";
import type { CommandLine } from "./command-line.js";
import type { Session } from "./session.js";

const unusable = (file: string, message: string, why: string, fix: string): Diagnostic =>
  diagnostic(file, { line: 1, col: 1, endLine: 1, endCol: 1 }, { code: "E207", message, why, fix });

const WHOLE = (): number => Number.MAX_SAFE_INTEGER;

const thrownText = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The plugin in a module; or everything that keeps it from being used. */
const loadPlugin = async (
  file: string,
  taken: ReadonlySet<string>,
  { files, host }: Session,
): Promise<UserPlugin | readonly Diagnostic[]> => {
  const read = files.read(file, WHOLE);
  if (isLeft(read)) {
    const why = `looked for ${files.resolve(file)}: ${read.left.kind === "missing" ? "there is nothing" : read.left.detail}`;
    return [
      unusable(
        file,
        "the plugin's module cannot be read",
        why,
        "check the path; it is relative to the working directory",
      ),
    ];
  }
  let exported: unknown;
  try {
    exported = await host.importModule(files.resolve(file));
  } catch (thrown) {
    const fix = "it has to be a module that node can load: mine.mjs, with export default { name, build }";
    return [unusable(file, "the plugin's module cannot be loaded", thrownText(thrown), fix)];
  }
  const plugin = readUserPlugin(exported, taken, pluginTrials());
  if (!isLeft(plugin)) {
    return { file, digest: fingerprint({ module: new TextDecoder().decode(read.right.bytes) }), plugin: plugin.right };
  }
  const why = "a run depends on it, so it is held to what every plugin owes before anything runs";
  return plugin.left.map((fault) => unusable(file, fault, why, "podsim help E207 shows a plugin that is one"));
};

/** Loads modules one after another; throws what is wrong with all of them. */
export const loadPlugins = async (paths: readonly string[], session: Session): Promise<readonly UserPlugin[]> => {
  const taken = new Set(PLUGINS.map(({ name }) => name));
  const loaded: UserPlugin[] = [];
  const faults: Diagnostic[] = [];
  for (const path of paths) {
    const found = await loadPlugin(path, taken, session);
    if ("plugin" in found) {
      loaded.push(found);
      taken.add(found.plugin.name);
    } else faults.push(...found);
  }
  if (faults.length > 0) throw CommandFailure.of([{ source: null, diagnostics: faults }]);
  return loaded;
};

const TIE_BREAKS = ["random", "first-name"] as const;

/** What --tie-break says; null if it is not given. */
const tieBreakFlag = (line: CommandLine): SchedulerChoice["tieBreak"] =>
  line.text("tieBreak") === null ? null : line.choice("tieBreak", TIE_BREAKS, "random");

export const schedulerChoice = async (line: CommandLine, session: Session): Promise<SchedulerChoice> => {
  const tieBreak = tieBreakFlag(line);
  return { config: line.text("schedulerConfig"), tieBreak, plugins: await loadPlugins(line.texts("plugin"), session) };
};
