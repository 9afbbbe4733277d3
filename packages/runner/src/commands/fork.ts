// `podsim fork`: the same run up to a moment, and from there on something else.
import type { CommandDefinition } from "./line/command.js";
import { commonOptions, repeatable } from "./line/shared-options.js";

export const fork: CommandDefinition = {
  name: "fork",
  summary: "run a kept run again with something else happening from a moment on",
  group: "RUN",
  examples: [
    "podsim fork zone-outage --at 12m --scale deployment/web=75 -n shop",
    "podsim fork @ --at zone-a-dark+90s --drop-later --drain node/general-b-1",
    "podsim fork @:14 --at '#4102' --do 'rollout: { target: deployment/api, undo: true }'",
    "podsim fork @ --at 10m --drop-later",
    "podsim fork @:14 --at 12m --seed 15",
  ],
  configure: (command) => {
    command
      .argument("[run]", "which run (default: the latest); :SEED for one of its seeds")
      .option("-r, --run <run>", "the same")
      .option("--at <time>", "when: 12m41s, '#4102' (just after that fact), intervention+90s");
    repeatable(command, "--apply <file>", "apply manifests then");
    repeatable(command, "--scale <object=n>", "deployment/web=5");
    repeatable(command, "--fail <node>", "node/NAME loses power");
    repeatable(command, "--drain <node>", "node/NAME");
    repeatable(command, "--delete <object>", "pod/web-1");
    repeatable(
      command,
      "--do <entry>",
      "any verb of the timeline, as YAML: 'fail: { nodes: { zone: a }, mode: power-off }'",
    );
    command
      .option("-n, --namespace <namespace>", "of the objects named (default: default)")
      .option("--keep-later", "what the scenario does after that moment stays (default)")
      .option("--drop-later", "what the scenario does after that moment is left out")
      .option("--seed <n>", "another seed from that moment on: the same past, another future (default: same)")
      .option("-o, --output <format>", "text, json or name")
      .option("--reproducible", "leave out wall-clock times")
      .option("--progress <style>", "auto, tty, plain, json or none")
      .option("-q, --quiet", "only the result");
    commonOptions(command);
  },
  perform: async (line, session) => (await import("./making/fork-run.js")).forkRun(line, session),
};
