import {
  containerExited,
  containerStarted,
  nodeReadyChanged,
  nodeRuntimeMended,
  nodeRuntimeTroubled,
  notReadyMessage,
  podNetworkNotReady,
  podRemoved,
  podSandboxCreated,
  podSandboxFailed,
  podSandboxStopped,
  statusColumn,
} from "@podsim/core";
import type { Behavior, RuntimeTroubleKind } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const cached: Partial<Behavior> = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
const lasting = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });
const runsFor = (seconds: number): Partial<Behavior> => ({ ...cached, run: lasting(seconds), exitCode: 1 });
const times = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);

/** Trouble from the one second to the other. */
const troubled = (node: OneNode, trouble: RuntimeTroubleKind, from: number, until: number | null): OneNode => {
  const error = trouble === "cni-fails" ? "no room" : "";
  node.record(from, nodeRuntimeTroubled, 0, { trouble, error });
  if (until !== null) node.record(until, nodeRuntimeMended, 0, {});
  return node;
};

const readiness = (node: OneNode): readonly string[] =>
  node.facts(nodeReadyChanged).map(({ at, data }) => `${at} ${data.status} ${data.reason}`);

describe("a network plugin that fails", () => {
  test("kubelet 3.5: FailedCreatePodSandBox, ContainerCreating, and another try every 10 to 16 s until it works", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "cni-fails", 0, 60);
    node.pod(0, aSpec());
    const shown = node.statuses(90).map(({ status }) => status);
    expect(shown).toEqual(["(gone)", "Pending", "ContainerCreating", "Running"]);
    const failed = times(node.facts(podSandboxFailed));
    expect(failed[0]).toBeCloseTo(1.3, 5);
    const gaps = failed.slice(1).map((at, k) => at - (failed[k] ?? 0));
    expect(gaps.length).toBeGreaterThanOrEqual(3);
    for (const gap of gaps) {
      // From the end of a sync: 10 to 15 s, to the next tick, and 0.8 s until the runtime has given up.
      expect(gap).toBeGreaterThanOrEqual(10.8);
      expect(gap).toBeLessThanOrEqual(16.8);
    }
    expect(node.facts(podSandboxCreated).map(({ data }) => data.attempt)).toEqual([0]);
    expect(readiness(node)).toEqual([]);
  });

  test("kubelet 3.5, 11.3: each failure names another sandbox, so its messages differ", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "cni-fails", 0, null);
    node.pod(0, aSpec());
    node.run(100);
    const errors = node.facts(podSandboxFailed).map(({ data }) => data.error);
    expect(new Set(errors).size).toBe(errors.length);
    expect(errors[0]).toMatch(
      /^rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{64}": no room$/,
    );
  });

  test("kubelet 3.4: where there was a sandbox before, each try tells SandboxChanged first", () => {
    const node = new OneNode({ behaviors: { app: cached } });
    node.pod(0, aSpec());
    node.record(20, podSandboxStopped, 0, {});
    troubled(node, "cni-fails", 10, 40);
    const told: string[] = [];
    node.run(60, (pod, _, { definition, data, at }) => {
      for (const event of definition.announce?.(pod, data, at, node.profile) ?? []) told.push(event.reason);
    });
    expect(times(node.facts(podSandboxFailed)).length).toBeGreaterThanOrEqual(1);
    const failures = told.flatMap((reason, k) => (reason === "FailedCreatePodSandBox" ? [told[k - 1]] : []));
    expect(failures.length).toBeGreaterThanOrEqual(1);
    expect(new Set(failures)).toEqual(new Set(["SandboxChanged"]));
    expect(node.facts(podSandboxCreated).map(({ data }) => data.attempt)).toEqual([0, 1]);
  });

  test("kubelet 0.7: a pod on its node's network needs no plugin", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "cni-fails", 0, null);
    node.pod(0, { ...aSpec(), hostNetwork: true });
    node.run(10);
    expect(times(node.facts(containerStarted))).toEqual([1.5]);
  });

  test("kubelet 8.13: a pod that is deleted while it waits for its sandbox is gone soon, without a word of it", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "cni-fails", 0, null);
    node.pod(0, aSpec());
    node.delete(1, 0, 30);
    node.run(20);
    expect(node.facts(podSandboxFailed)).toEqual([]);
    expect(node.facts(podRemoved)[0]?.at).toBeLessThan(5);
  });
});

