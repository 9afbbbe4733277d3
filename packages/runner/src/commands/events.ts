// `podsim events`: the Kubernetes Events of a run.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, namespaceOptions } from "./line/shared-options.js";

export const events: CommandDefinition = {
  name: "events",
  summary: "print the Events a cluster would have recorded",
  group: "LOOK",
  examples: [
    "podsim events --for pod/web-1",
    "podsim events -A --types=Warning --causes",
    "podsim events --raw --reason BackOff",
    "podsim events -o json",
  ],
  configure: (command) => {
    momentOptions(command);
    namespaceOptions(command);
    command
      .option("--for <kind/name>", "only Events about this object")
      .option("--types <types>", "only these types: Warning, Normal")
      .option("--reason <reason>", "only Events with this reason: BackOff")
      .option("--raw", "every occurrence by itself, with the number of its fact")
      .option("--causes", "a column with the fact that led to it")
      .option("--time <style>", "ago, sim (virtual time) or wall (the scenario's clock)")
      .option("-w, --watch", "a line for every write, from --at (default: the beginning) to the end of the run")
      .option("--no-headers", "no column names")
      .option("-o, --output <format>", "text, or json: one object per write, of all namespaces unless -n is given");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-events.js")).showEvents(line, session),
};
