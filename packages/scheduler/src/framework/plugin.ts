// What a scheduler plugin is. A plugin is one constant in a file of its own: its name, its arguments with their defaults,
// and hooks that a profile calls at the extension points of kube-scheduler. Hooks are pure: what they decide depends on
// the pod and the cluster they are given and on nothing else.
import type { Decoder } from "io-ts";
import type { ClaimState, NodeIx, VolumeState, Path, Validity } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { NodeNumber } from "./per-node.js";
import type { PodView } from "./pod-view.js";
import type { Leftovers, Rescue } from "./rescue.js";
import type { Basis, Trait } from "./trait.js";
import type { Verdict } from "./verdict.js";
import type { WakeRule } from "./wake.js";

export type { PodView } from "./pod-view.js";
export type { DryRun, Leftovers, Rescue } from "./rescue.js";
export { fitErrorText, rejectedNodes } from "./fit-error.js";
export type { NodeEvent, PodEvent, WakeRule } from "./wake.js";
export type { Verdict } from "./verdict.js";
export { ACTION } from "./wake.js";
export { unresolvable, unschedulable } from "./verdict.js";
export { allocationScore, leastAllocated, mostAllocated, requestedToCapacityRatio } from "./allocation-score.js";
export type { AllocationScore, ShapePoint } from "./allocation-score.js";
export { ContentMemo } from "./content-memo.js";
export { NO_ARGS, pluginArgs } from "./plugin-args.js";
export type { NoArgs } from "./plugin-args.js";
export { amountOf } from "../cluster/pod-amount.js";
export { withRoom } from "../cluster/typed-column.js";
export { assumedDemands, assumedRequests, CPU_AND_MEMORY, plainDemands } from "./resource-demand.js";
export type { CountedResource, Demand } from "./resource-demand.js";
export { MAX_SCORE, normalizeScores } from "./score-arithmetic.js";
export { countTrait, domainTrait, isCounted } from "./domain-trait.js";
export { NO_TRAITS } from "./trait.js";
export type { Basis, Trait } from "./trait.js";
export { perCluster } from "./per-cluster.js";
export { keptWhileLabelled, keptWhileUnchanged, notKept } from "./per-node.js";
export type { NodeNumber, NodeNumbers } from "./per-node.js";

/** Where kube-scheduler calls plugins, in the order of a pod's way. */
export const EXTENSION_POINTS = [
  "preEnqueue",
  "queueSort",
  "preFilter",
  "filter",
  "postFilter",
  "preScore",
  "score",
  "reserve",
  "permit",
  "preBind",
  "bind",
  "postBind",
] as const;

export type ExtensionPoint = (typeof EXTENSION_POINTS)[number];

/** The nodes still in question. */
export interface Candidates {
  readonly size: number;
  /** The k-th of them, 0 <= k < size. */
  at(k: number): NodeIx;
  /**
   * Keeps, in order, the nodes for which the test gives FITS. The others leave with the number it gave, which the
   * plugin can say the meaning of. Narrowing is all a filter can do.
   */
  keep(test: (node: NodeIx) => number): void;
  /**
   * How many nodes the k-th stands for: itself, and those that differ from it in none of the plugin's traits. Absent =
   * only for itself.
   */
  standsFor?(k: number): number;
}

export const FITS = 0;

/** What a plugin makes of a pod before it looks at nodes. */
export type Filtering = NothingToFilter | Refusal | NodeFilter;

/** The plugin has no part in this pod's placement. */
export interface NothingToFilter {
  readonly kind: "nothing";
  /** It may have one when pods come or go: ask it again where that is tried out. */
  readonly mayMatter?: true;
}

/** No node can take the pod. */
export interface Refusal {
  readonly kind: "refusal";
  readonly verdict: Verdict;
}

