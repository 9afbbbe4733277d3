// Pods that are resized while they run: what is set aside, what is put off, and which containers are restarted.
import {
  accountedSpec,
  containerExited,
  containerKillBegan,
  containerResized,
  containerStarted,
  findCondition,
  podRequests,
  podResizeAllocated,
  podFailedByKubelet,
  podResizeDeclined,
  podUpdated,
} from "@podsim/core";
import type { Behavior, PodSpec, ResourceList } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { MINUTE } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";

const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };

type Options = Parameters<typeof aContainer>[0];

const asking = (requests: ResourceList, options: Options = {}): PodSpec =>
  aSpec({ containers: [aContainer({ requests, ...options })] });

const nodeWith = (spec: PodSpec, options: OneNodeOptions = {}): OneNode => {
  const node = new OneNode({ behaviors: { app: cached }, ...options });
  node.pod(0, spec);
  return node;
};

const resize = (node: OneNode, at: number, spec: PodSpec, pod = 0): void =>
  node.record(at, podUpdated, pod, { template: { metadata: { labels: {}, annotations: {} }, spec } });

const cpuOf = (node: OneNode, pod = 0): number => {
  const state = node.world.pods.at(pod);
  return state === undefined ? -1 : podRequests(accountedSpec(state)).milliCpu;
};

const conditionOf = (node: OneNode, type: string, pod = 0): string => {
  const state = node.world.pods.at(pod);
  const condition = state === undefined ? undefined : findCondition(state.status, type);
  return condition === undefined ? "" : `${condition.status} ${condition.reason} ${condition.message}`.trim();
};

describe("a resize", () => {
  test("kubelet 3.1, 3.6: is given to a container that runs on, unless its policy says otherwise", () => {
    const node = nodeWith(asking({ cpu: "1" }));
    resize(node, 20, asking({ cpu: "2" }));
    node.run(30);
    expect(node.facts(podResizeAllocated)).toHaveLength(1);
    expect(node.facts(containerResized)).toHaveLength(1);
    expect(node.facts(containerKillBegan)).toEqual([]);
    expect(node.world.pods.at(0)?.runtime.resize).toBeNull();
  });

  test("kubelet 3.6, 11.9: restarts the container where the resource that changed asks for it", () => {
    const resizePolicy = [{ resourceName: "memory", restartPolicy: "RestartContainer" }] as const;
    const node = nodeWith(asking({ cpu: "1", memory: "1Gi" }, { resizePolicy }));
    resize(node, 20, asking({ cpu: "2", memory: "1Gi" }, { resizePolicy }));
    resize(node, 40, asking({ cpu: "2", memory: "2Gi" }, { resizePolicy }));
    node.run(60);
    expect(node.facts(containerKillBegan).map(({ at, data }) => [at > 40, data.message])).toEqual([
      [true, "Container app resize requires restart"],
    ]);
    expect(node.facts(containerStarted)).toHaveLength(2);
    expect(node.world.pods.at(0)?.runtime.resize).toBeNull();
  });

  test("kubelet 7.11: that the node could never give is infeasible, and counts for nothing (scheduler 5.8)", () => {
    const node = nodeWith(asking({ cpu: "1" }));
    resize(node, 20, asking({ cpu: "8" }));
    node.run(30);
    const message = "Node didn't have enough capacity: cpu, requested: 8000, capacity: 4000";
    expect(node.facts(podResizeDeclined).map(({ data }) => data)).toEqual([{ reason: "Infeasible", message }]);
    expect(conditionOf(node, "PodResizePending")).toBe(`True Infeasible ${message}`);
    expect(cpuOf(node)).toBe(1_000);
  });

  test("kubelet 7.11: that there is no room for now is deferred until somebody goes, and is counted for (scheduler 5.8)", () => {
    const node = nodeWith(asking({ cpu: "1" }));
    const other = node.pod(0, asking({ cpu: "2" }));
    resize(node, 20, asking({ cpu: "3" }));
    node.delete(60, other, 5);
    const seen: string[] = [];
    node.run(80, () => {
      const text = conditionOf(node, "PodResizePending");
      if (seen.at(-1) !== text) seen.push(text);
    });
    expect(seen).toEqual([
      "",
      "True Deferred Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000",
      "",
    ]);
    expect(node.facts(podResizeAllocated)[0]?.at).toBeGreaterThan(60);
  });

  test("scheduler 5.8: counts as the most of what is asked for, set aside and in force", () => {
    const node = nodeWith(asking({ cpu: "3" }));
    resize(node, 20, asking({ cpu: "1" }));
    const counted: number[] = [];
    node.run(30, (pod) => {
      if (pod !== undefined && counted.at(-1) !== cpuOf(node)) counted.push(cpuOf(node));
    });
    expect(counted).toEqual([3_000, 1_000]);
    expect(node.world.nodes.resource("cpu").requested(0 as never)).toBe(1_000);
  });

  test("that is taken back while it waits leaves everything as it was", () => {
    const node = nodeWith(asking({ cpu: "1" }));
    resize(node, 20, asking({ cpu: "8" }));
    resize(node, 30, asking({ cpu: "1" }));
    node.run(40);
    expect(node.facts(containerResized)).toEqual([]);
    expect(conditionOf(node, "PodResizePending")).toBe("");
  });
});

