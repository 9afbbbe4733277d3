import {
  configMapApplied,
  containerConfigFailed,
  containerStarted,
  podRemoved,
  restartCountOf,
  secretApplied,
  volumeMountFailed,
} from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const password = { name: "PW", valueFrom: { secretKeyRef: { name: "mysql-pass", key: "password" } } };
const needsSecret = aSpec({ containers: [aContainer({ env: [password] })] });
const needsConfigMap = aSpec({ volumes: [{ name: "config", configMap: { name: "web" } }] });

const addSecret = (node: OneNode, at: number): void => {
  node.record(at, secretApplied, 0, secretApplied.example);
};
const addConfigMap = (node: OneNode, at: number): void => {
  const { object } = configMapApplied.example;
  node.record(at, configMapApplied, 0, {
    configMapIx: 0,
    object: { ...object, metadata: { ...object.metadata, name: "web" } },
  });
};

describe("a container's environment comes from an object that is missing", () => {
  test("kubelet 2.14: CreateContainerConfigError for ever, every 10 to 15 s, without record or back-off", () => {
    const node = new OneNode();
    node.pod(0, needsSecret);
    const statuses = node.statuses(600).map(({ status }) => status);
    expect(statuses).toEqual(["(gone)", "Pending", "ContainerCreating", "CreateContainerConfigError"]);
    const tries = node.facts(containerConfigFailed);
    expect(tries[0]?.data).toEqual({ container: 0, error: 'secret "mysql-pass" not found' });
    const waits = tries.slice(2).map(({ at }, i) => at - (tries[i + 1]?.at ?? 0));
    expect(waits.length).toBeGreaterThan(35);
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(10);
      // Up to 15 s, then the next tick and the next relist.
      expect(wait).toBeLessThan(17);
    }
    const pod = node.world.pods.at(0);
    expect(pod?.status.containerStatuses[0]).toMatchObject({ restartCount: 0, containerId: "" });
    expect(pod === undefined ? -1 : restartCountOf(pod)).toBe(0);
  });

  test("kubelet 2.14: created later, it runs at the next retry", () => {
    const node = new OneNode();
    node.pod(0, needsSecret);
    addSecret(node, 100);
    node.run(200);
    const [started] = node.facts(containerStarted);
    expect(started?.at).toBeGreaterThan(100);
    expect(started?.at).toBeLessThan(117);
  });
});

describe("a volume comes from an object that is missing", () => {
  test("the node tries again after 0.5 s, 1 s, 2 s … 122 s, and the pod stays ContainerCreating", () => {
    const node = new OneNode();
    node.pod(0, needsConfigMap);
    const statuses = node.statuses(800).map(({ status }) => status);
    expect(statuses).toEqual(["(gone)", "Pending", "ContainerCreating"]);
    const tries = node.facts(volumeMountFailed);
    expect(tries.map(({ at }) => Math.round((at - 0.5) * 10) / 10)).toEqual([
      0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 127.5, 249.5, 371.5, 493.5, 615.5, 737.5,
    ]);
    expect(tries[0]?.data).toEqual({ volume: "config", error: 'configmap "web" not found' });
  });

  test.each([
    ["while the first sync waits", 10, 16],
    ["after its patience of 123 s ended: with a sync that waits again", 200, 250],
  ])("created later, it runs at the next try: %s", (_, created, mounted) => {
    const node = new OneNode();
    node.pod(0, needsConfigMap);
    addConfigMap(node, created);
    node.run(400);
    const [started] = node.facts(containerStarted);
    expect(started?.at).toBeGreaterThan(mounted);
    // Sandbox, image, creation and start.
    expect(started?.at).toBeLessThan(mounted + 4);
  });

  test("only what is missing is tried again", () => {
    const node = new OneNode();
    addSecret(node, 0);
    const volumes = [
      { name: "config", configMap: { name: "web" } },
      { name: "pass", secret: { secretName: "mysql-pass" } },
    ];
    node.pod(0, aSpec({ volumes }));
    node.run(10);
    expect(new Set(node.facts(volumeMountFailed).map(({ data }) => data.volume))).toEqual(new Set(["config"]));
  });

  test("service account tokens find the certificates that every namespace has", () => {
    const node = new OneNode();
    const sources = [{ configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } }];
    node.pod(0, aSpec({ volumes: [{ name: "kube-api-access-x", projected: { sources } }] }));
    expect(node.statuses(20).at(-1)).toMatchObject({ status: "Running", at: 4 * SECOND });
  });

  test("kubelet 0.12: deleting the pod ends the wait at once", () => {
    const node = new OneNode();
    node.pod(0, needsConfigMap);
    node.delete(30, 0, 30);
    node.run(60);
    expect(node.facts(podRemoved).map(({ at }) => at)).toEqual([32.3]);
  });
});
