// One node, its kubelet, and pods bound to it by hand: what a kubelet does, without scheduler or controllers.
import {
  EVENTS,
  nodeAdded,
  nodeRecovered,
  podBound,
  podCreated,
  deletionOf,
  podDeletionRequested,
  podRemoved,
  profileOf,
  statusColumn,
} from "@podsim/core";
import type {
  Behavior,
  Envelope,
  EventDefinition,
  FailureMode,
  Node,
  NodeIx,
  PodSpec,
  PodState,
  Profile,
  SimTime,
} from "@podsim/core";
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog } from "@podsim/core/log";
import { MILLISECOND, SECOND } from "@podsim/core/time";
import type { Actor, ControlPlane, Intention, Outbox } from "../src/actor.js";
import { applyFact } from "../src/cluster/apply-fact.js";
import type { World } from "../src/cluster/world.js";
import { createWorld } from "../src/cluster/world.js";
import { draw } from "../src/engine/draw.js";
import { createSimulation } from "../src/engine/simulation.js";
import { kubeletActor } from "../src/kubelet/kubelet-actor.js";
import { failNode } from "../src/node-health/fail-node.js";
import { DEFAULT_LATENCIES } from "../src/settings.js";
import type { Latencies, Settings } from "../src/settings.js";
import { aBehavior } from "./behaviors.js";

type Instruction = (out: Outbox) => void;

interface Instructed extends Intention {
  readonly run: Instruction;
}

const constant = (ms: number) => ({ kind: "constant" as const, value: ms * MILLISECOND });

/** The durations of the worked timelines: sandbox 0.8 s after 0.4 s of volumes, create and start 0.1 s each. */
const TIMELINE_LATENCIES: Latencies = {
  ...DEFAULT_LATENCIES,
  kubeletWatch: constant(100),
  volumeMount: constant(400),
  sandboxCreate: constant(800),
  imageDigestCheck: constant(2_000),
  imagePullFailure: constant(3_000),
  containerCreate: constant(100),
  containerStart: constant(100),
  sandboxStop: constant(50),
  podCleanUp: constant(300),
};

const NODE: Node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "node-1", namespace: "", labels: {}, annotations: {} },
  spec: { unschedulable: false, taints: [] },
  status: {
    capacity: { cpu: "4", memory: "16Gi", pods: "110" },
    allocatable: { cpu: "4", memory: "16Gi", pods: "110" },
    images: [],
  },
};

export interface OneNodeOptions {
  readonly seed?: number;
  readonly latencies?: Partial<Latencies>;
  /** Version, feature gates and kubelet settings; 1.34 with nothing set where it is not given. */
  readonly profile?: Partial<Pick<Settings, "kubernetes" | "featureGates" | "kubelet">>;
  /** What differs from a node with 4 CPUs, 16 GiB and no images. */
  readonly node?: Partial<Node["status"]>;
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** By container name; the rest behave as aBehavior(). */
  readonly behaviors?: Readonly<Record<string, Partial<Behavior>>>;
  /** true: relists and ticks fall on whole seconds, housekeeping on even ones. */
  readonly wholeSeconds?: boolean;
  /** With wholeSeconds: relists fall this far (0..1) after each whole second instead. */
  readonly relistPhase?: number;
  readonly kubernetes?: Settings["kubernetes"];
}

/** A row of what `kubectl get pods --watch` would show. */
export interface StatusChange {
  readonly at: SimTime;
  readonly status: string;
}

