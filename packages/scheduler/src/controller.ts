// What a controller is: level-triggered, it looks at the world and records what it changes. Everything it needs to know it
// reads; nothing it decided before is remembered except what it still has to do.
import type { Duration, Envelope, EventDefinition, SimTime } from "@podsim/core";
import type { ControlPlane } from "./actor.js";
import type { Hears } from "./hearing.js";

/** Where a sync of one key puts its results. */
export interface SyncOutbox {
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
  /** Asks for another sync of the same key no later than `delay` from now (>= 1 us); the earliest request wins. */
  requeueAfter(delay: Duration): void;
}

/** Asks for a sync of the key, `after` (default 0) later than the controller would usually make it. */
export type Enqueue = (key: number, after?: Duration) => void;

export interface Controller {
  /** Names the keys (dense indexes of the controller's own kind) whose desired state the fact may have changed. */
  readonly watch: (fact: Envelope, enqueue: Enqueue) => void;
  /** One sync of one key. Two syncs in a row without a fact between them record nothing the second time. */
  readonly sync: (key: number, now: SimTime, out: SyncOutbox) => void;
}

export interface ControllerDefinition {
  /** Kubernetes' own name, e.g. "replicaset-controller". */
  readonly name: string;
  readonly rank: number;
  /** Which facts its `watch` is told of; absent = all. */
  readonly hears?: Hears;
  readonly build: (plane: ControlPlane) => Controller;
}
