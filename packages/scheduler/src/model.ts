// A cluster put together: the API server's front, controllers, scheduler and kubelets as one model for the engine.
import { EVENTS } from "@podsim/core";
import type { FollowScript, Judge, SimTime } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog } from "@podsim/core/log";
import type { Actor, ControlPlane, Intention } from "./actor.js";
import { apiServerActor } from "./api-server/api-server-actor.js";
import { ArrivalsActor } from "./api-server/arrivals.js";
import type { ArrivalStream } from "./api-server/arrivals.js";
import type { TimelineEntry } from "./api-server/request.js";
import { applyFact } from "./cluster/apply-fact.js";
import type { World } from "./cluster/world.js";
import { createWorld } from "./cluster/world.js";
import { controllerActor } from "./controller-actor.js";
import { CONTROLLERS, TIMED_CONTROLLERS } from "./controllers/index.js";
import { sortArrivals } from "./engine/arrivals.js";
import type { Model, Simulation } from "./engine/simulation.js";
import { createSimulation } from "./engine/simulation.js";
import type { AnyPlugin } from "./framework/plugin.js";
import { reconcilerActor } from "./reconcilers/reconciler-actor.js";
import type { ReconcilerParts } from "./reconcilers/reconciler-actor.js";
import { schedulerActor } from "./scheduler-actor.js";
import type { BehaviorOf } from "./kubelet/container-life.js";
import { kubeletActor } from "./kubelet/kubelet-actor.js";
import type { Settings } from "./settings.js";
import { audienceOf } from "./hearing.js";
import type { Audience } from "./hearing.js";
import { applyJudged, judgeOf } from "./judge-log.js";
import type { LawsToJudge } from "./judge-log.js";
import { seededDraws } from "./seeded-draws.js";

export interface ClusterParts {
  readonly settings: Settings;
  /** What each container of a template does once it runs. */
  readonly behaviorOf: BehaviorOf;
  /** What containers do whose behaviour leaves it to their commands; absent = nobody follows any. */
  readonly followScript?: FollowScript;
  /** Everything the scenario does, the objects it begins with included; sorted by time. */
  readonly timeline: readonly TimelineEntry[];
  /** Objects that arrive over time. */
  readonly arrivals?: readonly ArrivalStream[];
  /** The plugins that profiles may name; those that come with it unless told otherwise. */
  readonly plugins?: readonly AnyPlugin[];
  /** Controllers of the user's own; absent = there are none. */
  readonly reconcilers?: ReconcilerParts;
  /** What is judged while it runs; absent = nothing. */
  readonly laws?: LawsToJudge;
}

export interface Cluster {
  readonly simulation: Simulation;
  /** Projection of the log; for reading. */
  readonly world: World;
  readonly log: ColumnLog;
  /** Latest of what the scenario still brings: the next arrival of each stream, entries whose wait is over; -1 = nothing. */
  readonly pendingUs: () => SimTime;
  /** Of the laws that are judged meanwhile; null = there are none. */
  readonly judge: Judge | null;
}

const modelOf = (actors: readonly Actor[], audience: Audience, judge: Judge | null): Model<World, Intention> => ({
  rank: (intention) => intention.actor.rank,
  handle: (intention, now, _world, out) => {
    intention.actor.handle(intention, now, out);
  },
  apply:
    judge === null
      ? applyFact
      : (world, fact) => {
          applyJudged(world, fact, judge);
        },
  react: (fact, _world, out) => {
    for (const place of audience(fact.definition)) actors[place]?.react?.(fact, out);
  },
});

/** All but those that are switched off. */
const controllersOf = (plane: ControlPlane): readonly Actor[] => {
  const off = new Set(plane.settings.controllersOff);
  const all = [
    ...TIMED_CONTROLLERS.flatMap((build) => build(plane) ?? []),
    ...CONTROLLERS.map((definition) => controllerActor(definition, plane)),
  ];
  return off.size === 0 ? all : all.filter(({ name }) => !off.has(name));
};

/** The same, with another rule for who hears of which facts: for tests. */
export const createClusterHearing = (parts: ClusterParts, hearingOf: typeof audienceOf): Cluster => {
  const { settings, behaviorOf, followScript, timeline, plugins } = parts;
  const world = createWorld();
  const log = createColumnLog(EVENTS);
  const plane: ControlPlane = { world, settings, draw: seededDraws(settings, world) };
  const apiServer = apiServerActor(plane);
  const arriving = new ArrivalsActor(plane, parts.arrivals ?? []);
  const reconcilers = parts.reconcilers === undefined ? null : reconcilerActor(plane, parts.reconcilers);
  const actors: readonly Actor[] = [
    apiServer.actor,
    ...controllersOf(plane),
    ...(reconcilers === null ? [] : [reconcilers]),
    schedulerActor(plane, plugins),
    kubeletActor(plane, behaviorOf, followScript ?? null),
  ];
  const arrivals = [
    ...timeline.map((entry) => ({ at: entry.atUs, entry: apiServer.intend(entry) })),
    ...arriving.begin(),
    ...(reconcilers?.begin() ?? []),
  ];
  const judge = parts.laws === undefined ? null : judgeOf(world, parts.laws);
  const startUs: SimTime = 0;
  const simulation = createSimulation<World, Intention>({
    model: modelOf(actors, hearingOf(actors), judge),
    world,
    log,
    arrivals: sortArrivals(arrivals, (intention) => intention.actor.rank),
    startUs,
  });
  return { simulation, world, log, pendingUs: () => Math.max(arriving.pendingUs, apiServer.pendingUs()), judge };
};

export const createCluster = (parts: ClusterParts): Cluster => createClusterHearing(parts, audienceOf);
