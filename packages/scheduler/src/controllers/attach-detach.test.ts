import {
  containerStarted,
  podCreated,
  podDeletionRequested,
  podRemoved,
  volumeAttached,
  volumeAttachBegan,
  volumeAttachRefused,
  volumeDetachBegan,
  volumeDetached,
  volumeDetachRequested,
} from "@podsim/core";
import type { FailureMode } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { aNodeOf, aWorkload, objectOf, WholeCluster } from "../../testing/whole-cluster.js";
import type { ApiRequest } from "../api-server/request.js";
import { DEFAULT_LATENCIES } from "../settings.js";

const DIED = 100;
const latencies = {
  ...DEFAULT_LATENCIES,
  volumeAttach: { kind: "constant", value: 8 * SECOND },
  volumeDetach: { kind: "constant", value: 12 * SECOND },
} as const;

const storageClass = (provisioner: string) =>
  objectOf({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
    provisioner,
    volumeBindingMode: "Immediate",
  });

const claim = (accessModes: readonly string[]) =>
  objectOf({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "default" },
    spec: { accessModes, storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
  });

interface Disk {
  readonly kind?: "Deployment" | "StatefulSet";
  readonly provisioner?: string;
  readonly accessModes?: readonly string[];
}

/** A workload of one pod on a disk; its node-2 joins once the pod is on node-1. */
const withDisk = ({ kind = "StatefulSet", provisioner = "csi.example", accessModes = ["ReadWriteOnce"] }: Disk = {}) =>
  new WholeCluster({ latencies, nodes: [aNodeOf("node-1", "4")] })
    .apply(0, storageClass(provisioner))
    .apply(0, claim(accessModes))
    .apply(10, aWorkload({ kind, pod: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] } }))
    .apply(50, aNodeOf("node-2", "4"));

const lose = (cluster: WholeCluster, mode: FailureMode): WholeCluster =>
  cluster.ask(DIED, { verb: "fail-nodes", nodes: { names: ["node-1"] }, mode, forUs: null } as ApiRequest);

const deletePod = (cluster: WholeCluster, at: number, name: string, graceSeconds: number | null = 0): WholeCluster =>
  cluster.ask(at, { verb: "delete", target: { kind: "Pod", namespace: "default", name }, graceSeconds } as ApiRequest);

const starts = (cluster: WholeCluster): readonly number[] => cluster.facts(containerStarted).map(({ at }) => at);

describe("attaching", () => {
  test("controllers 8.11: a container starts after its volume was made and attached", () => {
    const cluster = withDisk().run(60);
    const [attached] = cluster.facts(volumeAttached);
    expect((attached?.at ?? 0) - (cluster.facts(volumeAttachBegan)[0]?.at ?? 0)).toBeCloseTo(8, 1);
    expect(starts(cluster)[0]).toBeGreaterThan(attached?.at ?? Infinity);
    const held = cluster.world.volumeAttachments.at(0);
    expect(held).toMatchObject({ node: "node-1", driver: "csi.example", isAttached: true });
    expect(held?.name).toMatch(/^csi-[0-9a-f]{64}$/);
    const [told] = volumeAttached.announce?.(held as never, attached?.data as never, 0, undefined as never) ?? [];
    expect(told).toMatchObject({ reason: "SuccessfulAttachVolume", object: { kind: "Pod", name: "web-0" } });
  });

  test.each([
    ["a disk of the node itself", { provisioner: "rancher.io/local-path" }],
    ["a file system of the network", { accessModes: ["ReadWriteMany"] }],
  ])("controllers 8.11: %s is not attached", (_, disk) => {
    const cluster = withDisk(disk).run(60);
    expect(cluster.facts(volumeAttachBegan)).toEqual([]);
    expect(starts(cluster)).toHaveLength(1);
  });

  test("controllers 8.11: a pod that moves waits until the volume has left its last node", () => {
    const cordoned = withDisk().ask(100, {
      verb: "cordon",
      nodes: { names: ["node-1"] },
      unschedulable: true,
    } as ApiRequest);
    const cluster = deletePod(cordoned, 101, "web-0", null).run(300);
    const [requested] = cluster.facts(volumeDetachRequested);
    const [began] = cluster.facts(volumeDetachBegan);
    const [detached] = cluster.facts(volumeDetached);
    // The kubelet says within 10 s what it holds.
    expect((began?.at ?? 0) - (requested?.at ?? 0)).toBeLessThanOrEqual(10.02);
    expect(began?.data.because).toBe("unmounted");
    expect((detached?.at ?? 0) - (began?.at ?? 0)).toBeCloseTo(12, 1);
    expect((cluster.facts(volumeAttachBegan)[1]?.at ?? 0) - (detached?.at ?? 0)).toBeCloseTo(0, 1);
    expect(cluster.facts(volumeAttachRefused).map(({ data }) => data.usedBy)).toEqual([[]]);
    expect(starts(cluster)).toHaveLength(2);
  });
});

