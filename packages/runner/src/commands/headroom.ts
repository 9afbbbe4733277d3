// `podsim headroom`: how many more pods of one kind fit, where they go, and what stops the next.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, repeatable, schedulerOptions } from "./line/shared-options.js";

export const headroom: CommandDefinition = {
  name: "headroom",
  summary: "say how many more such pods fit, where, and what stops the next",
  group: "LOOK",
  examples: [
    "podsim headroom -f pod.yaml",
    "podsim headroom -f web.yaml --run zone-outage --at 10m",
    "podsim headroom -f pod.yaml -f cluster.json -o json",
  ],
  configure: (command) => {
    repeatable(
      command,
      "-f, --file <file>",
      "first the Pod, or an object with a pod template; then, instead of a run, a cluster dump (kubectl get … -o json)",
    );
    command.option("--limit <n>", "stop after so many pods (default: 100000)");
    momentOptions(command);
    command.option("-o, --output <format>", "text or json");
    schedulerOptions(command);
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/measure-headroom.js")).headroomOf(line, session),
};
