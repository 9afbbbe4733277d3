// A workload for a scheduler alone: steps one after the other, as kube-scheduler's own benchmarks are made of.
import type { Labels, Node, PodTemplateSpec, Service } from "@podsim/core";
import type { Duration } from "@podsim/core/time";

export interface CreateNodes {
  readonly step: "create-nodes";
  readonly count: number;
  /** The ix-th of them, in the order of its name. */
  readonly nodeAt: (ix: number) => Node;
}

export interface CreateNamespaces {
  readonly step: "create-namespaces";
  readonly names: readonly string[];
  readonly labels: Labels;
}

export interface CreatePods {
  readonly step: "create-pods";
  readonly count: number;
  readonly namespace: string;
  /** Names of its pods begin so. */
  readonly prefix: string;
  readonly templateAt: (ix: number) => PodTemplateSpec;
  /** Whether the throughput is that of these pods. */
  readonly isMeasured: boolean;
  /** Whether the next step begins only when all of its pods are placed, or cannot be. */
  readonly isAwaited: boolean;
}

/** Something made again and again beside the steps that follow, until the end. */
export interface Churn {
  readonly step: "churn";
  readonly interval: Duration;
  /** So many of each are there at most: the oldest goes for a new one. null = they stay. */
  readonly recreated: number | null;
  readonly things: readonly ChurnThing[];
}

export type ChurnThing =
  | { readonly kind: "node"; readonly node: (name: string) => Node }
  | { readonly kind: "pod"; readonly template: PodTemplateSpec }
  | { readonly kind: "service"; readonly service: (name: string) => Service };

/** Pods of a namespace go, so many a second, beside the steps that follow or before them. */
export interface DeletePods {
  readonly step: "delete-pods";
  readonly namespace: string;
  /** 0 = all at once. */
  readonly perSecond: number;
  readonly isAwaited: boolean;
}

/** Nothing else begins until all pods made so far were tried. */
export interface Barrier {
  readonly step: "barrier";
}

export interface Sleep {
  readonly step: "sleep";
  readonly duration: Duration;
}

export type WorkloadStep = CreateNodes | CreateNamespaces | CreatePods | Churn | DeletePods | Barrier | Sleep;

export interface Workload {
  readonly name: string;
  readonly steps: readonly WorkloadStep[];
  /** Pods per second that upstream's CI asks for; null = it does not. */
  readonly threshold: number | null;
}