describe("kubelet 9.4: a limit that is changed while the container's memory grows", () => {
  const growing = {
    ...cached,
    use: {
      memory: {
        kind: "curve" as const,
        points: [
          { atUs: 0, amount: 0, until: "ramp" as const },
          { atUs: 10 * MINUTE, amount: 600 * 2 ** 20, until: "ramp" as const },
        ],
      },
      disk: null,
      processes: null,
      volumes: {},
      killedAtLimit: true,
    },
  };
  const limited = (memory: string): PodSpec => asking({}, { limits: { memory } });
  const firstEnd = (changes: (node: OneNode) => void): number => {
    const node = nodeWith(limited("120Mi"), { behaviors: { app: growing } });
    changes(node);
    node.run(580);
    return Math.round(node.facts(containerExited)[0]?.at ?? -1);
  };

  test("kills it when the memory reaches the limit of then", () => {
    const unchanged = firstEnd(() => undefined);
    const raised = firstEnd((node) => resize(node, 60, limited("240Mi")));
    const lowered = firstEnd((node) => resize(node, 60, limited("100Mi")));
    expect(raised - unchanged).toBe(120);
    expect(unchanged - lowered).toBe(20);
  });

  test("lowered below what it uses already, at once", () => {
    expect(firstEnd((node) => resize(node, 90, limited("50Mi")))).toBe(90);
  });
});

test("kubelet 9.9: a node that runs short ranks by what is set aside, not by what a resize asks for", () => {
  const GI = 2 ** 30;
  const uses = (bytes: number): Partial<Behavior> => ({
    ...cached,
    use: {
      memory: {
        kind: "curve",
        points: [
          { atUs: 0, amount: 0, until: "step" },
          { atUs: MINUTE, amount: bytes, until: "step" },
        ],
      },
      killedAtLimit: true,
      disk: null,
      volumes: {},
      processes: null,
    },
  });
  const evicted = (asked: string): readonly number[] => {
    const room = { cpu: "4", memory: "4Gi", pods: "110" };
    const node = new OneNode({
      behaviors: { app: uses(2.4 * GI), other: uses(1.6 * GI) },
      node: { capacity: room, allocatable: room },
    });
    node.pod(0, asking({ memory: "1Gi" }));
    node.pod(0, aSpec({ containers: [aContainer({ name: "other", requests: { memory: "1Gi" } })] }));
    resize(node, 20, asking({ memory: asked }));
    node.run(100);
    return [0, 1].filter((pod) => node.facts(podFailedByKubelet, pod).length > 0);
  };
  // 8Gi will never be had, 2800Mi are: then the pod asks for more than it uses.
  expect(evicted("8Gi")).toEqual([0]);
  expect(evicted("2800Mi")).toEqual([1]);
});
