// The contract every controller keeps: it goes by what the cluster is, not by what it was told, and does nothing twice.
import type { Envelope } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { expect } from "vitest";
import type { World } from "../src/cluster/world.js";
import type { Controller, Enqueue, SyncOutbox } from "../src/controller.js";
import type { PacedControllerDefinition } from "../src/controller-actor.js";
import type { SmallCluster } from "./small-cluster.js";

export interface ControllerTrial {
  readonly definition: PacedControllerDefinition;
  /** A cluster in which the controller has something to do; run to `seconds`, it has come to rest. */
  readonly cluster: (definition: PacedControllerDefinition) => SmallCluster;
  readonly seconds: number;
  /** Every key the controller may be asked to sync. */
  readonly keys: (world: World) => Iterable<number>;
  /** What the controller is there for, to be compared between runs. */
  readonly outcome: (world: World) => unknown;
  /** Seconds from and to which it hears nothing before it is started anew. */
  readonly deaf: readonly (readonly [from: number, to: number])[];
}

const syncAll = (controller: Controller, { keys, seconds }: ControllerTrial, world: World): readonly string[] => {
  const recorded: string[] = [];
  const out: SyncOutbox = {
    record: ({ type }) => void recorded.push(type),
    requeueAfter: (delay) => {
      expect(delay, "it asks for a later sync").toBeGreaterThanOrEqual(1);
    },
  };
  for (const key of keys(world)) controller.sync(key, seconds * SECOND, out);
  return recorded;
};

/** The same controller, deaf for a while; then a new one takes its place, which is asked for every key once. */
const deafFor = (
  trial: ControllerTrial,
  from: number,
  to: number,
  cluster: () => SmallCluster,
): PacedControllerDefinition => ({
  ...trial.definition,
  build: (plane) => {
    let controller = trial.definition.build(plane);
    let isRestarted = false;
    const watch = (fact: Envelope, enqueue: Enqueue): void => {
      if (fact.at < from * SECOND) return controller.watch(fact, enqueue);
      if (fact.at < to * SECOND) return;
      if (!isRestarted) {
        isRestarted = true;
        controller = trial.definition.build(plane);
        for (const key of trial.keys(cluster().world)) enqueue(key);
      }
      controller.watch(fact, enqueue);
    };
    return {
      watch,
      sync: (key, now, out) => {
        if (now < from * SECOND || isRestarted) controller.sync(key, now, out);
      },
    };
  },
});

/**
 * Holds a controller to its contract; `trial.deaf` has to lie where the cluster changes, and to end before its last
 * fact.
 *
 * @throws an assertion error naming the rule that is broken
 */
export const keepsControllerContract = (trial: ControllerTrial): void => {
  const { definition, seconds, outcome } = trial;
  let controller: Controller | undefined;
  const watched: PacedControllerDefinition = {
    ...definition,
    build: (plane) => (controller = definition.build(plane)),
  };
  const cluster = trial.cluster(watched);
  cluster.run(seconds);
  const { world, plane, log } = cluster;
  const recordedBy = new Set<string>();
  log.forEach(0, log.length, (fact) => recordedBy.add(fact.definition.type));
  expect(recordedBy.size, "something happened").toBeGreaterThan(2);
  if (controller === undefined) throw new Error("the cluster did not build the controller");
  expect(syncAll(controller, trial, world), "at rest, a sync records nothing").toEqual([]);
  expect(syncAll(controller, trial, world), "nor does another").toEqual([]);
  expect(syncAll(definition.build(plane), trial, world), "nor does a controller that was told nothing").toEqual([]);
  expect(trial.cluster(definition).run(seconds).log.digest(), "the same run again").toBe(log.digest());
  const expected = outcome(world);
  for (const [from, to] of trial.deaf) {
    const deaf: SmallCluster = trial.cluster(deafFor(trial, from, to, () => deaf));
    deaf.run(seconds);
    expect(outcome(deaf.world), `deaf from ${from} s to ${to} s, it gets there all the same`).toEqual(expected);
  }
};
