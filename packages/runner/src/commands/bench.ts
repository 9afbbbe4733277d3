// `podsim bench`: how fast the scheduler of this program is on this machine.
import { WORKLOAD_NAMES } from "../bench/workload-names.js";
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, schedulerOptions } from "./line/shared-options.js";

export const bench: CommandDefinition = {
  name: "bench",
  summary: "measure the scheduler: pods placed per second on this machine",
  group: "RUN",
  examples: [
    "podsim bench scheduler --nodes 5000 --pods 10000",
    "podsim bench scheduler --nodes 5000 --pods 3000 --workload taints --percentage 100 --deployments 100 -o json",
    "podsim bench scheduler -f performance-config.yaml --label performance",
  ],
  configure: (command) => {
    command
      .argument("<what>", "scheduler")
      .option("--nodes <n>", "so many nodes (default: 1000)")
      .option("--init <n>", "pods placed before the measurement (default: 1000; basic: 0; preemption: 4 per node)")
      .option("--pods <n>", "pods that are measured (default: 3000)")
      .option("--workload <name>", `${WORKLOAD_NAMES.join(", ")} (default: basic)`)
      .option("--percentage <n>", "percentageOfNodesToScore: 0 = adaptive, 100 = every node (default: 0)")
      .option("--deployments <n>", "measured pods come from so many templates in turn (default: 1)")
      .option("-f, --file <file>", "workloads of kube-scheduler's own benchmarks: a performance-config.yaml")
      .option("--label <label>", "of those, the ones with this label")
      .option("--name <text>", "of those, the ones whose name contains this")
      .option("--warmup <n>", "small runs of each workload that are not measured, for the compiler (default: 3)")
      .option("--seed <n>", "of the choices among equally good nodes (default: 1)")
      .option("-o, --output <format>", "text or json");
    schedulerOptions(command);
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/bench-scheduler.js")).benchScheduler(line, session),
};
