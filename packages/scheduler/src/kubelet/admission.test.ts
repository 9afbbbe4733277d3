import { containerStarted, nodeTainted, podRejected } from "@podsim/core";
import type { PodSpec, ResourceUse } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const MI = 2 ** 20;
const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const SIZE = { cpu: "4", memory: "4Gi", "ephemeral-storage": "10Gi", pods: "3", "example.com/dongle": "1" };

const asking = (requests: Record<string, string>, more: Partial<PodSpec> = {}): PodSpec =>
  aSpec({ containers: [aContainer({ requests })], ...more });

const refusalOf = (node: OneNode, pod: number): unknown => node.facts(podRejected, pod)[0]?.data ?? null;

describe("what a node refuses", () => {
  test.each<[string, PodSpec, object | null]>([
    ["nothing that fits", asking({ cpu: "2" }), null],
    [
      "too much cpu",
      asking({ cpu: "3" }),
      {
        reason: "OutOfcpu",
        message: "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000",
      },
    ],
    [
      "too much memory",
      asking({ memory: "4Gi" }),
      {
        reason: "OutOfmemory",
        message:
          "Node didn't have enough resource: memory, requested: 4294967296, used: 1073741824, capacity: 4294967296",
      },
    ],
    ["too much storage", asking({ "ephemeral-storage": "11Gi" }), { reason: "OutOfephemeral-storage" }],
    ["more devices than it has", asking({ "example.com/dongle": "2" }), { reason: "OutOfexample.com/dongle" }],
    ["cpu before memory", asking({ cpu: "3", memory: "4Gi" }), { reason: "OutOfcpu" }],
    ["room before labels", asking({ cpu: "3" }, { nodeSelector: { disk: "ssd" } }), { reason: "OutOfcpu" }],
    [
      "another node's pod",
      asking({}, { nodeSelector: { disk: "ssd" } }),
      {
        reason: "NodeAffinity",
        message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
      },
    ],
    [
      "a host port that is taken",
      aSpec({ containers: [aContainer({ ports: [{ containerPort: 80, hostPort: 80, protocol: "TCP" }] })] }),
      {
        reason: "NodePorts",
        message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
      },
    ],
  ])("kubelet 9.14, 9.15: %s", (_, spec, refusal) => {
    const node = new OneNode({ behaviors: { app: { image } }, node: { capacity: SIZE, allocatable: SIZE } });
    const port = { containerPort: 80, hostPort: 80, protocol: "TCP" as const };
    node.pod(0, aSpec({ containers: [aContainer({ requests: { cpu: "2", memory: "1Gi" }, ports: [port] })] }));
    node.pod(5, spec);
    node.run(10);
    if (refusal === null) expect(refusalOf(node, 1)).toBeNull();
    else expect(refusalOf(node, 1)).toMatchObject(refusal);
    expect(node.facts(containerStarted, 1)).toHaveLength(refusal === null ? 1 : 0);
  });

  test("kubelet 9.14: the pods' own number comes first", () => {
    const node = new OneNode({ behaviors: { app: { image } }, node: { capacity: SIZE, allocatable: SIZE } });
    for (let k = 0; k < 3; k += 1) node.pod(0, aSpec());
    node.pod(5, asking({ cpu: "9" }));
    node.run(10);
    expect(refusalOf(node, 3)).toEqual({
      reason: "OutOfpods",
      message: "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3",
    });
  });

  test("kubelet 9.13, D15: refused at once, with the message behind its prefix, and no container ever", () => {
    const node = new OneNode({ behaviors: { app: { image } } });
    node.pod(0, asking({ cpu: "9" }));
    const statuses = node.statuses(30).map(({ status }) => status);
    expect(statuses).toEqual(["(gone)", "Pending", "OutOfcpu"]);
    expect(node.world.pods.at(0)?.status).toMatchObject({
      phase: "Failed",
      reason: "OutOfcpu",
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 9000, used: 0, capacity: 4000",
    });
  });

  test("kubelet 9.14: a taint with NoExecute that the pod does not tolerate", () => {
    const node = new OneNode({ behaviors: { app: { image } } });
    node.record(0, nodeTainted, 0, { key: "broken", value: "", effect: "NoExecute" });
    node.pod(1, aSpec());
    node.pod(1, aSpec({ tolerations: [{ key: "broken", operator: "Exists", value: "", effect: "NoExecute" }] }));
    node.run(10);
    expect(refusalOf(node, 0)).toEqual({
      reason: "TaintToleration",
      message: "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    });
    expect(refusalOf(node, 1)).toBeNull();
  });

  test("kubelet 9.18: pods that have finished hold nothing", () => {
    const done = { image, run: { kind: "constant" as const, value: 1_000_000 } };
    const node = new OneNode({ behaviors: { app: done } });
    node.pod(0, asking({ cpu: "3" }, { restartPolicy: "Never" }));
    node.pod(10, asking({ cpu: "3" }, { restartPolicy: "Never" }));
    node.run(20);
    expect(refusalOf(node, 1)).toBeNull();
  });
});

describe("a node under pressure", () => {
  const use = (more: Partial<ResourceUse>) => ({
    image,
    use: { memory: null, killedAtLimit: true, disk: null, volumes: {}, processes: null, ...more },
  });
  const constant = (amount: number) => ({ kind: "curve", points: [{ atUs: 0, amount, until: "step" }] }) as const;
  const sizes = { cpu: "4", memory: "4Gi", "ephemeral-storage": "10Gi", pods: "110" };

  /** Pressure from the look at 10 s on; the pod that makes it cannot be evicted. */
  const pressed = (of: "memory" | "disk"): OneNode => {
    const hog = of === "memory" ? use({ memory: constant(4_050 * MI) }) : use({ disk: constant(9_900 * MI) });
    const node = new OneNode({ behaviors: { hog, app: { image } }, node: { capacity: sizes, allocatable: sizes } });
    node.pod(0, aSpec({ priority: 2_000_000_000, containers: [aContainer({ name: "hog" })] }));
    return node;
  };
  const tolerant = {
    key: "node.kubernetes.io/memory-pressure",
    operator: "Exists",
    value: "",
    effect: "NoSchedule",
  } as const;
  const message = (condition: string): object => ({
    reason: "Evicted",
    message: `The node had condition: [${condition}]. `,
  });

  test.each<["memory" | "disk", string, PodSpec, object | null]>([
    ["memory", "BestEffort pods", aSpec(), message("MemoryPressure")],
    ["memory", "nobody who reserves some", asking({ memory: "10Mi" }), null],
    ["memory", "nobody who tolerates it", aSpec({ tolerations: [tolerant] }), null],
    ["memory", "no critical pod", aSpec({ priority: 2_000_000_000 }), null],
    ["disk", "everybody", asking({ memory: "10Mi" }), message("DiskPressure")],
    ["disk", "no critical pod", aSpec({ priority: 2_000_001_000 }), null],
  ])("kubelet 9.16: %s pressure refuses %s", (of, _, spec, refusal) => {
    const node = pressed(of);
    node.pod(12, spec);
    node.run(15);
    expect(refusalOf(node, 1)).toEqual(refusal);
  });
});
