// A cluster of controllers alone: nodes, the controllers under test, and stand-ins for scheduler and kubelets that do the
// least that controllers can tell. Pods are bound at once, get Ready after a while, and go a while after their deletion.
//
//   const cluster = new SmallCluster({ nodes: 3 }).apply(0, aDeployment({ replicas: 3 })).run(60);
//   expect(cluster.facts(podCreated)).toHaveLength(3);
import { EVENTS, nodeAdded } from "@podsim/core";
import type { Envelope, EventDefinition, KubernetesObject, Labels, SimTime } from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog } from "@podsim/core/log";
import { SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox } from "../src/actor.js";
import { RANK } from "../src/actor.js";
import { applyFact } from "../src/cluster/apply-fact.js";
import type { World } from "../src/cluster/world.js";
import { createWorld } from "../src/cluster/world.js";
import { controllerActor } from "../src/controller-actor.js";
import type { PacedControllerDefinition } from "../src/controller-actor.js";
import { CONTROLLERS } from "../src/controllers/index.js";
import { draw } from "../src/engine/draw.js";
import { createSimulation } from "../src/engine/simulation.js";
import type { Simulation, StopReason } from "../src/engine/simulation.js";
import { DEFAULT_LATENCIES } from "../src/settings.js";
import type { Latencies, SchedulerSettings, Settings } from "../src/settings.js";
import { aNode, applyObject } from "./objects.js";
import { FakeKubelet, FakeScheduler } from "./stand-ins.js";
import type { KubeletHabits } from "./stand-ins.js";

export { aDeployment } from "./objects.js";

export interface SmallClusterOptions extends KubeletHabits {
  readonly seed?: number;
  readonly latencies?: Partial<Latencies>;
  readonly timeZones?: Settings["timeZones"];
  readonly scheduler?: SchedulerSettings;
  /** Nodes node-0, node-1 … that are there from the start. Default 3. */
  readonly nodes?: number;
  readonly nodeLabels?: (k: number) => Labels;
  readonly controllers?: readonly PacedControllerDefinition[];
  /** Actors besides the controllers. */
  readonly actors?: (plane: ControlPlane) => readonly Actor[];
  /** Whether pods find a node at all. Default true. */
  readonly schedules?: boolean;
}

type Instruction = (out: Outbox, world: World, now: SimTime) => void;

interface Instructed extends Intention {
  readonly run: Instruction;
}
export class SmallCluster {
  readonly world: World = createWorld();
  readonly log: ColumnLog = createColumnLog(EVENTS);
  readonly plane: ControlPlane;
  readonly #options: SmallClusterOptions;
  readonly #instructions: { readonly at: SimTime; readonly entry: Instructed }[] = [];
  readonly #author: Actor = {
    name: "test",
    rank: RANK.scenario,
    handle: (intention, now, out) => {
      (intention as Instructed).run(out, this.world, now);
    },
  };
  #simulation: Simulation | undefined;
  #seen: (fact: Envelope) => void = () => undefined;

  constructor(options: SmallClusterOptions = {}) {
    const { seed = 1, latencies = {}, nodes = 3, nodeLabels = () => ({}) } = options;
    const { timeZones, scheduler } = options;
    const settings: Settings = {
      ...(timeZones === undefined ? {} : { timeZones }),
      ...(scheduler === undefined ? {} : { scheduler }),
      seed,
      kubernetes: "1.34",
      latencies: { ...DEFAULT_LATENCIES, ...latencies },
    };
    this.#options = options;
    this.plane = { world: this.world, settings, draw: (stream, entity, n) => draw(seed, stream, entity, n) };
    this.at(0, (out) => {
      for (let k = 0; k < nodes; k++)
        out.record(nodeAdded, k, { nodeIx: k, object: aNode(`node-${k}`, nodeLabels(k)) });
    });
  }

  /** Has something done at `seconds`, in the order of calls; only before the first run. */
  at(seconds: number, run: Instruction): this {
    if (this.#simulation !== undefined) throw new Error("the cluster runs already");
    this.#instructions.push({ at: Math.round(seconds * SECOND), entry: { actor: this.#author, run } });
    return this;
  }

  /** Applies a manifest at `seconds`: a Deployment, ReplicaSet, Service, budget or pod. */
  apply(seconds: number, object: KubernetesObject): this {
    return this.at(seconds, (out, world) => {
      applyObject(object, world, out);
    });
  }

  /** Runs on to `seconds`; `seen` is told of every fact once it is applied. */
  run(seconds: number, seen: (fact: Envelope) => void = () => undefined): this {
    this.runUntil(seconds, seen);
    return this;
  }

  /** The same, saying why it stopped. */
  runUntil(seconds: number, seen: (fact: Envelope) => void = () => undefined): StopReason {
    this.#seen = seen;
    this.#simulation ??= this.#build();
    return this.#simulation.run({ untilUs: Math.round(seconds * SECOND), maxEntries: 5_000_000 });
  }

  #build(): Simulation {
    const { controllers = CONTROLLERS, actors = () => [], schedules = true } = this.#options;
    const all: readonly Actor[] = [
      ...controllers.map((definition) => controllerActor(definition, this.plane)),
      ...actors(this.plane),
      ...(schedules ? [new FakeScheduler(this.world)] : []),
      new FakeKubelet(this.world, this.#options),
    ];
    return createSimulation<World, Intention>({
      model: {
        rank: ({ actor }) => actor.rank,
        handle: (intention, now, _world, out) => {
          intention.actor.handle(intention, now, out);
        },
        apply: (world, fact) => {
          applyFact(world, fact);
          this.#seen(fact);
        },
        react: (fact, _world, out) => {
          for (const actor of all) actor.react?.(fact, out);
        },
      },
      world: this.world,
      log: this.log,
      arrivals: this.#instructions.toSorted((a, b) => a.at - b.at),
      startUs: 0,
    });
  }

  /** Facts of one type in order, their times in seconds. */
  facts<Data extends object>(
    definition: EventDefinition<string, Data>,
    subject?: number,
  ): readonly { readonly at: number; readonly subject: number; readonly data: Data }[] {
    const found: { at: number; subject: number; data: Data }[] = [];
    this.log.forEach(0, this.log.length, (fact) => {
      if (fact.definition !== (definition as EventDefinition)) return;
      if (subject !== undefined && fact.subject !== subject) return;
      found.push({ at: fact.at / SECOND, subject: fact.subject, data: fact.data as Data });
    });
    return found;
  }
}
