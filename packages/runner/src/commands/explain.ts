// `podsim explain`: why a pod is where it is, or why it is nowhere, and what would change that.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, momentOptions, repeatable, schedulerOptions } from "./line/shared-options.js";

export const explain: CommandDefinition = {
  name: "explain",
  summary: "say why a pod is where it is or why it is pending, and what would fix it",
  group: "LOOK",
  examples: [
    "podsim explain pod/web-7c4f-x2k8q --at 20m1s",
    "podsim explain pod/web-7c4f-x2k8q -n shop --attempt 2 --node node-3",
    "kubectl get nodes,pods,svc,rs,ns,priorityclass -A -o json | podsim explain -f - --pod shop/web-1",
    "podsim explain -f cluster.yaml --without-nodes node-3,node-7",
    "podsim explain --run zone-outage --at 20m --without-nodes general-b-1",
    "podsim explain -f cluster.json --all-pending -o json --tie-break first-name",
  ],
  configure: (command) => {
    command.argument("[pod...]", "pod/NAME");
    repeatable(command, "-f, --file <file>", "a cluster dump instead of a run: kubectl get … -o json; - for stdin");
    command
      .option("--pod <pod>", "with -f: which pod, as namespace/name")
      .option("--all-pending", "with -f: every pending pod in file order, each on top of the placements before it")
      .option(
        "--without-nodes <nodes>",
        "which pods would move if these nodes went (names, by commas), in a run at --at or with -f",
      )
      .option("--attempt <n>", "of a run: this try, counted from 1 (default: the last one by then)")
      .option("--node <node>", "every plugin's word on this node")
      .option("--all", "every node, where otherwise the best few are shown");
    momentOptions(command);
    command.option("-n, --namespace <namespace>", "the namespace to look in (default: default)");
    command.option("-o, --output <format>", "text or json");
    schedulerOptions(command);
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./reading/explain-decision.js")).explainDecision(line, session),
};
