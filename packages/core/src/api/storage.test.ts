import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { decodedOf, ignoredOf, podManifest } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

const claim = (spec: Json, more: Json = {}): Json => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } }, ...spec },
  ...more,
});

const volume = (spec: Json): Json => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: "pv-1" },
  spec: { capacity: { storage: "10Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/x" }, ...spec },
});

/** Place and reason of everything wrong. */
const wrongWith = (value: Json): readonly string[] =>
  decodeObject(value).problems.map(
    ({ path, why }) => `${path.join(".")}: ${why.replace(/a real API server rejects this \w+: /, "")}`,
  );

test("a claim's defaults: a file system, no class unless it says one, pending", () => {
  expect(decodedOf(claim({}))).toEqual({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "default", labels: {}, annotations: {} },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "10Gi" }, limits: {} },
      volumeMode: "Filesystem",
    },
    status: { phase: "Pending" },
  });
});

test('a claim whose class is "" is not a claim without a class', () => {
  expect(decodedOf(claim({ storageClassName: "" }))).toMatchObject({ spec: { storageClassName: "" } });
});

test("a volume's defaults: kept when released, a file system", () => {
  expect(decodedOf(volume({}))).toMatchObject({
    metadata: { namespace: "" },
    spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" },
  });
});

test("a class's defaults: Delete, Immediate, no expansion, anywhere", () => {
  const given = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name: "fast" } };
  expect(decodedOf({ ...given, provisioner: "csi.example", parameters: { type: "gp3" } })).toMatchObject({
    reclaimPolicy: "Delete",
    volumeBindingMode: "Immediate",
    allowVolumeExpansion: false,
    allowedTopologies: [],
  });
});

test("what volumes are, and pods that mount them, is modelled: nothing is reported as ignored", () => {
  const csi = { driver: "csi.example", volumeHandle: "a" };
  const volumes = [
    { name: "a", persistentVolumeClaim: { claimName: "data" } },
    { name: "b", ephemeral: { volumeClaimTemplate: { spec: claim({})["spec"] } } },
    { name: "c", awsElasticBlockStore: { volumeID: "vol-1", fsType: "ext4" } },
  ];
  const node = { apiVersion: "storage.k8s.io/v1", kind: "CSINode", metadata: { name: "node-1" } };
  const drivers = [{ name: "csi.example", nodeID: "i-1", topologyKeys: null, allocatable: { count: 25 } }];
  expect([
    ignoredOf(claim({ dataSource: null, volumeName: "pv-1" }, { status: { phase: "Bound", capacity: {} } })),
    ignoredOf(volume({ csi, hostPath: null, mountOptions: ["ro"] })),
    ignoredOf(podManifest({ volumes })),
    ignoredOf({ ...node, spec: { drivers } }),
  ]).toEqual([[], [], [], []]);
});

describe("rules", () => {
  test.each<[string, Json, string]>([
    [
      "a claim without access modes",
      claim({ accessModes: [] }),
      "spec.accessModes: at least 1 access mode is required",
    ],
    [
      "a claim for one pod and for others",
      claim({ accessModes: ["ReadWriteOncePod", "ReadWriteOnce"] }),
      "spec.accessModes: may not use ReadWriteOncePod with other access modes",
    ],
    [
      "a claim for nothing",
      claim({ resources: { requests: { storage: "0" } } }),
      "spec.resources.requests.storage: must be greater than zero",
    ],
    [
      "a volume of several kinds",
      volume({ nfs: { server: "a" } }),
      "spec.nfs: may not specify more than 1 volume type",
    ],
    [
      "a local volume that is everywhere",
      volume({ hostPath: undefined, local: { path: "/x" } }),
      "spec.nodeAffinity: Local volume requires node affinity",
    ],
    [
      "a volume of cpu",
      volume({ capacity: { storage: "1Gi", cpu: "1" } }),
      'spec.capacity.cpu: supported values: "storage"',
    ],
  ])("%s is refused", (_, value, expected) => {
    expect(wrongWith(value)).toEqual([expected]);
  });

  test("a claim says how much", () => {
    expect(decodeObject(claim({ resources: {} })).problems).toMatchObject([
      { path: ["spec", "resources", "requests", "storage"], code: "E302" },
    ]);
  });

  test("a pod's volume names a claim, and a claim made for it is one a server accepts", () => {
    const volumes = [
      { name: "a", persistentVolumeClaim: { readOnly: true } },
      { name: "b", ephemeral: { volumeClaimTemplate: { spec: {} } } },
    ];
    expect(decodeObject(podManifest({ volumes })).problems.map(({ path }) => path.join("."))).toEqual([
      "spec.volumes.0.persistentVolumeClaim.claimName",
      "spec.volumes.1.ephemeral.volumeClaimTemplate.spec.accessModes",
      "spec.volumes.1.ephemeral.volumeClaimTemplate.spec.resources.requests.storage",
    ]);
  });
});
