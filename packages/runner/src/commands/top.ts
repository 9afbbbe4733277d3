// `podsim top`: what nodes have to give and what pods ask of them, as a table, a tree or bars.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions } from "./line/shared-options.js";

export const top: CommandDefinition = {
  name: "top",
  summary: "print what pods ask of nodes: requests, limits, what is free",
  group: "LOOK",
  examples: [
    "podsim top nodes --at 20m",
    "podsim top nodes --pods --sort mem.request.percentage",
    "podsim top nodes --available -o csv",
    "podsim top pods -n shop --sort cpu.request",
    "podsim top nodes --tree",
    "podsim top nodes --bars --run zone-outage --at 12m",
  ],
  configure: (command) => {
    command.argument("[what]", "nodes, pods or workloads (default: nodes)");
    momentOptions(command);
    command
      .option("-n, --namespace <namespace>", "of pods, only these (default: all)")
      .option("-l, --selector <selector>", "only pods with these labels")
      .option("--pods", "the pods of each node below it")
      .option("--pod-count", "a column with the number of pods: 8/110")
      .option("--available", "what is left of what: 560m/2000m")
      .option(
        "--sort <key>",
        "name, cpu.request, cpu.request.percentage, cpu.limit, mem.request, mem.limit, pod.count …",
      )
      .option("--tree", "resource, then node, then pod, with requested, limit, allocatable and free")
      .option("--bars", "a bar per node of what is asked of it")
      .option("--no-headers", "no column names")
      .option("-o, --output <format>", "table, csv, tsv or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-top.js")).showTop(line, session),
};
