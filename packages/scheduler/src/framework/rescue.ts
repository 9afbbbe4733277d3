// What making room for a pod goes by: what a try left, a dry run of its filters, and what a postFilter plugin comes to.
import type { NodeIx, PodState } from "@podsim/core";
import type { PlacedPod } from "../cluster/cluster-view.js";
import type { Verdict } from "./verdict.js";

/** Which plugin said no, and how. */
export interface Objection {
  readonly plugin: string;
  readonly verdict: Verdict;
}

/** Pods that come to a node and go, and what the filters make of it. */
export interface DryRun {
  /** From now on it is about this node, as it is. */
  begin(node: NodeIx): void;
  remove(placed: PlacedPod): void;
  add(placed: PlacedPod): void;
  /** null = the pod would fit. */
  objection(): Objection | null;
}

/** The nodes a try left, as postFilter plugins see them. */
export interface Leftovers {
  readonly nodeCount: number;
  /** Nodes where the pod might fit if pods went away, in the order of nodes. */
  readonly resolvable: readonly NodeIx[];
  /** The preFilter point ended with an unresolvable verdict, before DynamicResources was asked. */
  readonly isCutShort: boolean;
  /** Begins a dry run of the try's filters. */
  readonly dryRun: () => DryRun;
  /** Where among `count` nodes a search begins: 0 <= n < count. */
  readonly offset: (count: number) => number;
  /** One of equally good nodes. */
  readonly pick: (nodes: readonly NodeIx[]) => NodeIx;
}

/** What a postFilter plugin comes to. */
export type Rescue =
  | {
      readonly kind: "made-room";
      readonly node: NodeIx;
      /** Pods that have to go, the most important first; at least one. */
      readonly victims: readonly PodState[];
    }
  /** `clears`: no node is promised to the pod any more. */
  | { readonly kind: "failed"; readonly message: string; readonly clears: boolean };
