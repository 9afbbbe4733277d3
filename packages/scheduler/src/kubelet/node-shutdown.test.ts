import {
  containerExited,
  containerRestartBackedOff,
  containerStarted,
  kubeletRestarted,
  nodeFailed,
  nodeReadyChanged,
  nodeRecovered,
  nodeShutdownBegan,
  podRejected,
  restartCountOf,
} from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";

const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const CRITICAL = 2_000_000_000;

const graceful: OneNodeOptions["profile"] = {
  kubelet: { shutdownGraceUs: 30 * SECOND, shutdownGraceCriticalUs: 10 * SECOND },
};

const nodeWith = (options: OneNodeOptions): OneNode =>
  new OneNode({ behaviors: { app: { image }, stubborn: { image, onSigterm: "ignore" } }, ...options });

const stubborn = aSpec({ containers: [aContainer({ name: "stubborn" })] });
const critical = aSpec({ priority: CRITICAL });

const shutDown = (node: OneNode, at: number, backAfterUs: number | null = null): void => {
  node.record(at, nodeShutdownBegan, 0, { backAfterUs });
};

describe("a node that is shut down in order", () => {
  test("controllers 1.42: ordinary pods have the total less the critical part, then critical ones that part", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, stubborn);
    node.pod(0, critical);
    shutDown(node, 10);
    node.run(100);
    expect(node.facts(containerExited, 0).map(({ at, data }) => [at, data.exitCode])).toEqual([[30, 137]]);
    expect(node.facts(containerExited, 1).map(({ at, data }) => [at, data.exitCode])).toEqual([[30.1, 0]]);
    const [off] = node.facts(nodeFailed, 0);
    expect(off?.data.mode).toBe("power-off");
    // Nobody waits for the rest of the time once the last pod is gone.
    expect(off?.at).toBeCloseTo(31.3, 1);
  });

  test("controllers 1.42: a pod's own grace counts where it is shorter, and a group that is done ends early", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, { ...stubborn, terminationGracePeriodSeconds: 5 });
    shutDown(node, 10);
    node.run(100);
    expect(node.facts(containerExited).map(({ at }) => at)).toEqual([15]);
    // Groups without pods take no time.
    expect(node.facts(nodeFailed)[0]?.at).toBeCloseTo(16.3, 1);
  });

  test("kubelet 8.21, controllers 1.43: the pods are Failed, reason Terminated, disrupted, and stay", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, aSpec());
    shutDown(node, 10);
    node.run(100);
    const pod = node.world.pods.at(0);
    expect(pod?.status).toMatchObject({
      phase: "Failed",
      reason: "Terminated",
      message: "Pod was terminated in response to imminent node shutdown.",
    });
    expect(pod?.status.conditions.find(({ type }) => type === "DisruptionTarget")).toMatchObject({
      reason: "TerminationByKubelet",
    });
    expect(node.facts(nodeReadyChanged)[0]).toMatchObject({ at: 10, data: { status: "False" } });
  });

  test("kubelet 8.21: a pod that comes now is refused", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, stubborn);
    shutDown(node, 10);
    node.pod(12, aSpec());
    node.run(20);
    expect(node.facts(podRejected, 1)[0]?.data).toEqual({
      reason: "NodeShutdown",
      message: "Pod was rejected as the node is shutting down.",
    });
  });

  test("controllers 1.42: without a grace the power goes off at once, and pods are told nothing", () => {
    const node = nodeWith({});
    node.pod(0, aSpec());
    shutDown(node, 10);
    node.run(100);
    expect(node.facts(nodeFailed).map(({ at }) => at)).toEqual([10]);
    expect(node.facts(containerExited)).toEqual([]);
    expect(node.world.pods.at(0)?.status.phase).toBe("Running");
  });

  test("controllers 1.41: a node that comes back restarts the same pods: new sandbox, one restart more", () => {
    const node = nodeWith({});
    node.pod(0, aSpec());
    node.pod(0, aSpec({ restartPolicy: "Never" }));
    shutDown(node, 10, 20 * SECOND);
    node.run(100);
    expect(node.facts(nodeRecovered).map(({ at }) => at)).toEqual([30]);
    const pod = node.world.pods.at(0);
    expect(pod?.status.phase).toBe("Running");
    expect(pod === undefined ? -1 : restartCountOf(pod)).toBe(1);
    expect(pod?.runtime.sandbox.attempt).toBe(1);
    expect(node.world.pods.at(1)?.status.phase).toBe("Failed");
  });

  test("pods that ended in order do not come back with it", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, aSpec());
    shutDown(node, 10, 20 * SECOND);
    node.run(100);
    expect(node.facts(containerStarted)).toHaveLength(1);
    expect(node.world.pods.at(0)?.status.phase).toBe("Failed");
  });
});

