// Waits for one object to pass a test: asked after each fact about it.
import { EVENTS, invariant, profileOf } from "@podsim/core";
import type { SimTime } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ObjectRef, Trigger, WorldView } from "@podsim/scheduler";
import { KINDS } from "../outputs/kinds/index.js";
import type { Watching } from "../outputs/kinds/object-kind.js";
import type { RunView } from "../outputs/view/run-view.js";
import { WallClock } from "../outputs/view/wall-clock.js";
import type { ObjectTest } from "./object-test.js";

type Find = (
  world: WorldView,
  namespace: string,
  name: string,
) => { readonly ix: number; readonly state: unknown } | null;

const at = <State>(
  ix: number | undefined,
  state: State | undefined,
): { readonly ix: number; readonly state: unknown } | null =>
  ix === undefined || state === undefined ? null : { ix, state };

const FINDS: Readonly<Record<string, Find>> = {
  Deployment: ({ deployments }, namespace, name) =>
    at(deployments.ixOf(namespace, name), deployments.find(namespace, name)),
  ReplicaSet: ({ replicaSets }, namespace, name) =>
    at(replicaSets.ixOf(namespace, name), replicaSets.find(namespace, name)),
  StatefulSet: ({ statefulSets }, namespace, name) =>
    at(statefulSets.ixOf(namespace, name), statefulSets.find(namespace, name)),
  DaemonSet: ({ daemonSets }, namespace, name) =>
    at(daemonSets.ixOf(namespace, name), daemonSets.find(namespace, name)),
  Job: ({ jobs }, namespace, name) => at(jobs.ixOf(namespace, name), jobs.find(namespace, name)),
  Pod: ({ pods }, namespace, name) => {
    const pod = pods.find(namespace, name);
    return at(pod?.identity.ix, pod);
  },
  Node: ({ nodes }, _namespace, name) => {
    const ix = nodes.ixOf(name);
    return at(ix, ix === undefined ? undefined : nodes.at(ix));
  },
  PodDisruptionBudget: ({ budgets }, namespace, name) =>
    at(budgets.ixOf(namespace, name), budgets.find(namespace, name)),
};

/** Kinds whose objects can be waited for. */
export const WATCHED_KINDS: readonly string[] = Object.keys(FINDS);

const watchingOf = (kind: string): Watching => {
  const watching = KINDS.find((each) => each.kind === kind)?.watching ?? null;
  invariant(watching !== null, () => `a ${kind} is not watched`);
  return watching;
};

/** Enough of a view to print an object: what a run recorded does not go into it. */
const viewAt = (world: WorldView, nowUs: SimTime): RunView => ({
  world,
  nowUs,
  log: createColumnLog(EVENTS),
  factCount: 0,
  clock: new WallClock("1970-01-01T00:00:00Z"),
  seed: 0,
  profile: profileOf("1.34"),
  behaviorOf: () => null,
  events: () => [],
});

export const objectTrigger = (ref: ObjectRef, test: ObjectTest): Trigger => ({
  watch: (world) => {
    const watching = watchingOf(ref.kind);
    const find = FINDS[ref.kind];
    const view = viewAt(world, 0);
    let passes = false;
    const ask = (subject: number): void => {
      const found = find?.(world, ref.namespace, ref.name) ?? null;
      if (found === null) passes = false;
      else if (subject === found.ix) passes = test(watching.item(found.state, view).toObject());
    };
    return {
      hears: ({ entity }) => entity === watching.entity,
      see: (fact) => ask(fact.subject),
      holds: () => passes,
    };
  },
});
