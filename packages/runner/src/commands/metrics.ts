// `podsim metrics`: what can be measured, and what it was in the course of a run.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const metrics: CommandDefinition = {
  name: "metrics",
  summary: "list metrics, or print one of them over the time of a run",
  group: "LOOK",
  examples: [
    "podsim metrics ls",
    "podsim metrics sim_pending_pods --run zone-outage:14",
    `podsim metrics 'sim_available_ratio{deployment="checkout"}' --step 10s -o csv`,
  ],
  configure: (command) => {
    command
      .argument("[metric...]", "ls, or a metric, with labels where only some series are wanted")
      .option("-r, --run <run>", "which run (default: the latest)")
      .option("--step <time>", "of a gauge: its value every so often instead of at every change")
      .option("-o, --output <format>", "text, csv or json (a line per sample)");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-metric.js")).showMetric(line, session),
};
