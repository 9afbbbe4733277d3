// `podsim runs`: the runs that are kept: which there are, what is known of one, and how to be rid of it.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const runs: CommandDefinition = {
  name: "runs",
  summary: "list, show or remove the runs that are kept",
  group: "LOOK",
  examples: ["podsim runs ls", "podsim runs show @", "podsim runs rm zone-outage@9f3c2e1"],
  configure: (command) => {
    command
      .argument("<action>", "ls, show or rm")
      .argument("[run...]", "which runs")
      .option("--all", "rm: every run")
      .option("-o, --output <format>", "text, json or name");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/manage-runs.js")).manageRuns(line, session),
};
