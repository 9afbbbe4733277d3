// Scheduler plugins of the user's own, loaded from their modules and held to what every plugin owes.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { PLUGINS, pluginTrials, readUserPlugin } from "@podsim/scheduler";
import type { Diagnostic } from "../input/diagnostic.js";
import { fingerprint } from "../run/fingerprint.js";
import { loadModule, unusableModule } from "./own-module.js";
import type { ModuleAccess, ModuleUse } from "./own-module.js";
import type { UserPlugin } from "./scheduler-choice.js";

const PLUGIN: ModuleUse = {
  noun: "the plugin's",
  code: "E207",
  example: "mine.mjs, with export default { name, build }",
};

/** The plugin in a module; or everything that keeps it from being used. */
const loadPlugin = async (
  file: string,
  taken: ReadonlySet<string>,
  access: ModuleAccess,
): Promise<UserPlugin | readonly Diagnostic[]> => {
  const module = await loadModule(file, PLUGIN, access);
  if (isLeft(module)) return [module.left];
  const { exported, bytes } = module.right;
  const plugin = readUserPlugin(exported, taken, pluginTrials());
  if (!isLeft(plugin)) {
    return { file, digest: fingerprint({ module: new TextDecoder().decode(bytes) }), plugin: plugin.right };
  }
  const why = "a run depends on it, so it is held to what every plugin owes before anything runs";
  return plugin.left.map((fault) =>
    unusableModule(PLUGIN.code, file, fault, why, "podsim help E207 shows a plugin that is one"),
  );
};

/** Loads modules one after another; Left: what is wrong with all of them. */
export const loadPlugins = async (
  paths: readonly string[],
  access: ModuleAccess,
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
