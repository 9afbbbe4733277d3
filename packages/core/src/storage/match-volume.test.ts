import { describe, expect, test } from "vitest";
import type { PersistentVolume } from "../api/persistent-volume.js";
import type { PersistentVolumeClaim } from "../api/persistent-volume-claim.js";
import { EXAMPLE_NODE } from "../node/example-node.js";
import { nodeAdded } from "../node/events/node-added.js";
import type { ClaimState } from "./claim-state.js";
import { claimApplied } from "./events/claim-applied.js";
import { volumeApplied } from "./events/volume-applied.js";
import { findVolume, mismatchOf } from "./match-volume.js";
import { SAMPLE_CLAIM, SAMPLE_VOLUME } from "./sample-storage.js";
import type { VolumeState } from "./volume-state.js";

const claimOf = (spec: Partial<PersistentVolumeClaim["spec"]> = {}): ClaimState =>
  claimApplied.evolve(
    undefined,
    { claimIx: 0, uid: "c", object: { ...SAMPLE_CLAIM, spec: { ...SAMPLE_CLAIM.spec, ...spec } } },
    0,
  ) as ClaimState;

const volumeOf = (name: string, spec: Partial<PersistentVolume["spec"]> = {}): VolumeState =>
  volumeApplied.evolve(
    undefined,
    {
      volumeIx: 0,
      uid: name,
      object: {
        ...SAMPLE_VOLUME,
        metadata: { ...SAMPLE_VOLUME.metadata, name },
        spec: { ...SAMPLE_VOLUME.spec, ...spec },
      },
    },
    0,
  ) as VolumeState;

const sized = (name: string, storage: string): VolumeState => volumeOf(name, { capacity: { storage } });

const nameOf = (volume: VolumeState | null): string | null => volume?.object.metadata.name ?? null;

const found = (volumes: readonly VolumeState[], claim = claimOf(), isDelayed = false): string | null =>
  nameOf(findVolume(claim, volumes, { node: null, taken: new Set(), isDelayed }));

describe("scheduler 8.3: the volume a claim gets", () => {
  test("is the smallest that is large enough, the first of equals", () => {
    expect(found([sized("a", "30Gi"), sized("b", "12Gi"), sized("c", "12Gi"), sized("d", "5Gi")])).toBe("b");
  });

  test("is the one kept for it, however large", () => {
    const kept = volumeOf("kept", { capacity: { storage: "1Ti" }, claimRef: { namespace: "shop", name: "data" } });
    expect(found([sized("a", "10Gi"), kept])).toBe("kept");
  });

  test.each<[string, Partial<PersistentVolume["spec"]>]>([
    ["is kept for another", { claimRef: { namespace: "shop", name: "other" } }],
    ["was kept for an earlier claim of the name", { claimRef: { namespace: "shop", name: "data", uid: "older" } }],
    ["is too small", { capacity: { storage: "9Gi" } }],
    ["is of another class", { storageClassName: "slow" }],
    ["lacks an access mode", { accessModes: ["ReadOnlyMany"] }],
    ["is a block device", { volumeMode: "Block" }],
  ])("is none that %s", (_, spec) => {
    expect(found([volumeOf("a", spec)])).toBeNull();
  });

  test("is none whose labels its selector does not select", () => {
    expect(found([volumeOf("a")], claimOf({ selector: { matchLabels: { disk: "ssd" } } }))).toBeNull();
  });

  test("where it waits for a pod, is only one that is kept for it", () => {
    expect(found([sized("a", "10Gi")], claimOf(), true)).toBeNull();
    expect(found([volumeOf("a", { claimRef: { namespace: "shop", name: "data" } })], claimOf(), true)).toBe("a");
  });

  test("can be reached from the pod's node; one kept for it that cannot, rules the node out", () => {
    const node = nodeAdded.evolve(undefined, { nodeIx: 0, object: EXAMPLE_NODE }, 0);
    if (node === undefined) throw new Error("the node was added");
    const elsewhere = {
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "zone", operator: "In" as const, values: ["x"] }] }],
      },
    };
    const search = { node, taken: new Set<string>(), isDelayed: true };
    const volumes = [volumeOf("a", { nodeAffinity: elsewhere }), sized("b", "20Gi")];
    expect(nameOf(findVolume(claimOf(), volumes, search))).toBe("b");
    expect(nameOf(findVolume(claimOf(), volumes, { ...search, taken: new Set(["b"]) }))).toBeNull();
    const kept = volumeOf("k", { claimRef: { namespace: "shop", name: "data" }, nodeAffinity: elsewhere });
    expect(findVolume(claimOf(), [...volumes, kept], search)).toBeNull();
  });
});

test("a volume that a claim names has to fit it", () => {
  expect([
    mismatchOf(claimOf(), sized("a", "10Gi")),
    mismatchOf(claimOf(), sized("a", "1Gi")),
    mismatchOf(claimOf({ storageClassName: "" }), sized("a", "10Gi")),
    mismatchOf(claimOf({ volumeMode: "Block" }), sized("a", "10Gi")),
    mismatchOf(claimOf({ accessModes: ["ReadWriteMany"] }), sized("a", "10Gi")),
  ]).toEqual([
    null,
    "requested PV is too small",
    "storageClassName does not match",
    "incompatible volumeMode",
    "incompatible accessMode",
  ]);
});