export class OneNode {
  readonly world: World = createWorld();
  readonly log: ColumnLog = createColumnLog(EVENTS);
  readonly #instructions: { at: SimTime; entry: Instructed }[] = [];
  readonly #options: OneNodeOptions;
  readonly #author: Actor = {
    name: "test",
    rank: 0,
    handle: (intention, _now, out) => {
      (intention as Instructed).run(out);
    },
  };
  #podCount = 0;

  constructor(options: OneNodeOptions = {}) {
    this.#options = options;
    this.#do(0, (out) => {
      const metadata = { ...NODE.metadata, labels: options.nodeLabels ?? {} };
      const object = { ...NODE, metadata, status: { ...NODE.status, ...options.node } };
      out.record(nodeAdded, 0, { nodeIx: 0, object });
    });
  }

  /** Which Kubernetes the node runs. */
  get profile(): Profile {
    const { kubernetes = "1.34", profile = {} } = this.#options;
    return profileOf(profile.kubernetes ?? kubernetes, profile.featureGates);
  }

  #do(at: SimTime, run: Instruction): void {
    this.#instructions.push({ at, entry: { actor: this.#author, run } });
  }

  /** A pod is created and bound at `at` seconds; returns its index. */
  pod(at: number, spec: PodSpec, name = `pod-${this.#podCount}`): number {
    const podIx = this.#podCount++;
    const template = { metadata: { labels: {}, annotations: {} }, spec };
    this.#do(at * SECOND, (out) => {
      const uid = `uid-${name}`;
      const owner = { ownerKind: null, ownerName: null, ownerIx: null };
      out.record(podCreated, podIx, { podIx, namespace: "default", name, uid, template, ...owner });
    });
    this.#do(at * SECOND, (out) => {
      out.record(podBound, podIx, { node: "node-1", nodeIx: 0, by: "manifest" });
    });
    return podIx;
  }

  /** As the API server does it: a finished pod goes at once, any other is told to stop. */
  delete(at: number, podIx: number, graceSeconds: number): void {
    this.#do(at * SECOND, (out) => {
      const pod = this.world.pods.at(podIx);
      const terms = pod === undefined ? null : deletionOf(pod, at * SECOND, graceSeconds);
      if (terms === null) return;
      out.record(podDeletionRequested, podIx, { ...terms, by: "user" });
      if (terms.graceSeconds === 0) out.record(podRemoved, podIx, {});
    });
  }

  /** Any fact at `at` seconds, as somebody else in the cluster would record it. */
  record<Data extends object>(
    at: number,
    definition: EventDefinition<string, Data>,
    subject: number,
    data: NoInfer<Data>,
  ): void {
    this.#do(at * SECOND, (out) => {
      out.record(definition, subject, data);
    });
  }

  fail(at: number, mode: FailureMode): void {
    this.#do(at * SECOND, (out) => {
      failNode(this.world, 0 as NodeIx, mode, out);
    });
  }

  recover(at: number): void {
    this.#do(at * SECOND, (out) => {
      out.record(nodeRecovered, 0, {});
    });
  }

  /** Runs to `until` seconds; calls `seen` after every fact, with the pod of that index if it exists. */
  run(
    until: number,
    seen: (pod: PodState | undefined, brief: { type: string; at: SimTime }, fact: Envelope) => void = () => undefined,
  ): this {
    const { seed = 1, latencies = {}, behaviors = {}, wholeSeconds = true, relistPhase = 0 } = this.#options;
    const { kubernetes = "1.34", profile = {} } = this.#options;
    const settings: Settings = {
      seed,
      kubernetes,
      ...profile,
      latencies: { ...TIMELINE_LATENCIES, ...latencies },
    };
    const phases: Readonly<Record<string, number>> = {
      "kubelet/pleg-relist": relistPhase,
      "kubelet/sync-tick": 0,
      "kubelet/housekeeping": 0,
      "kubelet/eviction-monitor": 0,
      "kubelet/node-status": 0,
      "kubelet/image-garbage": 0,
      "kubelet/runtime-look": 0,
    };
    const plane: ControlPlane = {
      world: this.world,
      settings,
      draw: (stream, entity, n) => (wholeSeconds ? phases[stream] : undefined) ?? draw(seed, stream, entity, n),
    };
    const behaviorOf = (template: { spec: PodSpec }, ix: number): Behavior => {
      const { initContainers, containers, ephemeralContainers = [] } = template.spec;
      const all = [...initContainers, ...containers, ...ephemeralContainers];
      return this.#behaviorOf(all[ix]?.name ?? "", behaviors);
    };
    const kubelet = kubeletActor(plane, behaviorOf);
    const simulation = createSimulation<World, Intention>({
      model: {
        rank: (i) => i.actor.rank,
        handle: (i, now, _world, out) => {
          i.actor.handle(i, now, out);
        },
        apply: (world, fact) => {
          applyFact(world, fact);
          seen(world.pods.at(fact.subject), { type: fact.definition.type, at: fact.at }, fact);
        },
        react: (fact, _world, out) => kubelet.react?.(fact, out),
      },
      world: this.world,
      log: this.log,
      arrivals: [...this.#instructions].sort((a, b) => a.at - b.at),
      startUs: 0,
    });
    simulation.run({ untilUs: until * SECOND });
    return this;
  }

  readonly #known = new Map<string, Behavior>();

  #behaviorOf(name: string, behaviors: NonNullable<OneNodeOptions["behaviors"]>): Behavior {
    let behavior = this.#known.get(name);
    if (behavior === undefined) this.#known.set(name, (behavior = aBehavior(behaviors[name] ?? {})));
    return behavior;
  }

  /** Runs to `until` and returns every change of the pod's STATUS column. */
  statuses(until: number, podIx = 0): readonly StatusChange[] {
    const changes: StatusChange[] = [];
    this.run(until, (_, { at }) => {
      const pod = this.world.pods.at(podIx);
      const status = pod === undefined ? "(gone)" : statusColumn(pod);
      if (changes.at(-1)?.status !== status) changes.push({ at, status });
    });
    return changes;
  }

  /** Times (seconds) of the facts of one type, with their data, about one pod. */
  facts<Data extends object>(
    definition: EventDefinition<string, Data>,
    podIx = 0,
  ): readonly { at: number; data: Data }[] {
    const found: { at: number; data: Data }[] = [];
    for (let seq = 0; seq < this.log.length; seq++) {
      const fact = this.log.read(seq);
      if (fact.definition.type !== definition.type || fact.subject !== podIx) continue;
      found.push({ at: fact.at / SECOND, data: fact.data as Data });
    }
    return found;
  }
}
