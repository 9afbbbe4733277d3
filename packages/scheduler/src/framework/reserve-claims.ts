// What becomes of the claims of a pod that was placed: those that waited for it get their volumes where it goes.
import { claimNodeSelected, volumeBound } from "@podsim/core";
import type { ClaimIx, EventDefinition, NodeState } from "@podsim/core";
import type { Duration } from "@podsim/core/time";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";

/** Where facts go. */
interface Recording {
  record<Data extends object>(definition: EventDefinition<string, Data>, subject: number, data: NoInfer<Data>): void;
}

/** What a pod waits for before it is bound. */
export interface ClaimWait {
  readonly claims: readonly ClaimIx[];
  /** It is tried again if it waits that long. */
  readonly timeoutUs: Duration;
}

/** Null = for nothing. */
export const reserveClaims = (
  pod: PodView,
  { ix, name }: NodeState,
  { reserve }: Pick<Profile, "reserve">,
  cluster: ClusterView,
  out: Recording,
): ClaimWait | null => {
  if (pod.spec.volumes === undefined) return null;
  const claims: ClaimIx[] = [];
  let timeoutUs: Duration = 0;
  for (const { hooks } of reserve) {
    const reservation = hooks.reserve?.(pod, ix, cluster);
    if (reservation === undefined) continue;
    const { bindings, provisions } = reservation;
    timeoutUs = Math.max(timeoutUs, reservation.timeoutUs);
    claims.push(...bindings.map(({ claim }) => claim.ix), ...provisions.map((claim) => claim.ix));
    for (const { claim, volume } of bindings) {
      const { namespace, name: claimName } = claim.object.metadata;
      out.record(volumeBound, volume.ix, { namespace, name: claimName, uid: claim.uid });
    }
    for (const claim of provisions) {
      if (claim.selectedNode !== name) out.record(claimNodeSelected, claim.ix, { node: name });
    }
  }
  return claims.length === 0 ? null : { claims, timeoutUs };
};
