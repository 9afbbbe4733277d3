// `podsim validate`: reads scenarios and manifests and tells everything that is wrong with them.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, repeatable } from "./line/shared-options.js";

export const validate: CommandDefinition = {
  name: "validate",
  summary: "check scenarios and manifests without running them",
  group: "MAKE",
  examples: ["podsim validate scenarios/zone-outage", "podsim validate web.yaml --strict -o github"],
  configure: (command) => {
    command.argument("<file...>", "scenario files, directories with a scenario.yaml, or manifests");
    repeatable(command, "--set <param=value>", "a parameter of the scenario");
    command
      .option("--strict", "refuse what is not modelled")
      .option("-o, --output <format>", "text, json, github or sarif");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/validate-files.js")).validateFiles(line, session),
};
