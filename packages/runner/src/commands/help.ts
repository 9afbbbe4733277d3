// `podsim help`: the commands, one command, or what an error code means.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const help: CommandDefinition = {
  name: "help",
  summary: "explain a command or an error code",
  group: "HELP",
  examples: ["podsim help run", "podsim help E105"],
  configure: (command) => {
    command.argument("[topic]", "a command, an error code, fidelity, or exit-codes");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-help.js")).showHelp(line, session),
};
