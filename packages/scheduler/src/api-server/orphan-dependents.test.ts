import {
  jobDeleted,
  podAdopted,
  podCreated,
  podDeletionRequested,
  replicaSetAdopted,
  replicaSetCreated,
} from "@podsim/core";
import { describe, expect, test } from "vitest";
import { aCronJob, aDaemonSet, aDeployment, aStatefulSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import { deleteObject } from "./requests/delete-object.js";

const remove = (cluster: SmallCluster, seconds: number, kind: string, name: string, cascade: "background" | "orphan") =>
  cluster.at(seconds, (out, _world, now) => {
    const target = { kind, namespace: "default", name };
    const context = { plane: cluster.plane, name: "t", later: () => undefined, drain: () => undefined };
    deleteObject.perform({ verb: "delete", target, graceSeconds: null, cascade }, context, now, out);
  });

const owners = ({ world }: SmallCluster): readonly string[] =>
  [...world.pods.values()].map(({ identity: { owner } }) => owner?.kind ?? "nobody");

describe("controllers 1.1, kubectl delete --cascade=orphan", () => {
  test.each([
    ["StatefulSet", aStatefulSet({ replicas: 2 })],
    ["DaemonSet", aDaemonSet()],
  ] as const)("leaves the pods of a %s, which belong to the next one of its selector", (kind, object) => {
    const cluster = new SmallCluster({ nodes: 2 }).apply(0, object);
    remove(cluster, 30, kind, object.metadata.name, "orphan").apply(60, object).run(50);
    expect(owners(cluster)).toEqual(["nobody", "nobody"]);
    expect(cluster.facts(podDeletionRequested)).toEqual([]);
    cluster.run(120);
    expect(cluster.facts(podAdopted)).toHaveLength(2);
    expect(owners(cluster)).toEqual([kind, kind]);
    expect(cluster.facts(podCreated)).toHaveLength(2);
  });

  test("leaves the ReplicaSets of a Deployment, which go on and belong to the next one of its selector", () => {
    const web = aDeployment({ replicas: 2 });
    const cluster = new SmallCluster().apply(0, web);
    remove(cluster, 30, "Deployment", "web", "orphan")
      .apply(60, aDeployment({ replicas: 3 }))
      .run(50);
    expect(cluster.world.replicaSets.at(0)).toMatchObject({ deployment: null, deploymentName: null, replicas: 2 });
    expect(owners(cluster)).toEqual(["ReplicaSet", "ReplicaSet"]);
    cluster.run(120);
    expect(cluster.facts(replicaSetAdopted).map(({ data }) => data)).toEqual([
      { deploymentIx: 1, deploymentName: "web" },
    ]);
    expect(cluster.facts(replicaSetCreated)).toHaveLength(1);
    expect(cluster.facts(podCreated)).toHaveLength(3);
    expect(cluster.world.deployments.at(1)?.status).toMatchObject({ replicas: 3, readyReplicas: 3 });
  });

  test("leaves the Jobs of a CronJob", () => {
    const cluster = new SmallCluster().apply(0, aCronJob({ schedule: "* * * * *" }));
    remove(cluster, 90, "CronJob", aCronJob().metadata.name, "orphan").run(300);
    expect(cluster.world.jobs.size).toBe(1);
    expect(cluster.world.jobs.at(0)?.owner).toBeNull();
    expect(cluster.facts(jobDeleted)).toEqual([]);
  });

  test("which is not what happens in the background", () => {
    const cluster = new SmallCluster({ nodes: 2 }).apply(0, aStatefulSet({ replicas: 2 }));
    remove(cluster, 30, "StatefulSet", "db", "background").run(60);
    expect(cluster.facts(podDeletionRequested)).toHaveLength(2);
    expect(cluster.world.pods.size).toBe(0);
  });
});
