// `podsim replay`: goes through a stored run fact by fact, or proves that its log alone leads to the same world.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const replay: CommandDefinition = {
  name: "replay",
  summary: "go through a stored run fact by fact, or verify it",
  group: "RUN",
  examples: ["podsim replay --verify", "podsim replay zone-outage:14 --from 5m --to 6m", "podsim replay @ --speed 60x"],
  configure: (command) => {
    command
      .argument("[run]", "which run (default: the latest)")
      .option("-r, --run <run>", "the same")
      .option("--verify", "fold the log alone and compare log and world with what was written down")
      .option("--from <time>", "where to begin")
      .option("--to <time>", "where to end")
      .option("--speed <factor>", "how much faster than virtual time: 60x; max = at once")
      .option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/replay-run.js")).replayRun(line, session),
};
