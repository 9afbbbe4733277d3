import { EVENTS, nodeAdded, nodeCordoned, nodeUncordoned } from "@podsim/core";
import type { Distribution, SimTime } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { aNode } from "../testing/objects.js";
import type { Actor, ControlPlane, Intention, Outbox } from "./actor.js";
import { applyFact } from "./cluster/apply-fact.js";
import { createWorld } from "./cluster/world.js";
import type { World } from "./cluster/world.js";
import { controllerActor } from "./controller-actor.js";
import type { PacedControllerDefinition } from "./controller-actor.js";
import type { SyncOutbox } from "./controller.js";
import { draw } from "./engine/draw.js";
import { createSimulation } from "./engine/simulation.js";
import { DEFAULT_LATENCIES } from "./settings.js";

interface Doing extends Intention {
  readonly run: (out: Outbox) => void;
}

const inMillis = (us: SimTime): number => us / MILLISECOND;

/** Syncs "key@ms" of a controller that watches nodes, when node `ix` changes at each of these milliseconds. */
const syncs = (
  changes: readonly (readonly [ms: number, node: number])[],
  sync: (key: number, now: SimTime, out: SyncOutbox) => void = () => undefined,
  pace: Distribution = { kind: "constant", value: 10 * MILLISECOND },
): readonly string[] => {
  const world = createWorld();
  const done: string[] = [];
  const definition: PacedControllerDefinition = {
    name: "probe",
    rank: 30,
    pace: "endpointUpdate",
    build: () => ({
      watch: ({ definition: { type }, subject }, enqueue) => {
        if (type !== "NodeAdded") enqueue(subject);
      },
      sync: (key, now, out) => {
        done.push(`${key}@${inMillis(now)}`);
        sync(key, now, out);
      },
    }),
  };
  const plane: ControlPlane = {
    world,
    settings: { seed: 1, kubernetes: "1.34", latencies: { ...DEFAULT_LATENCIES, endpointUpdate: pace } },
    draw: (stream, entity, n) => draw(1, stream, entity, n),
  };
  const actor = controllerActor(definition, plane);
  const author: Actor = { name: "test", rank: 0, handle: (intention, _now, out) => (intention as Doing).run(out) };
  const entry = (run: Doing["run"]): Doing => ({ actor: author, run });
  const simulation = createSimulation<World, Intention>({
    model: {
      rank: (intention) => intention.actor.rank,
      handle: (intention, now, _world, out) => intention.actor.handle(intention, now, out),
      apply: applyFact,
      react: (fact, _world, out) => actor.react?.(fact, out),
    },
    world,
    log: createColumnLog(EVENTS),
    arrivals: [
      ...[0, 1].map((nodeIx) => ({
        at: 0,
        entry: entry((out) => out.record(nodeAdded, nodeIx, { nodeIx, object: aNode(`node-${nodeIx}`, {}) })),
      })),
      ...changes.map(([ms, node], k) => ({
        at: ms * MILLISECOND,
        entry: entry((out) => out.record(k % 2 === 0 ? nodeCordoned : nodeUncordoned, node, {})),
      })),
    ],
    startUs: 0,
  });
  simulation.run({ untilUs: 10 * SECOND });
  return done;
};

describe("the work queue", () => {
  test("controllers 0.1: facts about one key before its sync make one sync, at the first one's time", () => {
    expect(
      syncs([
        [100, 0],
        [103, 0],
        [109, 0],
        [111, 0],
      ]),
    ).toEqual(["0@110", "0@121"]);
  });

  test("controllers 0.1: keys do not wait for each other", () => {
    expect(
      syncs([
        [100, 0],
        [100, 1],
      ]),
    ).toEqual(["0@110", "1@110"]);
  });

  test("nothing happens without a fact", () => {
    expect(syncs([])).toEqual([]);
  });

  test("a sync may ask for another; the earliest wish wins, and a fact comes before a later wish", () => {
    const wishes = (_key: number, now: SimTime, out: SyncOutbox): void => {
      if (inMillis(now) !== 110) return;
      out.requeueAfter(500 * MILLISECOND);
      out.requeueAfter(300 * MILLISECOND);
      out.requeueAfter(400 * MILLISECOND);
    };
    expect(syncs([[100, 0]], wishes)).toEqual(["0@110", "0@410"]);
    expect(
      syncs(
        [
          [100, 0],
          [200, 0],
        ],
        wishes,
      ),
    ).toEqual(["0@110", "0@210"]);
    expect(
      syncs(
        [
          [100, 0],
          [405, 0],
        ],
        wishes,
      ),
    ).toEqual(["0@110", "0@410"]);
  });

  test("what a sync records can bring about the next", () => {
    const calm = (key: number, now: SimTime, out: SyncOutbox): void => {
      if (inMillis(now) < 150) out.record(nodeCordoned, key, {});
    };
    expect(syncs([[100, 0]], calm)).toEqual(["0@110", "0@120", "0@130", "0@140", "0@150"]);
  });

  test("a latency is drawn once per sync and key, and not again for more facts", () => {
    const uniform: Distribution = { kind: "uniform", min: 10 * MILLISECOND, max: 50 * MILLISECOND };
    const one = syncs([[100, 0]], undefined, uniform);
    const more = syncs(
      [
        [100, 0],
        [101, 0],
        [102, 1],
      ],
      undefined,
      uniform,
    );
    expect(one).toHaveLength(1);
    expect(more).toContain(one[0]);
    const later = syncs(
      [
        [100, 0],
        [200, 0],
      ],
      undefined,
      uniform,
    );
    expect(later[0]).toBe(one[0]);
    expect(Number(later[1]?.slice(2)) - 200).not.toBe(Number(one[0]?.slice(2)) - 100);
  });

  test("a wish for the present is refused: it would never end", () => {
    expect(() => syncs([[100, 0]], (_key, _now, out) => out.requeueAfter(0))).toThrow("asked for another one after 0");
  });
});
