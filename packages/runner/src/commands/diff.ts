// `podsim diff`: what differs between two runs, and which of it luck cannot explain.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const diff: CommandDefinition = {
  name: "diff",
  summary: "compare two runs: thresholds, metrics with intervals, placement, and where they part",
  group: "JUDGE",
  examples: [
    "podsim diff @~1 @",
    "podsim diff zone-outage@9f3c2e1 zone-outage@b71d004 --only placement",
    "podsim diff before/scenario.yaml after/scenario.yaml --seeds 20 --exit-code",
    "podsim diff @:1 @:2 --stat",
  ],
  configure: (command) => {
    command
      .argument("<a>", "a run (@, @~1, name, name@hash, …:SEED), or a scenario, which is run first")
      .argument("<b>", "the run or scenario to compare it with")
      .option("--only <section>", "only this: outcome, placement, events or scenario")
      .option("--stat", "only the last line")
      .option("--exit-code", "exit 96 when something differs")
      .option("--seeds <n>", "of scenarios: run so many seeds")
      .option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/diff-runs.js")).diffRuns(line, session),
};
