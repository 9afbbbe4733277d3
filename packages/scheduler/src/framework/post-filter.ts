// What can be done for a pod that fits nowhere: the postFilter plugins are asked one after the other.
import type { NodeIx, PodState } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { DryRun } from "./filter-trial.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";

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

/** What becomes of the node promised to the pod. */
export type Nomination =
  | { readonly kind: "keep" }
  | { readonly kind: "clear" }
  | { readonly kind: "promise"; readonly node: NodeIx; readonly victims: readonly PodState[] };

export interface PostFiltered {
  readonly message: string;
  readonly nomination: Nomination;
}

const DEVICES = "DynamicResources";

/** The messages of the plugins, in their order, up to the first that ends the matter. */
export const runPostFilters = (
  { postFilter }: Profile,
  pod: PodView,
  leftovers: Leftovers,
  cluster: ClusterView,
): PostFiltered => {
  const messages: string[] = [];
  let nomination: Nomination = { kind: "keep" };
  for (const { name, hooks } of postFilter) {
    if (name === DEVICES) {
      if (leftovers.isCutShort) return { message: "not found", nomination };
      messages.push("no new claims to deallocate");
    }
    const rescue = hooks.postFilter?.(pod, cluster, leftovers);
    if (rescue === undefined) continue;
    if (rescue.kind === "made-room") {
      const { node, victims } = rescue;
      return { message: "", nomination: { kind: "promise", node, victims } };
    }
    messages.push(rescue.message);
    if (rescue.clears) nomination = { kind: "clear" };
  }
  return { message: messages.join(", "), nomination };
};
