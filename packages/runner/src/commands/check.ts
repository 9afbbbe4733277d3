// `podsim check`: looks for a history that breaks a law, in scenarios of its own making or in one that is given.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, repeatable } from "./line/shared-options.js";

export const check: CommandDefinition = {
  name: "check",
  summary: "look for a history that breaks a law, and make it as small as it gets",
  group: "RUN",
  examples: [
    "podsim check",
    "podsim check --invariant 'pod.*' --runs 2000 --seed 7",
    "podsim check scenarios/zone-outage --runs 50",
    "podsim check --case .podsim/cases/node-neverOvercommitted-3f9a1c2e.yaml",
    "podsim check --laws laws.mjs --controller elector.mjs",
    "podsim check --list",
  ],
  configure: (command) => {
    command.argument("[scenario]", "a scenario to play with many seeds; without it scenarios are made up");
    repeatable(
      command,
      "--invariant <id>",
      "only these laws: an id, or a pattern such as pod.* (default: all, or yours)",
    );
    repeatable(
      command,
      "--laws <file>",
      "laws of your own (a module): judged alone, or besides those that --invariant names",
    );
    repeatable(command, "--controller <file>", "a controller of your own (a module) that runs in every scenario");
    command
      .option("--case <file>", "play a case file and judge the law it is about")
      .option(
        "--runs <n>",
        "how many scenarios to make up (default: 100), or seeds of the given one (default: its own)",
      )
      .option(
        "--seed <n>",
        "of what is made up (default: 1), or the first seed of the given scenario (default: its own)",
      )
      .option("--time <time>", "begin nothing new after so much real time: 60s")
      .option("--set <param=value>", "a parameter of the scenario", (value: string, all: readonly string[] = []) => [
        ...all,
        value,
      ])
      .option("--no-minimise", "show what was found as it was found")
      .option("--list", "print the laws")
      .option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/check-laws.js")).checkLaws(line, session),
};
