// What a DaemonSet is at an instant: its object as last written, and the status its controller wrote.
import type { DaemonSet } from "../api/daemon-set.js";
import type { DaemonSetIx } from "../ids.js";
import type { SimTime } from "../time.js";

export interface DaemonSetStatus {
  readonly observedGeneration: number;
  /** Nodes that should have a pod; those of them that have one. */
  readonly desired: number;
  readonly current: number;
  /** Nodes that have a pod and should not. */
  readonly misscheduled: number;
  readonly ready: number;
  readonly updated: number;
  readonly available: number;
}

export interface DaemonSetState {
  readonly ix: DaemonSetIx;
  readonly uid: string;
  readonly object: DaemonSet;
  readonly createdAtUs: SimTime;
  /** Counts spec changes, from 1. */
  readonly generation: number;
  /** Counts changes of the template, from 1. */
  readonly templateGeneration: number;
  readonly status: DaemonSetStatus;
  /** What the API server answered when it refused a pod; "" = nothing, or all are there since. */
  readonly failure: string;
}
