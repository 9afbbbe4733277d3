// A cluster of controllers alone: nodes, the controllers under test, and stand-ins for scheduler and kubelets that do the
// least that controllers can tell. Pods are bound at once, get Ready after a while, and go a while after their deletion.
//
//   const cluster = new SmallCluster({ nodes: 3 }).apply(0, aDeployment({ replicas: 3 })).run(60);
//   expect(cluster.facts(podCreated)).toHaveLength(3);
import {
  budgetApplied,
  containerCount,
  containerCreated,
  containerStarted,
  deploymentApplied,
  EVENTS,
  nodeAdded,
  podBound,
  podCreated,
  podRemoved,
  podSandboxCreated,
  podStatusReported,
  replicaSetCreated,
  serviceApplied,
  specOf,
} from "@podsim/core";
import type {
  Deployment,
  Envelope,
  EventDefinition,
  KubernetesObject,
  Labels,
  Node,
  NodeIx,
  PodIx,
  PodState,
  SimTime,
} from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog } from "@podsim/core/log";
import { SECOND } from "@podsim/core/time";
import { aSpec } from "@podsim/core/testing";
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
import type { Latencies, Settings } from "../src/settings.js";

export interface SmallClusterOptions {
  readonly seed?: number;
  readonly latencies?: Partial<Latencies>;
  /** Nodes node-0, node-1 … that are there from the start. Default 3. */
  readonly nodes?: number;
  readonly nodeLabels?: (k: number) => Labels;
  readonly controllers?: readonly PacedControllerDefinition[];
  /** Actors besides the controllers. */
  readonly actors?: (plane: ControlPlane) => readonly Actor[];
  /** Seconds from binding to Ready, by pod; null = never. Default 1. */
  readonly readyAfter?: (pod: PodState) => number | null;
  /** Seconds from a deletion to the end of the pod, if its node works; its grace if that is shorter. Default 1. */
  readonly stopsAfter?: number;
  /** Whether pods find a node at all. Default true. */
  readonly schedules?: boolean;
}

type Instruction = (out: Outbox, world: World, now: SimTime) => void;

interface Instructed extends Intention {
  readonly run: Instruction;
}
interface AboutPod extends Intention {
  readonly podIx: PodIx;
  readonly what: "bind" | "start" | "stop";
}

const aNode = (name: string, labels: Labels): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, namespace: "", labels: { "kubernetes.io/hostname": name, ...labels }, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: {
    capacity: { cpu: "64", memory: "256Gi", pods: "1000" },
    allocatable: { cpu: "64", memory: "256Gi", pods: "1000" },
    images: [],
  },
});

/** Puts pods on the nodes in turn, and keeps them off nodes that are cordoned, tainted or not ready. */
class FakeScheduler implements Actor {
  readonly name = "fake-scheduler";
  readonly rank = RANK.scheduler;
  readonly #world: World;
  readonly #waiting = new Set<PodIx>();
  #last = -1;

  constructor(world: World) {
    this.#world = world;
  }

  react({ definition: { type, entity }, subject, at }: Envelope, out: Outbox): void {
    if (type === "PodCreated") this.#plan(subject as PodIx, at, out);
    if (entity === "node") for (const podIx of this.#waiting) this.#plan(podIx, at, out);
  }

  handle(intention: Intention, _now: SimTime, out: Outbox): void {
    const { podIx } = intention as AboutPod;
    this.#waiting.delete(podIx);
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined || pod.binding !== null || pod.deletion !== null) return;
    const fitting = [...this.#world.nodes.values()].filter(
      (node) =>
        node.ready === "True" && !node.unschedulable && node.taints.every((t) => t.effect === "PreferNoSchedule"),
    );
    const node = fitting.find(({ ix }) => ix > this.#last) ?? fitting[0];
    if (node === undefined) {
      this.#waiting.add(podIx);
      return;
    }
    this.#last = node.ix;
    out.record(podBound, podIx, { node: node.name, nodeIx: node.ix, by: "scheduler" });
  }

  #plan(podIx: PodIx, at: SimTime, out: Outbox): void {
    const intention: AboutPod = { actor: this, podIx, what: "bind" };
    out.plan(at, intention);
  }
}

/** Starts and stops pods on all nodes that work; a node that works again goes on where it stopped. */
class FakeKubelet implements Actor {
  readonly name = "fake-kubelet";
  readonly rank = RANK.kubelet;
  readonly #world: World;
  readonly #readyAfter: (pod: PodState) => number | null;
  readonly #stopsAfter: number;

  constructor(world: World, { readyAfter = () => 1, stopsAfter = 1 }: SmallClusterOptions) {
    this.#world = world;
    this.#readyAfter = readyAfter;
    this.#stopsAfter = stopsAfter;
  }

