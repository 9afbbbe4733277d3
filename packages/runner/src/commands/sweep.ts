// `podsim sweep`: runs a scenario with many values of its parameters, or looks for the value with which it just passes.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, repeatable, schedulerOptions } from "./line/shared-options.js";

export const sweep: CommandDefinition = {
  name: "sweep",
  summary: "run a scenario over values of its parameters, or find the smallest or largest that passes",
  group: "RUN",
  examples: [
    "podsim sweep scenarios/zone-outage --param nodesPerZone=6..14..2 --seeds 20 --jobs 2",
    "podsim sweep packing.yaml --param policy=LeastAllocated,MostAllocated --param rate=0.4..0.8..0.2 -o csv",
    "podsim sweep zone-outage.yaml --find smallest:nodesPerZone --param nodesPerZone=6..14",
  ],
  configure: (command) => {
    command.argument("<scenario>", "a scenario file, or a directory with a scenario.yaml");
    repeatable(command, "--param <name=values>", "FROM..TO, FROM..TO..STEP or A,B,C; instead of spec.sweep");
    command.option("--find <goal>", "smallest:NAME or largest:NAME, by bisection; bounds from --param or spec.sweep");
    repeatable(command, "--set <param=value>", "a parameter that stays the same in all cells");
    repeatable(command, "--show <measure>", "measures with this in their name, instead of those that differ");
    schedulerOptions(command);
    command
      .option("--seed <n>", "run this seed only")
      .option("--seeds <n>", "run so many seeds in each cell")
      .option("--jobs <n>", "runs at a time (default: the processors there are); the result is the same for any")
      .option("--no-cache", "run again what is known")
      .option("--resume", "go on where an interrupted sweep stopped; done anyway, as what was run is known")
      .option("--until <time>", "how much virtual time to run: 15m, 2h")
      .option("--kubernetes <version>", "by the rules of this version: 1.34 or 1.35")
      .option("--strict", "refuse what is not modelled")
      .option("--max-events <n>", "stop a run after so many facts (default: 50e6); exit 5")
      .option("--max-wall <time>", "stop a run after so much real time; exit 5")
      .option("-o, --output <format>", "text, json or csv")
      .option("--reproducible", "leave out wall-clock times and what was known before")
      .option("--progress <style>", "auto, tty, plain, json or none")
      .option("-q, --quiet", "only the result");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/perform-sweep.js")).performSweep(line, session),
};
