// `podsim timeline`: the life of an object as rows of characters.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, namespaceOptions } from "./line/shared-options.js";

export const timeline: CommandDefinition = {
  name: "timeline",
  summary: "draw the life of a pod, node or deployment",
  group: "LOOK",
  examples: ["podsim timeline pod/web-1", "podsim timeline deploy/web -n shop"],
  configure: (command) => {
    command.argument("<kind...>", "KIND/NAME, several if wanted");
    momentOptions(command);
    namespaceOptions(command);
    command.option("-o, --output <format>", "text or json");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/show-timeline.js")).showTimeline(line, session),
};
