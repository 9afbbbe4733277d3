import {
  claimApplied,
  claimDeletionRequested,
  podCreated,
  podDeletionRequested,
  statefulSetApplied,
  statefulSetDeleted,
} from "@podsim/core";
import type { ClaimTemplate, StatefulSet, StatefulSetState } from "@podsim/core";
import { describe, expect, test } from "vitest";
import type { StatefulSetOptions } from "../../testing/objects.js";
import { aStatefulSet } from "../../testing/objects.js";
import { SmallCluster } from "../../testing/small-cluster.js";
import type { SmallClusterOptions } from "../../testing/small-cluster.js";
import { requestDeletion } from "../api-server/request-deletion.js";

const setOf = (cluster: SmallCluster): StatefulSetState => {
  const set = cluster.world.statefulSets.at(0);
  if (set === undefined) throw new Error("there is no StatefulSet");
  return set;
};

type Dated = readonly [at: number, name: string];

const created = (cluster: SmallCluster): readonly Dated[] =>
  cluster.facts(podCreated).map(({ at, data }) => [Math.round(at), data.name]);

const deleted = (cluster: SmallCluster): readonly Dated[] => {
  const names = new Map(cluster.facts(podCreated).map(({ subject, data }) => [subject, data.name]));
  return cluster.facts(podDeletionRequested).map(({ at, subject }) => [Math.round(at), names.get(subject) ?? ""]);
};

const respec = (cluster: SmallCluster, at: number, spec: Partial<StatefulSet["spec"]>): SmallCluster =>
  cluster.at(at, (out, world) => {
    const set = world.statefulSets.at(0);
    if (set === undefined) return;
    const object = { ...set.object, spec: { ...set.object.spec, ...spec } };
    out.record(statefulSetApplied, 0, { statefulSetIx: 0, uid: set.uid, object });
  });

const ready = (seconds: number): SmallClusterOptions => ({ readyAfter: () => seconds });
const { template: SECOND_TEMPLATE } = aStatefulSet({ image: "db:2" }).spec;

const claims = (name = "data"): readonly ClaimTemplate[] => [
  {
    metadata: { name, namespace: "default", labels: {}, annotations: {} },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" }, limits: {} },
      volumeMode: "Filesystem",
    },
  },
];

describe("pods of a StatefulSet", () => {
  test("controllers 3.3: each is created when those before it are ready", () => {
    const cluster = new SmallCluster(ready(10)).apply(0, aStatefulSet()).run(60);
    expect(created(cluster)).toEqual([
      [0, "db-0"],
      [10, "db-1"],
      [20, "db-2"],
    ]);
    expect(setOf(cluster).status).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3 });
  });

  test("controllers 3.3: … and available: minReadySeconds has to pass", () => {
    const cluster = new SmallCluster(ready(10)).apply(0, aStatefulSet({ minReadySeconds: 20 })).run(60);
    expect(created(cluster).slice(0, 2)).toEqual([
      [0, "db-0"],
      [31, "db-1"],
    ]);
  });

  test("controllers 3.2: Parallel waits for nobody, in batches of 1, 2, 4 …", () => {
    const options = { podManagementPolicy: "Parallel" as const, replicas: 4 };
    const cluster = new SmallCluster(ready(10)).apply(0, aStatefulSet(options)).run(5);
    expect(cluster.facts(podCreated).map(({ at }) => Math.round(at * 100) / 100)).toEqual([0.01, 0.02, 0.02, 0.03]);
  });

  test("controllers 0.9: a pod has its name as label and hostname, its ordinal and its revision", () => {
    const cluster = new SmallCluster().apply(0, aStatefulSet({ ordinals: { start: 5 } })).run(20);
    const pod = cluster.facts(podCreated)[0]?.data;
    expect(pod?.name).toBe("db-5");
    expect(pod?.template.metadata.labels).toEqual({
      app: "db",
      "apps.kubernetes.io/pod-index": "5",
      "controller-revision-hash": setOf(cluster).status.currentRevision,
      "statefulset.kubernetes.io/pod-name": "db-5",
    });
    expect(pod?.template.spec).toMatchObject({ hostname: "db-5", subdomain: "db" });
    expect(setOf(cluster).status.currentRevision).toMatch(/^db-[a-z0-9]+$/);
  });

  test("controllers 1.27 and 3.5: a pod that is deleted comes back under its name, once it is gone", () => {
    const cluster = new SmallCluster({ ...ready(1), stopsAfter: 12 }).apply(0, aStatefulSet());
    cluster.at(30, (out, world, now) => {
      const pod = world.pods.find("default", "db-1");
      if (pod !== undefined) requestDeletion(pod, now, "user", out);
    });
    cluster.run(60);
    expect(created(cluster).at(-1)).toEqual([42, "db-1"]);
    const uids = cluster
      .facts(podCreated)
      .filter(({ data }) => data.name === "db-1")
      .map(({ data }) => data.uid);
    expect(new Set(uids).size).toBe(2);
  });

  test("controllers 3.4: one that ended is deleted and made anew", () => {
    const cluster = new SmallCluster({
      ...ready(1),
      ends: ({ identity }) => (identity.ix === 0 ? { after: 20, exitCode: 1 } : null),
    });
    const { template } = aStatefulSet().spec;
    const spec = { ...template.spec, restartPolicy: "Never" as const };
    cluster.apply(0, aStatefulSet({ replicas: 1, template: { ...template, spec } })).run(60);
    expect(deleted(cluster)).toEqual([[21, "db-0"]]);
    expect(created(cluster).map(([, name]) => name)).toEqual(["db-0", "db-0"]);
  });
});

