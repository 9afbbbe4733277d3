// The cluster of a kept run as it stood at a moment, to be asked what it would decide next: nothing in it goes on.
import { formatDuration, isTerminalPhase } from "@podsim/core";
import { StillCluster } from "@podsim/scheduler";
import type { SchedulerChoice } from "../../scenario/scheduler-choice.js";
import type { CommandLine } from "../line/command-line.js";
import type { Session } from "../line/session.js";
import type { LoadedDump } from "./load-dump.js";
import { schedulerOfRun } from "./scheduler-of-run.js";
import { schedulingWorld } from "./scheduling-world.js";
import { selectMoment, selectRun } from "./selected-run.js";

/** Like a dump of that cluster. */
export interface StillRun extends LoadedDump {
  /** "web@44be2e1 at 15m" */
  readonly where: string;
}

/** What --run, --seed and --at mean. */
export const stillRun = async (line: CommandLine, choice: SchedulerChoice, session: Session): Promise<StillRun> => {
  const selected = selectRun(line, session);
  const moment = selectMoment(line, session, selected);
  const scheduler = await schedulerOfRun(selected, choice, session);
  const cluster = new StillCluster(schedulingWorld(selected.run.log, moment.factCount));
  const waiting = [...cluster.world.pods.values()].filter(
    ({ binding, status }) => binding === null && !isTerminalPhase(status.phase),
  );
  return {
    cluster,
    scheduler,
    where: `${selected.run.shown} at ${formatDuration(moment.nowUs)}`,
    pending: waiting.map(({ identity }) => identity.ix),
    hasPromises: waiting.some(({ status }) => status.nominatedNodeName !== ""),
    place: (pod, node) => {
      cluster.bind(pod, node);
      cluster.setStartTime(pod, moment.nowUs);
    },
  };
};
