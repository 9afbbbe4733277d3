import {
  claimDeletionRequested,
  claimLost,
  claimNodeSelected,
  claimRemoved,
  claimWaiting,
  objectKey,
  podCreated,
  podRemoved,
  volumeProvisioned,
  volumeReleased,
  volumeRemoved,
} from "@podsim/core";
import type { Pod, PodSpec } from "@podsim/core";
import { aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { SmallCluster } from "../../testing/small-cluster.js";
import { aClaim, aStorageClass, aVolume } from "../../testing/storage-objects.js";

const CSI = { csi: { driver: "csi.example", volumeHandle: "x" } };

const aPod = (volumes: PodSpec["volumes"], name = "web"): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", labels: {}, annotations: {} },
  spec: { ...aSpec(), volumes: volumes ?? [] },
});

const mounting = (claimName: string): PodSpec["volumes"] => [
  { name: "data", persistentVolumeClaim: { claimName, readOnly: false } },
];

/** "data Bound pv-1" for every claim, "pv-1 Bound default/data" for every volume. */
const shown = ({ world }: SmallCluster): readonly string[] => [
  ...[...world.claims.values()].map(
    ({ object, phase }) => `${object.metadata.name} ${phase} ${object.spec.volumeName ?? ""}`,
  ),
  ...[...world.volumes.values()].map(({ object: { metadata, spec }, phase }) => {
    const { namespace = "", name = "" } = spec.claimRef ?? {};
    return `${metadata.name} ${phase} ${objectKey(namespace, name)}`;
  }),
];

const said = (cluster: SmallCluster): readonly string[] =>
  cluster.facts(claimWaiting).map(({ data }) => `${data.reason}: ${data.message}`);

describe("scheduler 8.3, a claim that binds at once", () => {
  test("gets the smallest volume that will do, and keeps it", () => {
    const cluster = new SmallCluster()
      .apply(0, aVolume("large", { capacity: { storage: "50Gi" } }))
      .apply(0, aVolume("small"))
      .apply(1, aClaim())
      .run(5);
    expect(shown(cluster)).toEqual(["data Bound small", "large Available /", "small Bound default/data"]);
  });

  test("gets one with no more access modes than it wants, where there is one", () => {
    const cluster = new SmallCluster()
      .apply(0, aVolume("many", { accessModes: ["ReadWriteOnce", "ReadWriteMany"] }))
      .apply(0, aVolume("one", { capacity: { storage: "50Gi" } }))
      .apply(1, aClaim())
      .run(5);
    expect(shown(cluster)).toContain("data Bound one");
  });

  test("waits until a volume appears", () => {
    const cluster = new SmallCluster().apply(1, aClaim("data", { storageClassName: "" })).run(5);
    expect(shown(cluster)).toEqual(["data Pending "]);
    expect(said(cluster)).toEqual([
      "FailedBinding: no persistent volumes available for this claim and no storage class is set",
    ]);
  });

  test("two claims never share a volume", () => {
    const cluster = new SmallCluster().apply(0, aVolume("only")).apply(1, aClaim("a")).apply(1, aClaim("b")).run(5);
    expect(shown(cluster)).toEqual(["a Bound only", "b Pending ", "only Bound default/a"]);
  });

  test("has a volume made where its class has a provisioner, after the latency", () => {
    const latencies = { volumeProvision: { kind: "constant", value: 3_000_000 } } as const;
    const cluster = new SmallCluster({ latencies, nodeLabels: () => ({ "topology.kubernetes.io/zone": "a" }) })
      .apply(0, aStorageClass())
      .apply(1, aClaim())
      .run(10);
    const [{ at, data } = { at: 0, data: undefined }] = cluster.facts(volumeProvisioned);
    expect(at).toBeCloseTo(4.01, 2);
    expect(data?.object.spec).toMatchObject({
      capacity: { storage: "10Gi" },
      persistentVolumeReclaimPolicy: "Delete",
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["a"] }] },
          ],
        },
      },
    });
    expect([...cluster.world.claims.values()].map(({ phase }) => phase)).toEqual(["Bound"]);
  });

  test("waits for ever where nobody makes volumes, or the class is not there", () => {
    const provisioner = "kubernetes.io/no-provisioner";
    const local = new SmallCluster().apply(0, aStorageClass({ provisioner })).apply(1, aClaim()).run(60);
    expect([shown(local), said(local)]).toEqual([
      ["data Pending "],
      ["ProvisioningFailed: no volume plugin matched name: kubernetes.io/no-provisioner"],
    ]);
    const missing = new SmallCluster().apply(1, aClaim()).run(60);
    expect(said(missing)).toEqual(['ProvisioningFailed: storageclass.storage.k8s.io "fast" not found']);
  });

  test("is bound to the volume it names, if that fits", () => {
    const cluster = new SmallCluster()
      .apply(0, aVolume("a"))
      .apply(0, aVolume("b", { capacity: { storage: "1Gi" } }))
      .apply(1, aClaim("x", { volumeName: "a" }))
      .apply(1, aClaim("y", { volumeName: "b" }))
      .run(5);
    expect(shown(cluster)).toEqual(["x Bound a", "y Pending b", "a Bound default/x", "b Available /"]);
    expect(said(cluster)).toEqual(['VolumeMismatch: Cannot bind to requested volume "b": requested PV is too small']);
  });

  test("without a class gets the default one, as soon as there is one; a cluster has none by itself", () => {
    const { storageClassName: _, ...spec } = aClaim().spec;
    const marked = { "storageclass.kubernetes.io/is-default-class": "true" };
    const base = aStorageClass();
    const cluster = new SmallCluster()
      .apply(1, { ...aClaim(), spec })
      .apply(20, { ...base, metadata: { ...base.metadata, annotations: marked } });
    expect(shown(cluster.run(15))).toEqual(["data Pending "]);
    expect(shown(cluster.run(40))[0]).toMatch(/^data Bound pvc-/);
  });
});