describe("controllers 1.34, the volume of a pod on a lost node", () => {
  test("is detached by force 6 min after its pod is gone, and not before", () => {
    const cluster = deletePod(lose(withDisk(), "hang"), 600, "web-0").run(1400);
    const [requested] = cluster.facts(volumeDetachRequested);
    expect(requested?.at).toBeCloseTo(600, 0);
    const [began] = cluster.facts(volumeDetachBegan);
    expect((began?.at ?? 0) - (requested?.at ?? 0)).toBeCloseTo(360, 1);
    expect(began?.data.because).toBe("timeout");
    expect(cluster.facts(volumeAttached)[1]?.at).toBeCloseTo(600 + 360 + 12 + 8, 0);
    // The kubelet looks again after pauses that double up to two minutes.
    expect(starts(cluster)[1]).toBeGreaterThan(980);
    expect(starts(cluster)[1]).toBeLessThan(980 + 125);
  });

  test("stays there as long as its pod does: a Deployment's successor is told who has it", () => {
    const cluster = lose(withDisk({ kind: "Deployment" }), "hang").run(1500);
    expect((cluster.facts(podDeletionRequested)[0]?.at ?? 0) - DIED).toBeGreaterThan(345);
    expect(cluster.facts(podCreated)).toHaveLength(2);
    const old = cluster.facts(podCreated)[0]?.data.name;
    expect(cluster.facts(volumeAttachRefused).map(({ data }) => data.usedBy)).toEqual([[old]]);
    expect(cluster.facts(volumeDetachRequested)).toEqual([]);
    expect(starts(cluster)).toHaveLength(1);
  });

  test("is waited for as long where the machine is gone", () => {
    const cluster = lose(withDisk(), "vm-gone").run(900);
    expect((cluster.facts(podRemoved)[0]?.at ?? 0) - DIED).toBeLessThan(140);
    const [requested] = cluster.facts(volumeDetachRequested);
    const [began] = cluster.facts(volumeDetachBegan);
    expect((began?.at ?? 0) - (requested?.at ?? 0)).toBeCloseTo(360, 1);
  });

  test("controllers 1.33: is detached at once where somebody has put the out-of-service taint on the node", () => {
    const taint = { key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: "NoExecute" };
    const cluster = lose(withDisk(), "power-off")
      .ask(300, { verb: "taint", nodes: { names: ["node-1"] }, ...taint } as ApiRequest)
      .run(500);
    const [removed] = cluster.facts(podRemoved);
    expect(removed?.at).toBeLessThan(325);
    const [began] = cluster.facts(volumeDetachBegan);
    expect((began?.at ?? 0) - (removed?.at ?? 0)).toBeLessThan(0.1);
    expect(began?.data.because).toBe("out-of-service");
    expect(starts(cluster)).toHaveLength(2);
  });

  test("is let go as usual by a node that answers again in time", () => {
    const cluster = deletePod(withDisk(), 200, "web-0")
      .ask(DIED, { verb: "fail-nodes", nodes: { names: ["node-1"] }, mode: "hang", forUs: 300 * SECOND } as ApiRequest)
      .run(600);
    const [began] = cluster.facts(volumeDetachBegan);
    expect(began?.data.because).toBe("unmounted");
    expect(began?.at).toBeGreaterThan(400);
    expect(began?.at).toBeLessThan(411);
  });
});
