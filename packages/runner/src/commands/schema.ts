// `podsim schema`: prints the JSON Schema of scenario files, for editors.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";

export const schema: CommandDefinition = {
  name: "schema",
  summary: "print the JSON Schema of scenario files, for editors",
  group: "MAKE",
  examples: ["podsim schema scenario > scenario.schema.json"],
  configure: (command) => {
    command.argument("[what]", "scenario");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-schema.js")).showSchema(line, session),
};