describe("scheduler 8.3, a claim that waits for a pod", () => {
  const delayed = aStorageClass({ volumeBindingMode: "WaitForFirstConsumer" });

  test("says so and leaves volumes alone", () => {
    const cluster = new SmallCluster().apply(0, delayed).apply(0, aVolume("pv")).apply(1, aClaim()).run(60);
    expect([shown(cluster), said(cluster)]).toEqual([
      ["data Pending ", "pv Available /"],
      ["WaitForFirstConsumer: waiting for first consumer to be created before binding"],
    ]);
  });

  test("names the pods that are not scheduled yet", () => {
    const cluster = new SmallCluster({ schedules: false })
      .apply(0, aPod(mounting("data")))
      .apply(0, delayed)
      .apply(1, aClaim())
      .run(20);
    expect(said(cluster)).toEqual(["WaitForPodScheduled: waiting for pod web to be scheduled"]);
  });

  test("gets a volume where its pod goes, once a node was chosen", () => {
    const zones = ["a", "b", "c"];
    const cluster = new SmallCluster({ nodeLabels: (k) => ({ "topology.kubernetes.io/zone": zones[k] ?? "" }) })
      .apply(0, delayed)
      .apply(1, aClaim())
      .at(5, (out) => {
        out.record(claimNodeSelected, 0, { node: "node-2" });
      })
      .run(20);
    const [{ data } = { data: undefined }] = cluster.facts(volumeProvisioned);
    expect(JSON.stringify(data?.object.spec.nodeAffinity)).toContain('"values":["c"]');
  });
});

describe("what becomes of a volume whose claim is deleted", () => {
  const deleting = (cluster: SmallCluster): SmallCluster =>
    cluster.at(10, (out) => {
      out.record(claimDeletionRequested, 0, {});
    });

  test("Retain: it is released, and nobody else gets it", () => {
    const cluster = deleting(new SmallCluster().apply(0, aVolume("pv")).apply(1, aClaim()))
      .apply(20, aClaim())
      .run(40);
    expect(shown(cluster)).toEqual(["data Pending ", "pv Released default/data"]);
  });

  test("Delete: it goes too", () => {
    const cluster = deleting(
      new SmallCluster()
        .apply(0, aVolume("pv", { ...CSI, persistentVolumeReclaimPolicy: "Delete" }))
        .apply(1, aClaim()),
    ).run(40);
    expect(shown(cluster)).toEqual([]);
    expect(cluster.facts(volumeReleased)).toHaveLength(1);
    expect(cluster.facts(volumeRemoved)).toHaveLength(1);
  });

  test("a claim that a pod uses stays until the pod is gone", () => {
    const cluster = deleting(
      new SmallCluster()
        .apply(0, aVolume("pv"))
        .apply(1, aClaim())
        .apply(2, aPod(mounting("data"))),
    )
      .at(30, (out) => {
        out.record(podRemoved, 0, {});
      })
      .run(60);
    expect(cluster.facts(claimRemoved).map(({ at }) => Math.round(at))).toEqual([30]);
  });

  test("a claim whose volume is gone is lost", () => {
    const cluster = new SmallCluster()
      .apply(0, {
        ...aClaim("data", { volumeName: "gone" }),
        metadata: {
          name: "data",
          namespace: "default",
          labels: {},
          annotations: { "pv.kubernetes.io/bind-completed": "yes" },
        },
      })
      .run(5);
    expect(cluster.facts(claimLost)).toHaveLength(1);
    expect(shown(cluster)).toEqual(["data Lost gone"]);
  });
});

test("the claims of a pod's own volumes come and go with it", () => {
  const { accessModes, resources, volumeMode } = aClaim().spec;
  const spec = { accessModes, resources, volumeMode, storageClassName: "fast" };
  const volumeClaimTemplate = { metadata: { labels: {}, annotations: {} }, spec };
  const cluster = new SmallCluster()
    .apply(0, aStorageClass())
    .apply(
      1,
      aPod([
        { name: "a", ephemeral: { volumeClaimTemplate } },
        { name: "b", ephemeral: { volumeClaimTemplate } },
      ]),
    )
    .at(20, (out) => {
      out.record(podRemoved, 0, {});
    });
  cluster.run(15);
  expect(shown(cluster).slice(0, 2)).toEqual([
    expect.stringMatching(/^web-a Bound pvc-/),
    expect.stringMatching(/^web-b Bound pvc-/),
  ]);
  cluster.run(40);
  expect([shown(cluster), cluster.facts(podCreated).length]).toEqual([[], 1]);
});
