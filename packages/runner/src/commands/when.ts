// `podsim when`: the first moment of a run at which something was true of an object: kubectl's wait, in the past.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, namespaceOptions } from "./line/shared-options.js";

export const when: CommandDefinition = {
  name: "when",
  summary: "say when something was first true of an object: kubectl wait, in the past",
  group: "LOOK",
  examples: [
    "podsim when --for=condition=Ready pod/web-1",
    "podsim when --for=jsonpath='{.status.readyReplicas}'=3 deployment/web --at zone-a-dark",
    "podsim when --for=delete pods -l app=web -n shop",
  ],
  configure: (command) => {
    command
      .argument("<kind...>", "KIND/NAME, KIND NAME…, or KIND for all of them")
      .requiredOption("--for <what>", "condition=NAME[=VALUE], jsonpath=PATH[=VALUE], create or delete");
    momentOptions(command);
    namespaceOptions(command);
    command
      .option("-l, --selector <selector>", "only objects with these labels")
      .option("--field-selector <selector>", "only objects with these fields")
      .option("--ignore-not-found", "exit 0 when there never was such an object")
      .option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-when.js")).showWhen(line, session),
};
