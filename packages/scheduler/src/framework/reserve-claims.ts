// What becomes of the claims of a pod that was placed: those that waited for it get their volumes where it goes.
import { claimNodeSelected, volumeBound } from "@podsim/core";
import type { EventDefinition, NodeState } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";

/** Where facts go. */
interface Recording {
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
}

export const reserveClaims = (
  pod: PodView,
  { ix, name }: NodeState,
  { reserve }: Pick<Profile, "reserve">,
  cluster: ClusterView,
  out: Recording,
): void => {
  if (pod.spec.volumes === undefined) return;
  for (const { hooks } of reserve) {
    const { bindings = [], provisions = [] } = hooks.reserve?.(pod, ix, cluster) ?? {};
    for (const { claim, volume } of bindings) {
      const { namespace, name: claimName } = claim.object.metadata;
      out.record(volumeBound, volume.ix, { namespace, name: claimName, uid: claim.uid });
    }
    for (const claim of provisions) {
      if (claim.selectedNode !== name) out.record(claimNodeSelected, claim.ix, { node: name });
    }
  }
};
