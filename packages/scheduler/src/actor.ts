// The parts a control plane is made of, as the engine's model sees them. An actor plans intentions for itself, is handed
// each when its time comes, and hears of every fact after it was applied.
import type { Envelope, EventDefinition, SimTime } from "@podsim/core";
import type { WorldView } from "./cluster/world.js";
import type { Settings } from "./settings.js";
import type { Hears } from "./hearing.js";

/** Something an actor means to do. Subtypes carry what it needs to know then. */
export interface Intention {
  readonly actor: Actor;
}

/** An entry's handle in the agenda, for withdrawing it. */
export type Token = number;

/** Write-only side of the engine: facts to record, intentions to plan. */
export interface Outbox {
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
  plan(at: SimTime, intention: Intention): Token;
  /** False if it was already handled or withdrawn. */
  withdraw(token: Token): boolean;
}

export interface Actor {
  /** Kubernetes' own name of the component. */
  readonly name: string;
  /** Order within an instant: lower first (see RANK). */
  readonly rank: number;
  handle(intention: Intention, now: SimTime, out: Outbox): void;
  /** Of which facts it is told; absent = of all. */
  readonly hears?: Hears;
  /** May plan and withdraw; must not record. */
  react?(fact: Envelope, out: Outbox): void;
}

/**
 * Who acts first at the same instant. Upstream has no such order; this one (inputs, then controllers, then the scheduler,
 * then kubelets) is a modelling choice that makes runs reproducible.
 */
export const RANK = {
  scenario: 0,
  timeline: 1,
  apiServer: 10,
  disruption: 20,
  nodeLifecycle: 21,
  cloudNodeLifecycle: 21,
  taintEviction: 22,
  garbageCollector: 23,
  volumes: 24,
  cronJob: 25,
  job: 26,
  horizontalPodAutoscaler: 28,
  deployment: 30,
  replicaSet: 31,
  statefulSet: 32,
  daemonSet: 33,
  endpoints: 34,
  drain: 35,
  reconcilers: 36,
  scheduler: 40,
  kubelet: 50,
  clusterAutoscaler: 60,
} as const;

/** What an actor is built with. */
export interface ControlPlane {
  readonly world: WorldView;
  readonly settings: Settings;
  /**
   * A number in [0,1) that depends on nothing but the run's seed and its arguments: `stream` says what it decides,
   * `entity` for whom, `n` which of several draws.
   */
  readonly draw: (stream: string, entity: string, n: number) => number;
}