  react({ definition: { type }, subject, at }: Envelope, out: Outbox): void {
    if (type === "PodBound") this.#planStart(subject as PodIx, at, out);
    if (type === "PodDeletionRequested") this.#planStop(subject as PodIx, at, out);
    if (type !== "NodeRecovered") return;
    for (const podIx of this.#world.pods.onNode(subject as NodeIx)) {
      this.#planStart(podIx, at, out);
      this.#planStop(podIx, at, out);
    }
  }

  handle(intention: Intention, _now: SimTime, out: Outbox): void {
    const { podIx, what } = intention as AboutPod;
    const pod = this.#world.pods.at(podIx);
    if (pod === undefined || pod.binding === null) return;
    const node = this.#world.nodes.at(pod.binding.nodeIx);
    if (node === undefined || node.failure !== null) return;
    if (what === "stop") return out.record(podRemoved, podIx, {});
    if (pod.deletion !== null) return;
    if (pod.runtime.sandbox.state === "none") {
      out.record(podSandboxCreated, podIx, { attempt: 0, ip: `10.0.${podIx >> 8}.${podIx & 255}` });
      for (let container = 0; container < containerCount(specOf(pod)); container++) {
        out.record(containerCreated, podIx, { container, attempt: 0 });
        out.record(containerStarted, podIx, { container });
      }
    }
    out.record(podStatusReported, podIx, { stage: "syncing" });
  }

  #planStart(podIx: PodIx, at: SimTime, out: Outbox): void {
    const pod = this.#world.pods.at(podIx);
    const after = pod === undefined || pod.deletion !== null ? null : this.#readyAfter(pod);
    const intention: AboutPod = { actor: this, podIx, what: "start" };
    if (after !== null) out.plan(at + after * SECOND, intention);
  }

  #planStop(podIx: PodIx, at: SimTime, out: Outbox): void {
    const deletion = this.#world.pods.at(podIx)?.deletion;
    if (deletion == null) return;
    const intention: AboutPod = { actor: this, podIx, what: "stop" };
    out.plan(at + Math.min(this.#stopsAfter, deletion.graceSeconds) * SECOND, intention);
  }
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
    const settings: Settings = { seed, kubernetes: "1.34", latencies: { ...DEFAULT_LATENCIES, ...latencies } };
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

const applyObject = (object: KubernetesObject, world: World, out: Outbox): void => {
  const { namespace, name, labels, annotations } = object.metadata;
  switch (object.kind) {
    case "Deployment": {
      const deploymentIx = world.deployments.ixOf(namespace, name) ?? world.deployments.nextIx;
      return out.record(deploymentApplied, deploymentIx, { deploymentIx, uid: `uid-${name}`, object });
    }
    case "ReplicaSet": {
      const replicaSetIx = world.replicaSets.nextIx;
      const { spec } = object;
      return out.record(replicaSetCreated, replicaSetIx, {
        ...{ replicaSetIx, namespace, name, uid: `uid-${name}`, labels, deploymentIx: null, deploymentName: null },
        ...{ template: spec.template, selector: spec.selector, minReadySeconds: spec.minReadySeconds },
        ...{ templateHash: "", revision: 0, replicas: spec.replicas },
      });
    }
    case "Service": {
      const serviceIx = world.services.ixOf(namespace, name) ?? world.services.nextIx;
      return out.record(serviceApplied, serviceIx, { serviceIx, object });
    }
    case "PodDisruptionBudget": {
      const budgetIx = world.budgets.ixOf(namespace, name) ?? world.budgets.nextIx;
      return out.record(budgetApplied, budgetIx, { budgetIx, object });
    }
    case "Pod": {
      const podIx = world.pods.nextIx;
      const template = { metadata: { labels, annotations }, spec: object.spec };
      const owner = { ownerKind: null, ownerName: null, ownerIx: null };
      return out.record(podCreated, podIx, { podIx, namespace, name, uid: `uid-${name}`, template, ...owner });
    }
    default:
      throw new Error(`a small cluster applies no ${object.kind}`);
  }
};

export interface DeploymentOptions extends Partial<Deployment["spec"]> {
  readonly name?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly annotations?: Labels;
}

/** A Deployment "default/web" of 3 with Kubernetes' defaults; any field of its spec may be given. */
export const aDeployment = (options: DeploymentOptions = {}): Deployment => {
  const { name = "web", namespace = "default", image = "web:1", annotations = {}, ...spec } = options;
  const { containers, ...rest } = aSpec();
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels: { app: name }, annotations: {} },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations },
        spec: { ...rest, containers: containers.map((container) => ({ ...container, image })) },
      },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      minReadySeconds: 0,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      paused: false,
      ...spec,
    },
  };
};