describe("scaling a StatefulSet down", () => {
  const shrinking = (options: StatefulSetOptions, habits: SmallClusterOptions = {}): SmallCluster =>
    respec(
      new SmallCluster({ ...ready(1), stopsAfter: 10, ...habits }).apply(0, aStatefulSet({ replicas: 4, ...options })),
      30,
      { replicas: 1 },
    );

  test("controllers 3.7: the highest first, one at a time, each gone before the next", () => {
    expect(deleted(shrinking({}).run(100))).toEqual([
      [30, "db-3"],
      [40, "db-2"],
      [50, "db-1"],
    ]);
  });

  test("controllers 3.7: Parallel deletes all at once", () => {
    const gone = deleted(shrinking({ podManagementPolicy: "Parallel" }).run(100));
    expect(gone.map(([at]) => at)).toEqual([30, 30, 30]);
  });

  test("controllers 3.7: it waits while a pod that stays is not healthy", () => {
    const cluster = shrinking({}).at(29, (out, world, now) => {
      const pod = world.pods.find("default", "db-0");
      if (pod !== undefined) requestDeletion(pod, now, "user", out);
    });
    expect(deleted(cluster.run(100))).toEqual([
      [29, "db-0"],
      [40, "db-3"],
      [50, "db-2"],
      [60, "db-1"],
    ]);
  });
});

