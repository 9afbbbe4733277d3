import { expect, test } from "vitest";
import { decodeObject } from "./decode-object.js";
import { ignoredOf } from "./sample-manifests.js";

type Json = Readonly<Record<string, unknown>>;

/** Place and reason of everything wrong. */
const refused = (manifest: Json): readonly (readonly [place: string, why: string])[] =>
  decodeObject(manifest).problems.map(
    ({ path, why }) => [path.join("."), why.replace(/^a real API server rejects this \w+(: )?/, "")] as const,
  );

const volume = (spec: Json): Json => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name: "v" },
  spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], ...spec },
});
const recycled = (path: string): Json => volume({ hostPath: { path }, persistentVolumeReclaimPolicy: "Recycle" });

const storageClass = (more: Json): Json => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "s" },
  provisioner: "example.com/a",
  ...more,
});

const dockerConfig = (text: string, type = "dockerconfigjson"): Json => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "s" },
  type: `kubernetes.io/${type}`,
  stringData: { [`.${type}`]: text },
});

const namespace = (...finalizers: readonly string[]): Json => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "n" },
  spec: { finalizers },
});

const node = (spec: Json): Json => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "n" },
  spec,
  status: { capacity: { cpu: 1, memory: "1Gi", pods: 10 } },
});

const CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

test.each<[Json, string, string]>([
  [recycled("/"), "spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"],
  [recycled("//."), "spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"],
  [volume({ hostPath: {} }), "spec.hostPath.path", ""],
  [volume({ hostPath: { path: "/a/../b" } }), "spec.hostPath.path", "must not contain '..'"],
  [volume({ nfs: { server: "a" } }), "spec.nfs.path", ""],
  [volume({ csi: { driver: "d" } }), "spec.csi.volumeHandle", ""],
  [storageClass({ parameters: { a: 5 } }), "parameters.a", "Kubernetes declares this field as a string"],
  [storageClass({ parameters: { "": "a" } }), "parameters", "field can not be empty."],
  [dockerConfig("no json"), "stringData..dockerconfigjson", "it holds no JSON object"],
  [dockerConfig("[1]"), "stringData..dockerconfigjson", "it holds no JSON object"],
  [dockerConfig("{", "dockercfg"), "stringData..dockercfg", "it holds no JSON object"],
  [namespace("foo"), "spec.finalizers.0", "name is neither a standard finalizer name nor is it fully qualified"],
  [node({ podCIDR: "foo" }), "spec.podCIDR", CIDR],
  [node({ podCIDRs: ["10.0.0.0/8", "foo"] }), "spec.podCIDRs.1", CIDR],
  [
    node({ podCIDRs: ["10.0.0.0/24", "10.0.1.0/24"] }),
    "spec.podCIDRs",
    "may specify no more than one CIDR for each IP family",
  ],
])("%j is refused", (manifest, place, words) => {
  expect(refused(manifest)).toEqual([[place, words]]);
});

test.each<Json>([
  recycled("/a"),
  volume({ hostPath: { path: "/" } }),
  volume({ nfs: { server: "a", path: "/" }, persistentVolumeReclaimPolicy: "Recycle" }),
  storageClass({ parameters: { type: "fast" }, mountOptions: ["ro"] }),
  dockerConfig('{"auths": {}}'),
  dockerConfig("{}", "dockercfg"),
  namespace("kubernetes", "example.com/a"),
  node({ podCIDR: "10.0.0.0/24", podCIDRs: ["10.0.0.0/24", "2001:db8::/64"] }),
])("%j is right", (manifest) => {
  expect(refused(manifest)).toEqual([]);
  expect(ignoredOf(manifest)).toEqual([]);
});
