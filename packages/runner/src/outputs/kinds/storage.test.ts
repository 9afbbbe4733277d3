import {
  claimApplied,
  claimBound,
  claimDeletionRequested,
  csiNodeApplied,
  podCreated,
  storageClassApplied,
  volumeApplied,
  volumeDeletionRequested,
  volumeProvisioned,
} from "@podsim/core";
import { expect, test } from "vitest";
import { aSpec } from "@podsim/core/testing";
import { Chronicle } from "../../../testing/chronicle.js";
import { IndentedWriter } from "../text/indented-writer.js";
import { kindNamed } from "./index.js";
import { printTables } from "../format/columns.js";
import type { RunView } from "../view/run-view.js";

const { object: fast } = storageClassApplied.example;
const isDefault = { "storageclass.kubernetes.io/is-default-class": "true" };
const { object: claim } = claimApplied.example;
const { object: disk } = volumeApplied.example;

const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data", readOnly: false } }];

const shop = (): Chronicle =>
  new Chronicle()
    .record(storageClassApplied, 0, {
      storageClassIx: 0,
      object: { ...fast, metadata: { ...fast.metadata, annotations: isDefault } },
    })
    .record(csiNodeApplied, 0, csiNodeApplied.example)
    .record(claimApplied, 0, { claimIx: 0, uid: "c0", object: claim })
    .record(claimApplied, 1, {
      claimIx: 1,
      uid: "c1",
      object: { ...claim, metadata: { ...claim.metadata, name: "x" } },
    })
    .record(claimDeletionRequested, 1, {})
    .record(podCreated, 0, {
      ...podCreated.example,
      podIx: 0,
      namespace: "shop",
      name: "web-0",
      template: { metadata: { labels: {}, annotations: {} }, spec: aSpec({ volumes }) },
    })
    .at("10s")
    .record(volumeApplied, 0, {
      volumeIx: 0,
      uid: "v0",
      object: { ...disk, spec: { ...disk.spec, accessModes: ["ReadWriteMany", "ReadWriteOnce"] } },
    })
    .record(volumeProvisioned, 1, {
      ...volumeProvisioned.example,
      volumeIx: 1,
      object: { ...volumeProvisioned.example.object, metadata: { ...disk.metadata, name: "pvc-1" } },
    })
    .record(claimBound, 0, { volume: "pvc-1", volumeIx: 1 });

const table = (view: RunView, name: string, wide = false): readonly string[] => {
  const kind = kindNamed(name);
  if (kind === null) throw new Error(name);
  const items = kind.list(view);
  const options = { isSingle: false, showNamespace: false, showLabels: false, headers: true, qualifyNames: false };
  return printTables({ selections: [{ kind, items }], ...options, paint: (_column, cell) => cell }, wide);
};

test("claims, volumes, classes and drivers have kubectl's columns", () => {
  const view = shop().viewAt("70s");
  expect(table(view, "pvc", true)).toEqual([
    "NAME   STATUS        VOLUME   CAPACITY   ACCESS MODES   STORAGECLASS   VOLUMEATTRIBUTESCLASS   AGE   VOLUMEMODE",
    "data   Bound         pvc-1    10Gi       RWO            fast           <unset>                 70s   Filesystem",
    "x      Terminating                                      fast           <unset>                 70s   Filesystem",
  ]);
  expect(table(view, "pv")).toEqual([
    "NAME    CAPACITY   ACCESS MODES   RECLAIM POLICY   STATUS      CLAIM       STORAGECLASS   VOLUMEATTRIBUTESCLASS   REASON   AGE",
    "pv-1    10Gi       RWO,RWX        Delete           Available               fast           <unset>                          60s",
    "pvc-1   10Gi       RWO            Delete           Bound       shop/data   fast           <unset>                          60s",
  ]);
  expect(table(view, "sc")).toEqual([
    "NAME             PROVISIONER   RECLAIMPOLICY   VOLUMEBINDINGMODE      ALLOWVOLUMEEXPANSION   AGE",
    "fast (default)   csi.example   Delete          WaitForFirstConsumer   false                  70s",
  ]);
  expect(table(view, "csinodes")).toEqual(["NAME     DRIVERS   AGE", "node-1   1         70s"]);
});