describe("a pod that its kubelet had given up and that the machine took with it", () => {
  test("kubelet 0.18, controllers 1.41: one that outlived its group's time is restarted like any other", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, stubborn);
    node.pod(0, { ...stubborn, restartPolicy: "Never" });
    shutDown(node, 10, 60 * SECOND);
    node.run(120);
    expect(node.facts(nodeFailed).map(({ at }) => at)).toEqual([30]);
    const pod = node.world.pods.at(0);
    expect(pod?.status).toMatchObject({ phase: "Running", reason: "", message: "" });
    expect(pod === undefined ? -1 : restartCountOf(pod)).toBe(1);
    // The other ends by its exit code, not for the shutdown's sake.
    expect(node.world.pods.at(1)?.status).toMatchObject({ phase: "Failed", reason: "", message: "" });
  });

  test("kubelet 0.18: a critical one as well", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, { ...stubborn, priority: CRITICAL });
    shutDown(node, 10, 60 * SECOND);
    node.run(120);
    expect(node.facts(nodeFailed).map(({ at }) => at)).toEqual([20]);
    expect(node.world.pods.at(0)?.status).toMatchObject({ phase: "Running", reason: "" });
  });
});

describe("a kubelet that restarts", () => {
  test("controllers 1.42: while its node shuts down: nobody holds that up any more", () => {
    const node = nodeWith({ profile: graceful });
    node.pod(0, stubborn);
    shutDown(node, 10, 20 * SECOND);
    node.record(15, kubeletRestarted, 0, {});
    node.run(100);
    expect(node.facts(nodeFailed).map(({ at, data }) => [at, data.mode])).toEqual([[15, "power-off"]]);
    expect(node.facts(nodeRecovered).map(({ at }) => at)).toEqual([35]);
    expect(node.world.pods.at(0)?.status.phase).toBe("Running");
  });

  test("kubelet 0.18: containers run on", () => {
    const node = nodeWith({});
    node.pod(0, aSpec());
    node.record(20, kubeletRestarted, 0, {});
    node.run(100);
    expect(node.facts(containerExited)).toEqual([]);
    expect(node.facts(containerStarted)).toHaveLength(1);
    expect(node.world.pods.at(0)?.status.phase).toBe("Running");
  });

  test("kubelet 0.18: restart back-offs are forgotten: the next sync starts what was waiting", () => {
    const crash = { image, run: { kind: "constant" as const, value: SECOND }, exitCode: 1 };
    const startsIn = (restartAt: number | null): readonly number[] => {
      const node = new OneNode({ behaviors: { app: crash } });
      node.pod(0, aSpec());
      if (restartAt !== null) node.record(restartAt, kubeletRestarted, 0, {});
      node.run(520);
      return node.facts(containerStarted).map(({ at }) => at);
    };
    const undisturbed = startsIn(null);
    // In the wait of 160 s after the sixth exit.
    const restartAt = Math.floor((undisturbed[5] ?? 0) + 60);
    const disturbed = startsIn(restartAt);
    expect(disturbed.slice(0, 6)).toEqual(undisturbed.slice(0, 6));
    expect((disturbed[6] ?? 0) - restartAt).toBeLessThan(3);
    expect((undisturbed[6] ?? 0) - restartAt).toBeGreaterThan(60);
  });

  test("kubelet 0.18: it backs off as for the first time afterwards", () => {
    const crash = { image, run: { kind: "constant" as const, value: SECOND }, exitCode: 1 };
    const node = new OneNode({ behaviors: { app: crash } });
    node.pod(0, aSpec());
    node.record(100, kubeletRestarted, 0, {});
    node.run(140);
    const pod = node.world.pods.at(0);
    expect(pod?.runtime.containers[0]?.restartBackOff?.backOffUs).toBeLessThanOrEqual(20 * SECOND);
    expect(node.facts(containerRestartBackedOff).length).toBeGreaterThan(0);
  });
});