describe("updating a StatefulSet", () => {
  const updated = (
    strategy: StatefulSet["spec"]["updateStrategy"],
    options: StatefulSetOptions = {},
    habits: SmallClusterOptions = ready(3),
  ): SmallCluster =>
    respec(new SmallCluster(habits).apply(0, aStatefulSet({ updateStrategy: strategy, ...options })), 60, {
      template: SECOND_TEMPLATE,
    });
  const rolling = (partition: number): StatefulSet["spec"]["updateStrategy"] => ({
    type: "RollingUpdate",
    rollingUpdate: { partition },
  });

  test("controllers 3.8: from the highest ordinal down, each waits until the one before is ready", () => {
    const cluster = updated(rolling(0)).run(200);
    expect(deleted(cluster)).toEqual([
      [60, "db-2"],
      [64, "db-1"],
      [68, "db-0"],
    ]);
    const { status } = setOf(cluster);
    expect(status.currentRevision).toBe(status.updateRevision);
    expect(status).toMatchObject({ updatedReplicas: 3, currentReplicas: 3 });
  });

  test("controllers 3.6 and 3.8: ordinals below the partition keep their revision, also when they are made anew", () => {
    const cluster = updated(rolling(2)).at(100, (out, world, now) => {
      const pod = world.pods.find("default", "db-0");
      if (pod !== undefined) requestDeletion(pod, now, "user", out);
    });
    cluster.run(200);
    expect(deleted(cluster).map(([, name]) => name)).toEqual(["db-2", "db-0"]);
    const { status } = setOf(cluster);
    expect(status).toMatchObject({ updatedReplicas: 1, currentReplicas: 2 });
    expect(status.currentRevision).not.toBe(status.updateRevision);
    const image = cluster.world.pods.find("default", "db-0")?.identity.template.spec.containers[0]?.image;
    expect(image).toBe("db:1");
  });

  test("controllers 3.11: OnDelete updates what somebody else deletes", () => {
    const cluster = updated({ type: "OnDelete" }).run(100);
    expect(deleted(cluster)).toEqual([]);
  });

  test("controllers 3.13: Parallel updates one by one as well", () => {
    const cluster = updated(rolling(0), { podManagementPolicy: "Parallel" }).run(200);
    expect(deleted(cluster).map(([at]) => at)).toEqual([60, 64, 68]);
  });

  test("controllers 3.9: a revision that never gets ready blocks, and taking it back does not free the set", () => {
    const habits: SmallClusterOptions = {
      readyAfter: ({ identity }) => (identity.template.spec.containers[0]?.image === "db:2" ? null : 3),
    };
    const cluster = updated(rolling(0), {}, habits);
    respec(cluster, 150, { template: aStatefulSet().spec.template });
    cluster.run(400);
    expect(deleted(cluster)).toEqual([[60, "db-2"]]);
    expect(setOf(cluster).status).toMatchObject({ readyReplicas: 2, replicas: 3 });
  });

  test("a template that comes back is the revision it was", () => {
    const cluster = updated(rolling(0));
    respec(cluster, 150, { template: aStatefulSet().spec.template });
    cluster.run(300);
    const first = cluster.facts(podCreated)[0]?.data.template.metadata.labels["controller-revision-hash"];
    expect(setOf(cluster).status.currentRevision).toBe(first);
    expect(setOf(cluster).revisions.map(({ number }) => number)).toEqual([2, 3]);
  });
});

describe("claims of a StatefulSet", () => {
  const withClaims = (options: StatefulSetOptions = {}): SmallCluster =>
    new SmallCluster(ready(1)).apply(0, aStatefulSet({ replicas: 2, volumeClaimTemplates: claims(), ...options }));

  test("controllers 3.12: each pod has its own, which stay when it goes", () => {
    const cluster = respec(withClaims(), 30, { replicas: 0 }).run(60);
    const made = cluster.facts(claimApplied).map(({ data }) => data.object.metadata);
    expect(made.map(({ name }) => name)).toEqual(["data-db-0", "data-db-1"]);
    expect(made[0]?.labels).toEqual({ app: "db" });
    const [pod] = cluster.facts(podCreated);
    expect(pod?.data.template.spec.volumes).toEqual([
      { name: "data", persistentVolumeClaim: { claimName: "data-db-0", readOnly: false } },
    ]);
    expect(cluster.facts(claimDeletionRequested)).toEqual([]);
  });

  test("controllers 3.12: whenScaled Delete drops the claims of ordinals that are not wanted any more", () => {
    const policy = { whenDeleted: "Retain" as const, whenScaled: "Delete" as const };
    const cluster = respec(withClaims({ persistentVolumeClaimRetentionPolicy: policy }), 30, { replicas: 1 }).run(60);
    expect(cluster.facts(claimDeletionRequested).map(({ subject }) => subject)).toEqual([1]);
  });

  test("controllers 3.12: whenDeleted Delete drops all of them with the set", () => {
    const policy = { whenDeleted: "Delete" as const, whenScaled: "Retain" as const };
    const cluster = withClaims({ persistentVolumeClaimRetentionPolicy: policy }).at(30, (out) => {
      out.record(statefulSetDeleted, 0, {});
    });
    cluster.run(60);
    expect(cluster.facts(claimDeletionRequested).map(({ subject }) => subject)).toEqual([0, 1]);
    expect(cluster.world.pods.size).toBe(0);
  });
});
