import { describe, expect, test } from "vitest";
import {
  claimApplied,
  claimDeletionRequested,
  csiNodeApplied,
  invariant,
  storageClassApplied,
  volumeApplied,
} from "@podsim/core";
import type { CSINode, PersistentVolume, PersistentVolumeClaim, StorageClass, Volume } from "@podsim/core";
import { isRight } from "fp-ts/lib/Either.js";
import { aNode, aTemplate, TestCluster } from "../../testing/cluster-builder.js";
import { aClaim, aStorageClass, aVolume } from "../../testing/storage-objects.js";
import { CycleState } from "../framework/cycle-state.js";
import { scheduleOne } from "../framework/cycle.js";
import { buildProfile, DEFAULT_PROFILE } from "../framework/profile.js";
import { firstName } from "../framework/tie-break.js";
import { PLUGINS } from "./index.js";

const built = buildProfile(DEFAULT_PROFILE, PLUGINS);
invariant(isRight(built), "the default profile can be built");
const profile = built.right;

const ZONE = "topology.kubernetes.io/zone";

const using = (...claims: readonly string[]): readonly Volume[] =>
  claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName, readOnly: false } }));

const inZone = (...values: readonly string[]): Partial<PersistentVolume["spec"]> => ({
  nodeAffinity: {
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: "In", values }] }] },
  },
});

class Scene {
  readonly cluster = new TestCluster();
  #pods = 0;

  /** Nodes by name, each in the zone that is its name's first letter. */
  constructor(...nodes: readonly string[]) {
    for (const name of nodes) this.cluster.addNode(aNode(name, { labels: { [ZONE]: name.slice(0, 1) } }));
  }

  claim(object: PersistentVolumeClaim): this {
    const claimIx = this.cluster.world.claims.nextIx;
    this.cluster.record(claimApplied, claimIx, { claimIx, uid: object.metadata.name, object });
    return this;
  }

  /** A claim that is bound to the volume. */
  bound(name: string, volumeName: string, over: Partial<PersistentVolumeClaim["spec"]> = {}): this {
    const object = aClaim(name, { ...over, volumeName });
    const annotations = { "pv.kubernetes.io/bind-completed": "yes" };
    return this.claim({ ...object, metadata: { ...object.metadata, annotations } });
  }

  volume(object: PersistentVolume): this {
    const volumeIx = this.cluster.world.volumes.nextIx;
    this.cluster.record(volumeApplied, volumeIx, { volumeIx, uid: object.metadata.name, object });
    return this;
  }

  storageClass(object: StorageClass): this {
    const storageClassIx = this.cluster.world.storageClasses.nextIx;
    this.cluster.record(storageClassApplied, storageClassIx, { storageClassIx, object });
    return this;
  }

  drivers(node: string, drivers: CSINode["spec"]["drivers"]): this {
    const csiNodeIx = this.cluster.world.csiNodes.nextIx;
    const metadata = { name: node, namespace: "", labels: {}, annotations: {} };
    const object: CSINode = { apiVersion: "storage.k8s.io/v1", kind: "CSINode", metadata, spec: { drivers } };
    this.cluster.record(csiNodeApplied, csiNodeIx, { csiNodeIx, object });
    return this;
  }

  placed(on: string, volumes: readonly Volume[], priority = 0): this {
    this.cluster.addPod(`p${this.#pods++}`, aTemplate({ spec: { volumes, priority } }), { on });
    return this;
  }

  /** "on a"; else the message without what preemption has to say. */
  ask(volumes: readonly Volume[], priority = 0): string {
    const { cluster } = this;
    const pod = cluster.addPod(`x${this.#pods++}`, aTemplate({ spec: { volumes, priority } }));
    const options = { tieBreak: firstName };
    const decision = scheduleOne(cluster.podView(pod), cluster.view, profile, new CycleState(), options);
    if (decision.kind === "placed") return `on ${cluster.world.nodes.at(decision.node)?.name ?? ""}`;
    if (decision.kind === "unschedulable" && decision.nomination.kind === "promise") {
      return `room on ${cluster.world.nodes.at(decision.nomination.node)?.name ?? ""}`;
    }
    return decision.message.replace(/ no new claims to deallocate.*$/, "");
  }
}

