// `podsim describe`: everything about an object, in kubectl's words and order.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, namespaceOptions } from "./line/shared-options.js";

export const describe: CommandDefinition = {
  name: "describe",
  summary: "tell everything about an object: its state, its Events, how it was scheduled",
  group: "LOOK",
  examples: ["podsim describe pod web-7c4f9d5b6-x2k8q", "podsim describe node/node-1 --at 10m"],
  configure: (command) => {
    command.argument("<kind...>", "KIND/NAME, KIND NAME…, or KIND for all of them");
    momentOptions(command);
    namespaceOptions(command);
    command
      .option("-l, --selector <selector>", "only objects with these labels")
      .option("--field-selector <selector>", "only objects with these fields");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/describe-objects.js")).describeObjects(line, session),
};
