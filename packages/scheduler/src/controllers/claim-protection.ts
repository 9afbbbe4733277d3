// A deleted claim stays as long as a pod that has a node uses it.
import { claimRemoved, claimsOfPod } from "@podsim/core";
import type { ClaimState } from "@podsim/core";
import { RANK } from "../actor.js";
import type { ControllerDefinition } from "../controller.js";
import type { WorldView } from "../cluster/world.js";
import { hearsOf } from "../hearing.js";

const isUsed = ({ object: { metadata } }: ClaimState, world: WorldView): boolean => {
  for (const ix of world.pods.inNamespace(metadata.namespace)) {
    const pod = world.pods.at(ix);
    if (pod?.binding == null) continue;
    const { name, template } = pod.identity;
    if (claimsOfPod(name, template.spec).some((claim) => claim.name === metadata.name)) return true;
  }
  return false;
};

/** Types of the facts it goes by. */
const HEARD = ["ClaimDeletionRequested", "ClaimRemoved", "PodRemoved"] as const;

export const claimProtection: ControllerDefinition = {
  name: "persistentvolumeclaim-protection-controller",
  rank: RANK.volumes,
  hears: hearsOf(HEARD),
  build: ({ world }) => {
    const deleting = new Set<number>();
    for (const { ix, deletingSinceUs } of world.claims.values()) if (deletingSinceUs !== null) deleting.add(ix);
    return {
      watch: ({ definition, subject }, enqueue) => {
        switch (definition.type as (typeof HEARD)[number]) {
          case "ClaimDeletionRequested":
            deleting.add(subject);
            return enqueue(subject);
          case "ClaimRemoved":
            deleting.delete(subject);
            return;
          case "PodRemoved":
            for (const ix of deleting) enqueue(ix);
        }
      },
      sync: (key, _now, out) => {
        const claim = world.claims.at(key);
        if (claim !== undefined && claim.deletingSinceUs !== null && !isUsed(claim, world))
          out.record(claimRemoved, key, {});
      },
    };
  },
};