export interface NodeFilter {
  readonly kind: "nodes";
  /** Names of the only nodes that can pass; the others are not looked at. Absent = any may. */
  readonly only?: ReadonlySet<string>;
  /** May be called several times, each time with other nodes; what it says of a node depends on that node alone. */
  readonly narrow: (candidates: Candidates) => void;
  /** What a number that `keep` was given means; the same number always means the same. */
  readonly verdictOf: (rejection: number) => Verdict;
  /**
   * What it goes by besides the pod's kind and what `filtersBy` names: what was found out holds while the list has the
   * same members (===). Given by every filter of a plugin that gives it at all or has no part in some pods of a kind.
   */
  readonly goesBy?: readonly unknown[];
  /** It goes by something of the pod that others of its kind do not share, such as its name. */
  readonly isOfThisPod?: boolean;
}

export const NOTHING_TO_FILTER: NothingToFilter = { kind: "nothing" };

/** What becomes of the claims of a pod that was placed. */
export interface Reservation {
  /** Volumes that are there, each kept for a claim from now on. */
  readonly bindings: readonly { readonly claim: ClaimState; readonly volume: VolumeState }[];
  /** Claims for which volumes have to be made where the pod goes. */
  readonly provisions: readonly ClaimState[];
  /** How long the pod waits for its volumes before it is tried again. */
  readonly timeoutUs: number;
}

/** What a plugin may ask before it lets a pod into the queue. */
export interface Gatekeeping {
  /** Whether pods are being deleted for the pod and not all of them were asked to go yet. */
  readonly isMakingRoom: (pod: PodView) => boolean;
}

/**
 * "scored": scores are filled in. "skipped": the plugin does not apply, which counts as 0 for every candidate. A number:
 * every candidate's score. A function: the score of each candidate by itself.
 */
export type Scoring = "scored" | "skipped" | number | NodeNumber | { readonly error: string };

export interface PluginHooks {
  /** Order of the queue: negative = a first. */
  readonly compare?: (a: QueueEntry, b: QueueEntry) => number;
  /** Why the pod may not enter the queue yet; null = it may. */
  readonly admit?: (pod: PodView, gate: Gatekeeping) => string | null;
  readonly filter?: (pod: PodView, cluster: ClusterView) => Filtering;
  /** For a pod that fits nowhere: what can be done. Changes nothing by itself. */
  readonly postFilter?: (pod: PodView, cluster: ClusterView, leftovers: Leftovers) => Rescue;
  /** Fills scores[k] with 0..100, a whole number, for the k-th candidate; weights come later. */
  readonly score?: (pod: PodView, cluster: ClusterView, candidates: Candidates, scores: Float64Array) => Scoring;
  /**
   * Absent = anything: then every try of a profile with the plugin looks at every node. Where it is given, the filter
   * goes by nothing of the pod but its template, namespace and owner, in which pods of a kind are alike.
   */
  readonly filtersBy?: Basis;
  /** The same for the score. */
  readonly scoresBy?: Basis;
  /**
   * Whether filters and scores that go by the node are the same objects (===) for all pods of which they say the same: what
   * was found out for one kind of pods is then made use of for others.
   */
  readonly isInterned?: boolean;
  /** All traits that the filter and the score of this pod go by; while nothing changes, the same array. */
  readonly traits?: (pod: PodView, cluster: ClusterView) => readonly Trait[];
  /** What else has to happen when the pod goes to the node. Changes nothing by itself. */
  readonly reserve?: (pod: PodView, node: NodeIx, cluster: ClusterView) => Reservation;
  /** Changes after which a pod this plugin rejected is worth another try. */
  readonly wakesOn: readonly WakeRule[];
}

/** What the order of the queue may go by. */
export interface QueueEntry {
  readonly pod: PodView;
  /** When it entered the queue, or last came back from a failed try. */
  readonly timestampUs: number;
}

export interface SchedulerPlugin<Config> {
  /** Kubernetes' own name. */
  readonly name: string;
  /** The extension points it takes part in; a profile can switch each. */
  readonly points: readonly ExtensionPoint[];
  /** Reads its arguments in pluginConfig; every missing one takes its default. */
  readonly config: Decoder<unknown, Config>;
  readonly defaults: Config;
  /** Says what is wrong with arguments that could be read; `at` is where they stand. */
  check?(config: Config, check: Validity, at: Path): void;
  build(config: Config): PluginHooks;
}

/** A plugin whatever its arguments; only what its own `config` decoded may be given to its `build`. */
export type AnyPlugin = SchedulerPlugin<unknown>;
