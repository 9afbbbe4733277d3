// kubectl delete --cascade=orphan: what belongs to an object stays when that is deleted, and belongs to nobody.
import { jobReleased, podReleased, replicaSetReleased } from "@podsim/core";
import type { Outbox } from "../actor.js";
import type { WorldView } from "../cluster/world.js";

/** `kind` and `ix`: of the object that is about to go. */
export const orphanDependents = (kind: string, ix: number, world: WorldView, out: Outbox): void => {
  switch (kind) {
    case "Deployment":
      for (const set of world.replicaSets.values())
        if (set.deployment === ix) out.record(replicaSetReleased, set.ix, {});
      return;
    case "CronJob":
      for (const job of world.jobs.values()) {
        if (job.owner?.kind === "CronJob" && job.owner.ix === ix) out.record(jobReleased, job.ix, {});
      }
      return;
    default:
      for (const podIx of world.pods.ownedBy(kind, ix)) out.record(podReleased, podIx, {});
  }
};
