// `podsim version`: which podsim this is and which formats it reads.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const version: CommandDefinition = {
  name: "version",
  summary: "print the version",
  group: "HELP",
  examples: ["podsim version -o json"],
  configure: (command) => {
    command.option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-version.js")).showVersion(line, session),
};