const waiting = aStorageClass({ volumeBindingMode: "WaitForFirstConsumer" });

describe("VolumeBinding", () => {
  test("scheduler 3.20, 3.61, 13.21: a claim that is not there", () => {
    expect(new Scene("a", "b", "c", "d", "e").ask(using("data"))).toBe(
      '0/5 nodes are available: persistentvolumeclaim "data" not found. not found',
    );
  });

  test("scheduler 3.20, 3.61, 8.1: a claim that binds at once and has not", () => {
    expect(new Scene("a").storageClass(aStorageClass()).claim(aClaim()).ask(using("data"))).toBe(
      "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
    );
  });

  test("scheduler 3.20: a claim whose volume is lost, one that is being deleted, one that is yet to be made", () => {
    const lost = { ...aClaim("data", { volumeName: "pv" }), status: { phase: "Lost" as const } };
    expect(new Scene("a").claim(lost).ask(using("data"))).toContain(
      ' persistentvolumeclaim "data" bound to non-existent persistentvolume "pv".',
    );
    const going = new Scene("a").volume(aVolume("pv")).bound("data", "pv");
    going.cluster.record(claimDeletionRequested, 0, {});
    expect(going.ask(using("data"))).toContain(' persistentvolumeclaim "data" is being deleted.');
    const metadata = { labels: {}, annotations: {} };
    const ephemeral = { volumeClaimTemplate: { metadata, spec: aClaim().spec } };
    expect(new Scene("a").ask([{ name: "scratch", ephemeral }])).toContain(
      ' waiting for ephemeral volume controller to create the persistentvolumeclaim "x0-scratch".',
    );
  });

  test("scheduler 8.2: a bound volume has to be reachable from the node", () => {
    const scene = new Scene("a", "b").volume(aVolume("pv", inZone("b"))).bound("data", "pv");
    expect(scene.ask(using("data"))).toBe("on b");
    const nowhere = new Scene("a", "b").volume(aVolume("pv", inZone("x"))).bound("data", "pv");
    expect(nowhere.ask(using("data"))).toBe(
      "0/2 nodes are available: 2 node(s) didn't match PersistentVolume's node affinity.",
    );
  });

  test("scheduler 8.3: a claim that waits takes a volume where the node reaches one", () => {
    const none = { ...waiting, provisioner: "kubernetes.io/no-provisioner" };
    const scene = new Scene("a", "b")
      .storageClass(none)
      .volume(aVolume("pv", inZone("b")))
      .claim(aClaim());
    expect(scene.ask(using("data"))).toBe("on b");
    expect(new Scene("a", "b").storageClass(none).claim(aClaim()).ask(using("data"))).toBe(
      "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind.",
    );
  });

  test("scheduler 8.3: two claims of a pod need two volumes, the smaller claim chooses first", () => {
    const none = { ...waiting, provisioner: "kubernetes.io/no-provisioner" };
    const large = { resources: { requests: { storage: "20Gi" }, limits: {} } };
    const scene = new Scene("a", "b")
      .storageClass(none)
      .volume(aVolume("a1", { ...inZone("a"), capacity: { storage: "30Gi" } }))
      .volume(aVolume("b1", { ...inZone("b"), capacity: { storage: "30Gi" } }))
      .volume(aVolume("b2", inZone("b")))
      .claim(aClaim("large", large))
      .claim(aClaim("small"));
    expect(scene.ask(using("large", "small"))).toBe("on b");
  });

  test("scheduler 8.3: a volume can be made where the class allows it, or where it was said that it will be", () => {
    const matchLabelExpressions = [{ key: ZONE, values: ["b"] }];
    const limited = { ...waiting, allowedTopologies: [{ matchLabelExpressions }] };
    expect(new Scene("a", "b").storageClass(limited).claim(aClaim()).ask(using("data"))).toBe("on b");
    const object = aClaim();
    const annotations = { "volume.kubernetes.io/selected-node": "c" };
    const selected = { ...object, metadata: { ...object.metadata, annotations } };
    expect(new Scene("a", "b", "c").storageClass(waiting).claim(selected).ask(using("data"))).toBe("on c");
  });
});

