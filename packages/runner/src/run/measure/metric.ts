// What a metric is: a fold over the facts of a run and the world they make, that records series.
import type { Entity, Envelope, SimTime } from "@podsim/core";
import type { WorldView } from "@podsim/scheduler";
import type { Causes } from "./causes.js";
import type { SeriesSet } from "./series.js";

/** gauge: a level over time; counter: something added up; distribution: one number per happening. */
export type MetricKind = "gauge" | "counter" | "distribution";

/** Values that nobody can list to the end. */
export interface OpenDomain {
  /** Known ones: a value that is none of them, but nearly one, was mistyped. */
  readonly usual: readonly string[];
}

/** What the values of a label name, so that a threshold on one that does not exist is found before the run. */
export type LabelDomain =
  "deployment" | "namespace" | "service" | "intervention" | "cause" | "anything" | readonly string[] | OpenDomain;

export interface MetricDefinition {
  readonly name: string;
  readonly kind: MetricKind;
  /** What the values count: "pods", "seconds" … */
  readonly unit: string;
  readonly better: "low" | "high" | "neither";
  readonly labels: Readonly<Record<string, LabelDomain>>;
  /** One or two sentences: what exactly is measured, from when to when. */
  readonly doc: string;
  /** The value where no series matches; without one that is no data. */
  readonly whenAbsent?: number;
  readonly measure: (into: SeriesSet) => MetricFold;
}

/** Sees facts in order, each after it was folded into the world. */
export interface MetricFold {
  readonly entities: readonly Entity[];
  /** Only these types of the entities' facts, where given. */
  readonly types?: readonly string[];
  readonly observe: (fact: Envelope, world: WorldView, causes: Causes) => void;
  /** The run is over at `endUs`. */
  readonly finish?: (endUs: SimTime) => void;
}