test("a bound claim's object says what it got", () => {
  const view = shop().viewAt("70s");
  const [data, x] = kindNamed("pvc")?.list(view) ?? [];
  expect(data?.toObject()).toMatchObject({
    metadata: {
      annotations: { "pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes" },
      finalizers: ["kubernetes.io/pvc-protection"],
      uid: "c0",
    },
    spec: { volumeName: "pvc-1", storageClassName: "fast" },
    status: { phase: "Bound", capacity: { storage: "10Gi" }, accessModes: ["ReadWriteOnce"] },
  });
  expect(x?.toObject()["status"]).toEqual({ phase: "Pending" });
});

test("describe pvc names the pods that use it", () => {
  const out = new IndentedWriter();
  kindNamed("pvc")?.describe(shop().viewAt("70s"), "shop", "data", out);
  const lines = out.lines();
  expect(lines).toContain("Used By:       web-0");
  expect(lines).toContain("Capacity:      10Gi");
  expect(lines.find((line) => line.includes("ProvisioningSucceeded"))).toContain(
    "Successfully provisioned volume pvc-1",
  );
});

const described = (kind: string, name: string, view: RunView): readonly string[] => {
  const out = new IndentedWriter();
  kindNamed(kind)?.describe(view, "shop", name, out);
  return out.lines();
};

test("the object of a claim that somebody wants gone says since when", () => {
  const [data, x] = kindNamed("pvc")?.list(shop().viewAt("70s")) ?? [];
  expect(data?.toObject().metadata).not.toHaveProperty("deletionTimestamp");
  expect(x?.toObject().metadata).toMatchObject({
    deletionTimestamp: "2026-01-01T00:00:00Z",
    deletionGracePeriodSeconds: 0,
    finalizers: ["kubernetes.io/pvc-protection"],
  });
});

test("describe pvc says for how long somebody has waited for it to go", () => {
  expect(described("pvc", "x", shop().viewAt("70s"))).toContain("Status:        Terminating (lasts 70s)");
});

test("describe pv says where it can be used and where it comes from", () => {
  const nodeAffinity = {
    required: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: "kubernetes.io/hostname", operator: "In", values: ["node-1", "node-2"] },
            { key: "ssd", operator: "Exists" },
          ],
        },
        {},
      ],
    },
  } as const;
  const local = {
    ...disk,
    metadata: { ...disk.metadata, name: "local" },
    spec: { ...disk.spec, csi: undefined, local: { path: "/mnt" }, nodeAffinity } as unknown as typeof disk.spec,
  };
  const chronicle = shop()
    .record(volumeApplied, 2, { volumeIx: 2, uid: "v2", object: local })
    .at("40s")
    .record(volumeDeletionRequested, 0, {});
  const lines = described("pv", "local", chronicle.viewAt("70s"));
  const at = lines.findIndex((line) => line.startsWith("Node Affinity:"));
  expect(lines.slice(at)).toEqual([
    "Node Affinity:",
    "  Required Terms:",
    "    Term 0:        kubernetes.io/hostname in [node-1, node-2]",
    "                   ssd exists",
    "    Term 1:        <none>",
    "Message:",
    "Source:",
    "    Type:  LocalVolume (a persistent volume backed by local storage on a node)",
    "    Path:  /mnt",
    "Events:    <none>",
  ]);
  const csi = described("pv", "pv-1", chronicle.viewAt("70s"));
  expect(csi).toContain("Status:          Terminating (lasts 30s)");
  expect(csi.slice(csi.indexOf("Source:"), -1)).toEqual([
    "Source:",
    "    Type:              CSI (a Container Storage Interface (CSI) volume source)",
    `    Driver:            ${disk.spec.csi?.driver ?? ""}`,
    "    FSType:",
    `    VolumeHandle:      ${disk.spec.csi?.volumeHandle ?? ""}`,
    "    ReadOnly:          false",
    "    VolumeAttributes:  <none>",
  ]);
});