describe("VolumeZone", () => {
  test("scheduler 8.5, 3.21: the zones in a volume's labels; a node without any such label takes part", () => {
    const object = aVolume("pv");
    const labelled = { ...object, metadata: { ...object.metadata, labels: { [ZONE]: "b__c" } } };
    const scene = (...nodes: readonly string[]): Scene => new Scene(...nodes).volume(labelled).bound("data", "pv");
    expect(scene("a", "b").ask(using("data"))).toBe("on b");
    expect(scene("a").ask(using("data"))).toBe("0/1 nodes are available: 1 node(s) had no available volume zone.");
    const bare = scene();
    bare.cluster.addNode(aNode("bare"));
    expect(bare.ask(using("data"))).toBe("on bare");
  });
});

describe("NodeVolumeLimits", () => {
  const disk = (handle: string): Partial<PersistentVolume["spec"]> => ({
    csi: { driver: "csi.example", volumeHandle: handle },
  });

  test("scheduler 8.6, 3.19: a driver attaches so many volumes; a shared one counts once", () => {
    const scene = new Scene("a")
      .drivers("a", [{ name: "csi.example", topologyKeys: [], allocatable: { count: 1 } }])
      .volume(aVolume("one", disk("1")))
      .volume(aVolume("two", disk("2")))
      .bound("one", "one")
      .bound("two", "two")
      .placed("a", using("one"));
    expect(scene.ask(using("one"))).toBe("on a");
    expect(scene.ask(using("two"))).toBe("0/1 nodes are available: 1 node(s) exceed max volume count.");
    expect(scene.ask(using("two"), 5)).toBe("room on a");
  });

  test("scheduler 3.19: a volume that is yet to be made counts for the driver that makes it", () => {
    const scene = new Scene("a")
      .drivers("a", [{ name: "csi.example", topologyKeys: [], allocatable: { count: 1 } }])
      .storageClass(waiting)
      .claim(aClaim("one"))
      .claim(aClaim("two"));
    expect(scene.ask(using("one"))).toBe("on a");
    expect(scene.ask(using("one", "two"))).toBe("0/1 nodes are available: 1 node(s) exceed max volume count.");
  });
});

describe("VolumeRestrictions", () => {
  const gce = (pdName: string, readOnly: boolean): Volume => ({
    name: pdName,
    gcePersistentDisk: { pdName, readOnly },
  });
  const ebs: Volume = { name: "e", awsElasticBlockStore: { volumeID: "v", readOnly: true } };
  const iscsi = (readOnly: boolean): Volume => ({ name: "i", iscsi: { iqn: "iqn.x", readOnly } });
  const rbd = (monitors: readonly string[], readOnly = false): Volume => ({
    name: "r",
    rbd: { monitors, image: "img", pool: "rbd", readOnly },
  });

  test.each<[string, Volume, Volume, boolean]>([
    ["a GCE disk that one of them writes", gce("d", true), gce("d", false), true],
    ["a GCE disk that both read", gce("d", true), gce("d", true), false],
    ["an EBS volume that both read", ebs, ebs, true],
    ["an iSCSI target that one of them writes", iscsi(false), iscsi(true), true],
    ["an iSCSI target that both read", iscsi(true), iscsi(true), false],
    ["an RBD image over one monitor", rbd(["m1", "m2"]), rbd(["m2"]), true],
    ["an RBD image over other monitors", rbd(["m1"]), rbd(["m2"]), false],
  ])("scheduler 3.18: %s", (_, there, wanted, isRefused) => {
    const told = new Scene("a").placed("a", [there]).ask([wanted]);
    expect(told).toBe(isRefused ? "0/1 nodes are available: 1 node(s) had no available disk." : "on a");
  });

  test("scheduler 3.18, 8.7: a claim for one pod is taken everywhere, and can be freed by preemption", () => {
    const scene = new Scene("a", "b")
      .volume(aVolume("pv"))
      .bound("data", "pv", { accessModes: ["ReadWriteOncePod"] })
      .placed("a", using("data"));
    expect(scene.ask(using("data"))).toBe(
      "0/2 nodes are available: 2 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod.",
    );
    expect(scene.ask(using("data"), 5)).toBe("room on a");
  });
});
