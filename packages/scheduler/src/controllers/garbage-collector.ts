// Deletes what is left without an owner: a Deployment's ReplicaSets and a CronJob's Jobs after it, a workload's pods after that.
import { jobDeleted, replicaSetDeleted } from "@podsim/core";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { ControllerDefinition } from "../controller.js";
import type { WorldView } from "../cluster/world.js";
import { ReplicaSetsByDeployment } from "./indexes/replica-sets-by-deployment.js";
import { hearsOf } from "../hearing.js";

/** Kinds that own other objects; the fact that ends one, and whether one is there. */
const OWNERS = [
  {
    kind: "Deployment",
    deleted: "DeploymentDeleted",
    has: (w: WorldView, ix: number) => w.deployments.at(ix) !== undefined,
  },
  {
    kind: "ReplicaSet",
    deleted: "ReplicaSetDeleted",
    has: (w: WorldView, ix: number) => w.replicaSets.at(ix) !== undefined,
  },
  {
    kind: "DaemonSet",
    deleted: "DaemonSetDeleted",
    has: (w: WorldView, ix: number) => w.daemonSets.at(ix) !== undefined,
  },
  {
    kind: "StatefulSet",
    deleted: "StatefulSetDeleted",
    has: (w: WorldView, ix: number) => w.statefulSets.at(ix) !== undefined,
  },
  {
    kind: "CronJob",
    deleted: "CronJobDeleted",
    has: (w: WorldView, ix: number) => w.cronJobs.at(ix) !== undefined,
  },
  { kind: "Job", deleted: "JobDeleted", has: (w: WorldView, ix: number) => w.jobs.at(ix) !== undefined },
] as const;

const KIND_OF_FACT: ReadonlyMap<string, number> = new Map(OWNERS.map(({ deleted }, k) => [deleted, k]));

/** Owners of all kinds share the queue. */
export const garbageKey = (kind: (typeof OWNERS)[number]["kind"], ix: number): number =>
  OWNERS.findIndex((owner) => owner.kind === kind) + OWNERS.length * ix;

export const garbageCollector: ControllerDefinition = {
  name: "garbage-collector-controller",
  rank: RANK.garbageCollector,
  hears: hearsOf([...KIND_OF_FACT.keys(), ...ReplicaSetsByDeployment.heard]),
  build: ({ world }) => {
    const owned = new ReplicaSetsByDeployment(world);
    return {
      watch: (fact, enqueue) => {
        owned.observe(fact);
        const kind = KIND_OF_FACT.get(fact.definition.type);
        if (kind !== undefined) enqueue(kind + OWNERS.length * fact.subject);
      },
      sync: (key, now, out) => {
        const owner = OWNERS[key % OWNERS.length];
        const ix = Math.floor(key / OWNERS.length);
        if (owner === undefined || owner.has(world, ix)) return;
        if (owner.kind === "Deployment") {
          for (const replicaSet of owned.of(ix)) out.record(replicaSetDeleted, replicaSet, {});
          return;
        }
        if (owner.kind === "CronJob") {
          for (const job of world.jobs.values()) {
            if (job.owner?.kind === "CronJob" && job.owner.ix === ix) out.record(jobDeleted, job.ix, {});
          }
          return;
        }
        for (const podIx of world.pods.ownedBy(owner.kind, ix)) {
          const pod = world.pods.at(podIx);
          if (pod !== undefined) requestDeletion(pod, now, "garbage-collector", out);
        }
      },
    };
  },
};
