import { containerExited, containerHookStarted, containerKillBegan, podDeadlineExceeded } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";

const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
const stubborn: OneNodeOptions = { behaviors: { app: { ...cached, onSigterm: "ignore" } } };
const times = (facts: readonly { at: number }[]): readonly number[] => facts.map(({ at }) => at);

/** Changes of phase and reason in the API, in seconds. */
const phases = (node: OneNode, until: number): readonly string[] => {
  const seen: string[] = [];
  node.run(until, (pod, { at }) => {
    if (pod === undefined) return;
    const { phase, reason } = pod.status;
    const text = `${phase}${reason === "" ? "" : `/${reason}`}`;
    if (seen.at(-1)?.endsWith(` ${text}`) !== true) seen.push(`${(at / SECOND).toFixed(2)} ${text}`);
  });
  return seen;
};

describe("activeDeadlineSeconds", () => {
  test("kubelet 8.17, D12, F20: counted from the start time; the phase flips once the containers have stopped", () => {
    const node = new OneNode(stubborn);
    node.pod(0.1, aSpec({ activeDeadlineSeconds: 30 }));
    expect(phases(node, 100)).toEqual(["0.10 Pending", "2.00 Running", "61.05 Failed/DeadlineExceeded"]);
    const [kill] = node.facts(containerKillBegan);
    expect(kill).toMatchObject({ at: 31, data: { graceSeconds: 30, message: "Stopping container app" } });
    expect(times(node.facts(containerExited))).toEqual([61]);
    const pod = node.world.pods.at(0);
    expect(pod?.status.message).toBe("Pod was active on the node longer than the specified deadline");
    expect(pod?.status.containerStatuses[0]?.state).toMatchObject({
      kind: "terminated",
      exitCode: 137,
      reason: "Error",
    });
  });

  test("kubelet F20, 8.17: what a pod waits before its kubelet accepts it is not counted", () => {
    const kubeletWatch = { kind: "constant" as const, value: 12 * SECOND };
    const node = new OneNode({ ...stubborn, latencies: { kubeletWatch } });
    node.pod(0, aSpec({ activeDeadlineSeconds: 30 }));
    expect(phases(node, 100)).toEqual(["0.00 Pending", "14.00 Running", "73.05 Failed/DeadlineExceeded"]);
    expect(node.facts(podDeadlineExceeded)[0]?.at).toBe(42);
    expect(node.facts(containerKillBegan)[0]?.at).toBe(43);
  });

  test("kubelet 8.17: it is told each time the status is made", () => {
    const node = new OneNode(stubborn);
    node.pod(0.1, aSpec({ activeDeadlineSeconds: 30 }));
    node.run(100);
    expect(times(node.facts(podDeadlineExceeded))).toEqual([30, 31, 61.05, 62]);
    const [told] = podDeadlineExceeded.announce?.(node.world.pods.at(0) as never, {}, 0, undefined as never) ?? [];
    expect(told).toMatchObject({ type: "Normal", reason: "DeadlineExceeded", from: "kubelet" });
  });

  test("kubelet 8.17: whatever the containers end with, and however the pod restarts them", () => {
    for (const restartPolicy of ["Always", "OnFailure", "Never"] as const) {
      const node = new OneNode({ behaviors: { app: cached } });
      node.pod(0, aSpec({ activeDeadlineSeconds: 30, restartPolicy }));
      node.run(60);
      expect(node.world.pods.at(0)?.status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded" });
      expect(node.facts(containerExited)[0]?.data.exitCode).toBe(0);
    }
  });

  test("kubelet 8.17: a pod that ends before is left alone", () => {
    const node = new OneNode({ behaviors: { app: { ...cached, run: { kind: "constant", value: 10 * SECOND } } } });
    node.pod(0, aSpec({ activeDeadlineSeconds: 30, restartPolicy: "Never" }));
    expect(phases(node, 100).at(-1)).toMatch(/ Succeeded$/);
    expect(node.facts(podDeadlineExceeded)).toEqual([]);
  });

  test("kubelet 8.17, 0.12: a pull that is under way is waited for", () => {
    const slow = { image: { sizeBytes: 60, pullBytesPerSecond: 1, missing: false, cached: false } };
    const node = new OneNode({ behaviors: { app: slow } });
    node.pod(0, aSpec({ activeDeadlineSeconds: 10 }));
    node.run(100);
    expect(node.facts(podDeadlineExceeded)[0]?.at).toBeGreaterThan(61);
  });

  test("kubelet 8.17, 3.18: preStop runs, inside the pod's own grace", () => {
    const hooks = {
      postStart: { takes: { kind: "constant" as const, value: 0 }, fails: false },
      preStop: { takes: { kind: "constant" as const, value: 5 * SECOND }, fails: false },
    };
    const node = new OneNode({ behaviors: { app: { ...cached, hooks } } });
    const container = aContainer({ lifecycle: { preStop: { exec: { command: ["sleep"] } } } });
    node.pod(0, aSpec({ activeDeadlineSeconds: 30, containers: [container] }));
    node.run(100);
    expect(times(node.facts(containerHookStarted))).toEqual([31]);
    expect(times(node.facts(containerExited))).toEqual([36.1]);
  });

  test("kubelet 8.17, 0.18: a kubelet that starts again looks at once", () => {
    const node = new OneNode(stubborn);
    node.pod(0, aSpec({ activeDeadlineSeconds: 30 }));
    node.fail(20, "kubelet-down");
    node.recover(50.5);
    node.run(120);
    expect(node.facts(podDeadlineExceeded)[0]?.at).toBe(50.5);
  });
});
