// `podsim init`: a scenario folder to begin with, of a cluster that is there already or of a small one.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, repeatable } from "./line/shared-options.js";

export const init: CommandDefinition = {
  name: "init",
  summary: "make a scenario folder, from a dump of your cluster or to begin with",
  group: "MAKE",
  examples: [
    "podsim init demo",
    "kubectl get nodes,pods,deploy,rs,sts,ds,jobs,cronjobs,hpa,pdb,svc,pvc,pv,sc,ns,priorityclasses -A -o yaml | podsim init demo --from -",
    "podsim init demo --from nodes.json --from workloads.yaml",
  ],
  configure: (command) => {
    command.argument("[dir]", "the folder to make (default: podsim-scenario)");
    repeatable(command, "--from <dump>", "what kubectl get … -A -o yaml or -o json printed; - for stdin");
    command.option("-q, --quiet", "say nothing but what is wrong");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/init-scenario.js")).initScenario(line, session),
};
