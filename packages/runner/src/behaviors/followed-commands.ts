// What the followed commands of a run's manifests come to: what validate prints beside the rule that left it to them.
import { containerAt } from "@podsim/core";
import { commandOutcomes, createCluster } from "@podsim/scheduler";
import type { ApiRequest, ApplyRequest, CommandOutcome } from "@podsim/scheduler";
import { clusterParts } from "../run/prepared.js";
import type { PreparedRun } from "../run/prepared.js";
import { shortTime } from "../scenario/schema/shown.js";
import { templateOf } from "./behavior-summary.js";
import type { BehaviorUser } from "./behavior-summary.js";

/** What a container's variables and volumes are made from. */
const READ_BY_CONTAINERS: ReadonlySet<string> = new Set(["Namespace", "ConfigMap", "Secret", "Service"]);

const isApply = (request: ApiRequest): request is ApplyRequest => request.verb === "apply";

const applied = ({ timeline }: PreparedRun): readonly ApplyRequest[] =>
  timeline.flatMap(({ requests }) => requests.filter(isApply));

/** The cluster as containers see it when it begins: no nodes, and no pods of its own. */
const worldOf = (run: PreparedRun): ReturnType<typeof createCluster>["world"] => {
  const requests = applied(run).filter(({ object }) => READ_BY_CONTAINERS.has(object.kind));
  const timeline = [{ atUs: 0, name: "start", text: "", requests }];
  const { simulation, world } = createCluster({ ...clusterParts(run, 1), timeline });
  simulation.run({ untilUs: 0 });
  return world;
};

export type FollowedCommand = Pick<BehaviorUser, "kind" | "namespace" | "name" | "container"> & {
  readonly outcome: CommandOutcome;
};

/** Of every container whose own command decides when it ends; takes a second or two if there is any. */
export const followedCommands = (run: PreparedRun): readonly FollowedCommand[] => {
  const { followScript } = clusterParts(run, 1);
  let world: ReturnType<typeof worldOf> | null = null;
  const found: FollowedCommand[] = [];
  for (const { object } of applied(run)) {
    const template = templateOf(object)?.template;
    if (template === undefined || followScript == null) continue;
    const { spec } = template;
    const count = spec.initContainers.length + spec.containers.length;
    const isFollowed = Array.from({ length: count }, (_, ix) => run.behaviorOf(template, ix).script?.ends === true);
    if (!isFollowed.includes(true)) continue;
    const { namespace, name } = object.metadata;
    const source = { world: (world ??= worldOf(run)), follow: followScript, behaviorOf: run.behaviorOf };
    for (const [ix, outcome] of commandOutcomes(source, namespace, name, template)) {
      found.push({ kind: object.kind, namespace, name, container: containerAt(spec, ix).name, outcome });
    }
  }
  return found;
};

/** "exits 2 after 3s", "runs until it is stopped" … */
export const outcomeText = (outcome: CommandOutcome): string => {
  switch (outcome.kind) {
    case "ends":
      return `exits ${outcome.exitCode} ${outcome.afterUs < 1_000_000 ? "at once" : `after ${shortTime(outcome.afterUs)}`}`;
    case "runs":
      return outcome.seenForUs === null
        ? "runs until it is stopped"
        : `runs until it is stopped, for ${shortTime(outcome.seenForUs)} at least`;
    case "asks":
      return "depends on who answers in the cluster";
    case "waits":
      return "never starts: a container before it does not end well";
  }
};
