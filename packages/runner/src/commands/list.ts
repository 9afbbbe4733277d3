// `podsim list`: prints what there is of a kind: metrics, interventions, plugins, error codes …
import type { CommandDefinition } from "./line/command.js";
import { commonOptions } from "./line/shared-options.js";
import { SHELF_NAMES } from "./line/shelf-names.js";

export const list: CommandDefinition = {
  name: "list",
  summary: `print what there is: ${SHELF_NAMES.slice(0, 5).join(", ")} …`,
  group: "HELP",
  examples: ["podsim list metrics", "podsim list errors", "podsim list events -o json"],
  configure: (command) => {
    command.argument("[shelf]", SHELF_NAMES.join(", ")).option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/list-shelf.js")).listShelf(line, session),
};
