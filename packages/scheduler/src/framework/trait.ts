// What a plugin tells nodes apart by, and what it goes by in all.
import type { NodeChanges } from "../cluster/cluster-view.js";
import type { NodeNumbers } from "./per-node.js";

/**
 * What a filter or score says of a node may depend on. "node": on the pod's kind, the node and the node's pods, and on
 * nothing else, so it is kept until the node or its pods change; such a score is a NodeNumber, or of one form for all
 * pods of the kind. "traits": on the traits alone besides, so one node is asked for all that have the same.
 */
export type Basis = "node" | "traits";

/** A number that tells nodes apart, whole and |n| < 2^31. It may change only when the node or its pods do. */
export interface Trait {
  /** Spells out what it is: equal ids mean equal numbers. */
  readonly id: string;
  readonly numbers: NodeNumbers;
  /** Whether it changes when an image comes to lie on a node, too. */
  readonly isOfImages?: boolean;
  /** Whether it does not change with the node's pods, but only when the node itself does. */
  readonly isOfNode?: boolean;
  /**
   * Of which nodes it may have changed, asked after the numbers were read; another object than before = of any. Absent = of
   * those that changed themselves, or whose pods did.
   */
  readonly changes?: () => NodeChanges;
}

export const NO_TRAITS: readonly Trait[] = [];
