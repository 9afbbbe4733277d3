import { containerCreated, containerStartFailed, containerStarted, podRemoved, restartCountOf } from "@podsim/core";
import type { Behavior } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const startError = 'exec: "/app": stat /app: no such file or directory';
const unstartable: Partial<Behavior> = {
  image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true },
  startError,
};
const nodeOf = (): OneNode => new OneNode({ behaviors: { app: unstartable } });

describe("a program that its image does not hold", () => {
  test("kubelet 2.12: RunContainerError first, and from the second retry on CrashLoopBackOff", () => {
    const node = nodeOf();
    node.pod(0, aSpec());
    const shown = node.statuses(50).map(({ at, status }) => `${at / SECOND} ${status}`);
    // Created and not started at 1.5; seen at 2 and tried again at once; the next sync meets the back-off of 10 s.
    expect(shown.slice(0, 5)).toEqual([
      "0 (gone)",
      "0 Pending",
      "0.1 ContainerCreating",
      "2 RunContainerError",
      expect.stringMatching(/^1[2-9](\.\d+)? CrashLoopBackOff$/),
    ]);
    expect(
      node
        .facts(containerStartFailed)
        .map(({ at }) => at)
        .slice(0, 2),
    ).toEqual([1.5, 2.2]);
    expect(node.facts(containerStarted)).toEqual([]);
  });

  test("kubelet 2.12, 2.8, 2.13: lastState StartError, 128; every creation counts as a restart", () => {
    const node = nodeOf();
    node.pod(0, aSpec());
    node.run(5);
    const [status] = node.world.pods.at(0)?.status.containerStatuses ?? [];
    expect(status?.state).toEqual({ kind: "waiting", reason: "RunContainerError", message: startError });
    expect(status?.lastState).toMatchObject({ exitCode: 128, reason: "StartError", message: startError });
    expect(node.facts(containerCreated)).toHaveLength(2);
    const pod = node.world.pods.at(0);
    expect(pod === undefined ? -1 : restartCountOf(pod)).toBe(1);
    expect(pod?.status.phase).toBe("Running");
  });

  test("kubelet 2.12, 3.9: under Never it stays as it ended: StartError, and the pod Failed", () => {
    const node = nodeOf();
    node.pod(0, aSpec({ restartPolicy: "Never" }));
    expect(node.statuses(30).at(-1)?.status).toBe("StartError");
    expect(node.world.pods.at(0)?.status.phase).toBe("Failed");
  });

  test("kubelet 3.2: the containers after it are started all the same", () => {
    const node = nodeOf();
    const well = aContainer({ name: "well" });
    node.pod(0, aSpec({ containers: [aContainer(), well] }));
    node.run(30);
    expect(node.facts(containerStarted).map(({ data }) => data.container)).toEqual([1]);
  });

  test("kubelet 8.13: its pod is gone soon after a delete", () => {
    const node = nodeOf();
    node.pod(0, aSpec());
    node.delete(60, 0, 30);
    node.run(80);
    expect(node.facts(podRemoved)[0]?.at).toBeLessThan(63);
  });
});
