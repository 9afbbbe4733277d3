// A scenario where a run is asked for: it is run now and kept.
import { isLeft } from "fp-ts/lib/Either.js";
import { DEFAULT_LOAD_OPTIONS, loadScenario } from "../../scenario/load-scenario.js";
import { runsDirectory } from "../../store/location.js";
import type { FoundRun } from "../../store/reference.js";
import { runIdOf } from "../../store/run-id.js";
import { CommandFailure } from "../line/command-failure.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import { storeFor } from "../reading/selected-run.js";
import { keepRun } from "./keep-run.js";
import { inputAccess } from "./load-run.js";

const SEEDS_MAX = 10_000;

export const keptScenario = async (path: string, line: CommandLine, session: Session): Promise<FoundRun> => {
  const count = line.whole("seeds", 1, SEEDS_MAX);
  const seeds = count === null ? null : { count };
  const loaded = loadScenario(path, { ...DEFAULT_LOAD_OPTIONS, seeds }, inputAccess(session));
  if (isLeft(loaded)) throw CommandFailure.of(loaded.left);
  const prepared = loaded.right;
  const command = ["run", path, ...(count === null ? [] : ["--seeds", String(count)])];
  const kept = await keepRun(prepared, command, line, session);
  if (kept.failure !== null) {
    const why = `a scheduler plugin failed in seed ${String(kept.results.at(-1)?.seed ?? 0)}`;
    throw CommandFailure.missing(`${path} cannot be compared`, why, `podsim ${command.join(" ")}`);
  }
  const { id, shown } = runIdOf(prepared);
  return { shown, directory: `${runsDirectory(storeFor(line, session))}/${id}`, seed: null };
};
