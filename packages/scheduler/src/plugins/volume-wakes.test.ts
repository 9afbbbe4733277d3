// What wakes pods that volume plugins rejected.
import { expect, test } from "vitest";
import { claimApplied, csiNodeApplied, storageClassApplied } from "@podsim/core";
import type { PodSpec, PodState, Volume } from "@podsim/core";
import { aNode, aTemplate } from "../../testing/cluster-builder.js";
import { QueueScene } from "../../testing/queue-scene.js";
import { aClaim, aStorageClass, aVolume } from "../../testing/storage-objects.js";
import { ACTION } from "../framework/wake.js";
import type { ClusterEvent } from "../framework/wake.js";

const volumes: readonly Volume[] = [{ name: "d", persistentVolumeClaim: { claimName: "data", readOnly: false } }];

const claimEvent = (name: string, action: number): ClusterEvent => {
  const data = { claimIx: 0, uid: name, object: aClaim(name) };
  const after = claimApplied.evolve(undefined, data, 0) ?? null;
  return { resource: "PersistentVolumeClaim", action, before: action === ACTION.add ? null : after, after };
};

const volumeEvent: ClusterEvent = {
  resource: "PersistentVolume",
  action: ACTION.add,
  before: null,
  after: {
    ix: 0 as never,
    uid: "v",
    createdAtUs: 0,
    object: aVolume("v"),
    phase: "Available",
    isProvisioned: false,
    deletingSinceUs: null,
  },
};

const classEvent = (mode: "Immediate" | "WaitForFirstConsumer"): ClusterEvent => {
  const data = { storageClassIx: 0, object: aStorageClass({ volumeBindingMode: mode }) };
  const after = storageClassApplied.evolve(undefined, data, 0) ?? null;
  return { resource: "StorageClass", action: ACTION.add, before: null, after };
};

const driverEvent = (from: number | null, to: number): ClusterEvent => {
  const state = (count: number) => {
    const drivers = [{ name: "csi.example", topologyKeys: [], allocatable: { count } }];
    const object = { ...csiNodeApplied.example.object, spec: { drivers } };
    return csiNodeApplied.evolve(undefined, { csiNodeIx: 0, object }, 0) ?? null;
  };
  const action = from === null ? ACTION.add : ACTION.update;
  return { resource: "CSINode", action, before: from === null ? null : state(from), after: state(to) };
};

const podEvent = (scene: QueueScene, spec: Partial<PodSpec>): ClusterEvent => {
  scene.cluster.addNode(aNode("a"));
  const before: PodState = scene.cluster.state(scene.cluster.addPod("gone", aTemplate({ spec }), { on: "a" }));
  return { resource: "AssignedPod", action: ACTION.delete, before, after: null };
};

test.each<[string, string, (scene: QueueScene) => ClusterEvent, boolean]>([
  ["VolumeRestrictions", "its claim appears", () => claimEvent("data", ACTION.add), true],
  ["VolumeRestrictions", "another claim appears", () => claimEvent("other", ACTION.add), false],
  ["VolumeRestrictions", "its claim changes", () => claimEvent("data", ACTION.update), false],
  ["VolumeRestrictions", "a pod with its claim goes", (scene) => podEvent(scene, { volumes }), true],
  ["VolumeRestrictions", "a pod without volumes goes", (scene) => podEvent(scene, {}), false],
  ["NodeVolumeLimits", "a driver appears", () => driverEvent(null, 5), true],
  ["NodeVolumeLimits", "a driver attaches more", () => driverEvent(5, 6), true],
  ["NodeVolumeLimits", "a driver attaches less", () => driverEvent(6, 5), false],
  ["NodeVolumeLimits", "a pod with a claim goes", (scene) => podEvent(scene, { volumes }), true],
  ["NodeVolumeLimits", "a pod without volumes goes", (scene) => podEvent(scene, {}), false],
  ["VolumeBinding", "its claim changes", () => claimEvent("data", ACTION.update), true],
  ["VolumeBinding", "another claim changes", () => claimEvent("other", ACTION.update), false],
  ["VolumeBinding", "a volume appears", () => volumeEvent, true],
  ["VolumeBinding", "a class appears", () => classEvent("Immediate"), true],
  ["VolumeBinding", "a driver changes", () => driverEvent(6, 5), true],
  ["VolumeZone", "a class that waits for pods appears", () => classEvent("WaitForFirstConsumer"), true],
  ["VolumeZone", "a class that does not wait appears", () => classEvent("Immediate"), false],
  ["VolumeZone", "its claim appears", () => claimEvent("data", ACTION.add), true],
  ["VolumeZone", "a volume appears", () => volumeEvent, true],
])("scheduler 1.57: %s: %s", (plugin, _, eventOf, expected) => {
  const scene = new QueueScene();
  expect(scene.wakes(plugin, scene.pod({ volumes }), eventOf(scene))).toBe(expected);
});
