// Scheduler plugins of the user's own, loaded from their modules and held to what every plugin owes.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { PLUGINS, pluginTrials, readUserPlugin } from "@podsim/scheduler";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { Files } from "../io/files.js";
import { fingerprint } from "../run/fingerprint.js";
import type { UserPlugin } from "./scheduler-choice.js";

export interface PluginAccess {
  readonly files: Files;
  /** What the module at an absolute path exports; rejects with the loader's own words. */
  readonly importModule: (path: string) => Promise<unknown>;
}

const unusable = (file: string, message: string, why: string, fix: string): Diagnostic =>
  diagnostic(file, { line: 1, col: 1, endLine: 1, endCol: 1 }, { code: "E207", message, why, fix });

const WHOLE = (): number => Number.MAX_SAFE_INTEGER;

const thrownText = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The plugin in a module; or everything that keeps it from being used. */
const loadPlugin = async (
  file: string,
  taken: ReadonlySet<string>,
  { files, importModule }: PluginAccess,
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
    exported = await importModule(files.resolve(file));
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

/** Loads modules one after another; Left: what is wrong with all of them. */
export const loadPlugins = async (
  paths: readonly string[],
  access: PluginAccess,
): Promise<Either<readonly Diagnostic[], readonly UserPlugin[]>> => {
  const taken = new Set(PLUGINS.map(({ name }) => name));
  const loaded: UserPlugin[] = [];
  const faults: Diagnostic[] = [];
  for (const path of paths) {
    const found = await loadPlugin(path, taken, access);
    if ("plugin" in found) {
      loaded.push(found);
      taken.add(found.plugin.name);
    } else faults.push(...found);
  }
  return faults.length > 0 ? left(faults) : right(loaded);
};
