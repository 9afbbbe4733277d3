// Deletes what is left without an owner: a Deployment's ReplicaSets after it, a ReplicaSet's pods after that.
import { replicaSetDeleted } from "@podsim/core";
import { RANK } from "../actor.js";
import { requestDeletion } from "../api-server/request-deletion.js";
import type { ControllerDefinition } from "../controller.js";
import { ReplicaSetsByDeployment } from "./indexes/replica-sets-by-deployment.js";

// Owners of two kinds share the queue: a Deployment's key is even, a ReplicaSet's odd.
const deploymentKey = (ix: number): number => 2 * ix;
const replicaSetKey = (ix: number): number => 2 * ix + 1;

export const garbageCollector: ControllerDefinition = {
  name: "garbage-collector-controller",
  rank: RANK.garbageCollector,
  build: ({ world }) => {
    const owned = new ReplicaSetsByDeployment(world);
    return {
      watch: (fact, enqueue) => {
        owned.observe(fact);
        if (fact.definition.type === "DeploymentDeleted") enqueue(deploymentKey(fact.subject));
        else if (fact.definition.type === "ReplicaSetDeleted") enqueue(replicaSetKey(fact.subject));
      },
      sync: (key, now, out) => {
        if (key % 2 === 0) {
          const deployment = key / 2;
          if (world.deployments.at(deployment) !== undefined) return;
          for (const ix of owned.of(deployment)) out.record(replicaSetDeleted, ix, {});
          return;
        }
        const replicaSet = (key - 1) / 2;
        if (world.replicaSets.at(replicaSet) !== undefined) return;
        for (const podIx of world.pods.ofReplicaSet(replicaSet)) {
          const pod = world.pods.at(podIx);
          if (pod !== undefined) requestDeletion(pod, now, "garbage-collector", out);
        }
      },
    };
  },
};
