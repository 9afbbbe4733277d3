// `podsim get`: prints objects of a run as kubectl prints those of a cluster.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, namespaceOptions } from "./line/shared-options.js";

export const get: CommandDefinition = {
  name: "get",
  summary: "print objects as they were at a moment of a run",
  group: "LOOK",
  examples: [
    "podsim get pods -A --at 5m30s",
    "podsim get pods,deploy -n shop -o wide",
    "podsim get pods --watch",
    "podsim get pod/web-1 -o jsonpath='{.status.phase}'",
  ],
  configure: (command) => {
    command.argument(
      "<kind...>",
      "pods, nodes, deployments, replicasets, services, endpoints, pdb, … or all; KIND/NAME; KIND NAME…",
    );
    momentOptions(command);
    namespaceOptions(command);
    command
      .option("-o, --output <format>", "wide, json, yaml, name, jsonpath=TEMPLATE or custom-columns=SPEC")
      .option("-l, --selector <selector>", "only objects with these labels: app=web,tier!=cache")
      .option("--field-selector <selector>", "only objects with these fields: status.phase=Running")
      .option("--sort-by <path>", "in order of a field: .metadata.creationTimestamp")
      .option("--no-headers", "no column names")
      .option("--show-labels", "a column with all labels")
      .option("--ignore-not-found", "exit 0 when there is no such object")
      .option("-w, --watch", "a line for every change, from --at (default: the beginning) to the end of the run")
      .option("--output-watch-events", "with --watch: a column with ADDED, MODIFIED or DELETED");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/get-objects.js")).getObjects(line, session),
};
