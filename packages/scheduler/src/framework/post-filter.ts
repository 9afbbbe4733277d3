// What can be done for a pod that fits nowhere: the postFilter plugins are asked one after the other.
import type { NodeIx, PodState } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";
import type { Leftovers } from "./rescue.js";

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