describe("a node without a network plugin", () => {
  test("kubelet 0.7, 0.10: once the kubelet knows, syncs stop at NetworkNotReady and come again after 1 to 2.5 s", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "network-not-ready", 1, 42);
    node.pod(6, aSpec());
    expect(node.statuses(60).at(-1)?.status).toBe("Running");
    const stopped = times(node.facts(podNetworkNotReady));
    expect(stopped[0]).toBeCloseTo(6.1, 5);
    const gaps = stopped.slice(1).map((at, k) => at - (stopped[k] ?? 0));
    expect(gaps.length).toBeGreaterThan(10);
    for (const gap of gaps) expect(gap).toBeLessThanOrEqual(2.5);
    // The network is well from 42 s on, which the kubelet sees at 45 s.
    expect(stopped.at(-1)).toBeLessThanOrEqual(45);
    expect(stopped.at(-1)).toBeGreaterThan(42);
    expect(node.facts(podSandboxFailed)).toEqual([]);
    // Seen at 5 s and 45 s, reported with the node's status at 10 s and 50 s.
    expect(readiness(node)).toEqual(["10 False KubeletNotReady", "50 True KubeletReady"]);
  });

  test("kubelet 0.7: before it knows, making the sandbox fails; pods that run are left alone", () => {
    const node = new OneNode({ behaviors: { app: cached, old: cached } });
    node.pod(0, aSpec({ containers: [aContainer({ name: "old" })] }));
    troubled(node, "network-not-ready", 20.5, null);
    node.pod(21, aSpec());
    node.run(60);
    expect(node.facts(podSandboxFailed, 1)[0]?.data.error).toMatch(/": cni plugin not initialized$/);
    expect(node.facts(podNetworkNotReady, 0)).toEqual([]);
    expect(node.facts(containerExited, 0)).toEqual([]);
  });
});

describe("a container runtime that does not answer", () => {
  test("kubelet 0.20: no pod is synced; what ends is seen, and restarted, when it answers again", () => {
    const node = troubled(new OneNode({ behaviors: { app: runsFor(20) } }), "runtime-down", 10, 100.5);
    node.pod(0, aSpec());
    const shown = node.statuses(110).map(({ at, status }) => `${at / SECOND} ${status}`);
    expect(times(node.facts(containerExited))[0]).toBe(21.5);
    expect(shown.slice(3, 6)).toEqual(["2 Running", "106 Error", "107 Running"]);
    expect(times(node.facts(containerStarted))[1]).toBeCloseTo(106.2, 5);
    // The last good answer was at 10 s: down from 40 s on, well again at 105 s; reports fall on whole tens.
    expect(readiness(node)).toEqual(["40 False KubeletNotReady", "110 True KubeletReady"]);
  });

  test("kubelet 0.20: an outage shorter than 30 s leaves the node Ready; a new pod's sandbox fails meanwhile", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "runtime-down", 10, 30);
    node.pod(12, aSpec());
    node.run(60);
    expect(node.facts(podSandboxFailed)[0]?.data.error).toMatch(
      /^rpc error: code = Unavailable .*connection refused"$/,
    );
    expect(node.facts(podSandboxFailed)).toHaveLength(1);
    expect(times(node.facts(containerStarted))[0]).toBeLessThan(33);
    expect(readiness(node)).toEqual([]);
  });

  test("kubelet 0.20, 8.10: a delete is acted on when it answers again", () => {
    const node = troubled(new OneNode({ behaviors: { app: cached } }), "runtime-down", 10, 100);
    node.pod(0, aSpec());
    node.delete(50, 0, 30);
    node.run(120);
    expect(times(node.facts(containerExited))[0]).toBeGreaterThan(100);
    expect(node.facts(podRemoved)[0]?.at).toBeLessThan(103);
  });

  test("kubelet 0.20: probes go on: readiness flips all the same", () => {
    const failing = { passAfter: 0, failFrom: 40 * SECOND, failure: "no" };
    const behavior = { ...cached, probes: { startup: null, liveness: null, readiness: failing } };
    const node = troubled(new OneNode({ behaviors: { app: behavior } }), "runtime-down", 10, null);
    const readinessProbe = aProbe({ httpGet: { path: "/", port: 80, scheme: "HTTP" }, failureThreshold: 1 });
    node.pod(0, aSpec({ containers: [aContainer({ readinessProbe })] }));
    let unreadyAt = 0;
    node.run(100, (pod, { at }) => {
      const [status] = pod?.status.containerStatuses ?? [];
      if (unreadyAt === 0 && at > 20 * SECOND && status?.ready === false) unreadyAt = at / SECOND;
    });
    expect(unreadyAt).toBeGreaterThan(41);
    expect(unreadyAt).toBeLessThan(53);
    const pod = node.world.pods.at(0);
    expect(pod === undefined ? "" : statusColumn(pod)).toBe("Running");
  });

  test("kubelet 0.5, 0.20: what the node says of it; after three minutes of missing relists that as well", () => {
    const trouble = { kind: "runtime-down" as const, error: "", sinceUs: 100 * SECOND, endedAtUs: null };
    expect(notReadyMessage(trouble, 140 * SECOND)).toBe("container runtime is down");
    expect(notReadyMessage(trouble, 285 * SECOND)).toBe(
      "[container runtime is down, PLEG is not healthy: pleg was last seen active 3m5s ago; threshold is 3m0s]",
    );
  });
});
