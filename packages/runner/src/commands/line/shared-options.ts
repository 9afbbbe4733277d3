// Options that mean the same wherever they are given.
import type { Command } from "commander";

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** An option that can be given several times; its values add up. */
export const repeatable = (command: Command, flags: string, description: string): Command =>
  command.option(flags, description, collect);

/** How things are printed, and where runs are kept. */
export const commonOptions = (command: Command): void => {
  command
    .option("--store <dir>", "where runs are kept (default: .podsim here or above; PODSIM_STORE)")
    .option("--color <when>", "auto, always or never", "auto")
    .option("--ascii", "only ASCII signs")
    .option("--debug", "print stack traces of errors");
};

/** Which run is looked at, and when. */
export const momentOptions = (command: Command): void => {
  command
    .option(
      "-r, --run <run>",
      "which run: @ (the latest), @~2, name, name@hash, hash, path; :14 for a seed (PODSIM_RUN)",
    )
    .option(
      "--at <time>",
      "when: 12m41s, 00:12:41.250, end, -30s, '#4102', intervention+90s (PODSIM_AT; default: the end)",
    );
};

/** Which objects are meant. */
export const namespaceOptions = (command: Command): void => {
  command
    .option("-n, --namespace <namespace>", "the namespace to look in (default: default)")
    .option("-A, --all-namespaces", "look in all namespaces");
};

/** How the scheduler decides. */
export const schedulerOptions = (command: Command): void => {
  command
    .option("--scheduler-config <file>", "a KubeSchedulerConfiguration, as kube-scheduler's --config takes it")
    .option("--tie-break <policy>", "among equally good nodes: random (from the seed) or first-name");
  repeatable(
    command,
    "--plugin <file>",
    "a scheduler plugin of your own (a module); profiles may enable it by its name",
  );
};
