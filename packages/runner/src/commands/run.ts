// `podsim run`: runs a scenario, or manifests on some nodes, and judges the outcome.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, repeatable, schedulerOptions } from "./line/shared-options.js";

export const run: CommandDefinition = {
  name: "run",
  summary: "run a scenario, or manifests on some nodes, and judge the outcome",
  group: "RUN",
  examples: [
    "podsim run scenarios/zone-outage",
    "podsim run -f web.yaml --nodes 3",
    "podsim run -f 'shop/*.yaml' --nodes 3xcpu=4,memory=16Gi,zone=a --nodes 3xzone=b -o json",
    "podsim run scenarios/zone-outage --seeds 20 --reporter default,junit=out/podsim.xml,github",
  ],
  configure: (command) => {
    command.argument("[scenario]", "a scenario file, or a directory with a scenario.yaml");
    repeatable(
      command,
      "-f, --file <file>",
      "manifests instead of a scenario: files, patterns, directories, - for stdin",
    );
    repeatable(command, "--nodes <spec>", "nodes for -f: 3, or 3xcpu=4,memory=16Gi,zone=a; several add up");
    repeatable(command, "--set <param=value>", "a parameter of the scenario");
    schedulerOptions(command);
    command
      .option("--seed <n>", "run this seed only")
      .option("--seeds <n>", "run so many seeds")
      .option("--jobs <n>", "of a scenario: so many seeds at a time (default: 1); the result is the same for any")
      .option("--until <time>", "how much virtual time to run: 15m, 2h")
      .option("--kubernetes <version>", "by the rules of this version: 1.34 or 1.35")
      .option("--strict", "refuse what is not modelled, as the API server refuses what is not valid")
      .option("--dry-run", "read and check everything, run nothing")
      .option("--max-events <n>", "stop after so many facts (default: 50e6); exit 5")
      .option("--max-wall <time>", "stop after so much real time; exit 5")
      .option("-o, --output <format>", "text, json or name")
      .option("--reporter <list>", "default, junit=FILE, json=FILE, github: several at once; without FILE to stdout")
      .option("--reproducible", "leave out wall-clock times")
      .option("--progress <style>", "auto, tty, plain, json or none")
      .option("-q, --quiet", "only the result");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/perform-run.js")).performRun(line, session),
};
