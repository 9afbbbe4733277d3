import {
  containerExited,
  kubeletRestarted,
  nodeOutOfMemory,
  nodePressureChanged,
  nodeReclaimBegan,
  podFailedByKubelet,
} from "@podsim/core";
import type { Behavior, ResourceUse, UsagePoint } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const MI = 2 ** 20;
const GI = 2 ** 30;
const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const size = { cpu: "4", memory: "4Gi", "ephemeral-storage": "10Gi", pods: "110" };

const steps = (...points: readonly (readonly [seconds: number, amount: number])[]): readonly UsagePoint[] =>
  points.map(([seconds, amount]) => ({ atUs: seconds * SECOND, amount, until: "step" as const }));

const using = (use: Partial<ResourceUse>): Partial<Behavior> => ({
  image,
  use: { memory: null, killedAtLimit: true, disk: null, volumes: {}, processes: null, ...use },
});

/** 4 GiB of memory, and one pod that takes so much of it 90 s after its start at about 1.5 s. */
const nodeOf = (bytes: number, spec = aSpec()): OneNode => {
  const app = using({ memory: { kind: "curve", points: steps([0, 100 * MI], [90, bytes]) } });
  const node = new OneNode({ behaviors: { app }, node: { capacity: size, allocatable: size } });
  node.pod(0, spec);
  return node;
};
const SHORT = 4_060 * MI;
const TOO_MUCH = 5 * GI;

const timesOf = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);
const pressures = (node: OneNode) => node.facts(nodePressureChanged).map(({ at, data }) => [at, data.isOn]);

describe("a kubelet that starts again looks at what is left of its node", () => {
  test("kubelet 9.8, 0.18: after a restart as before it", () => {
    const node = nodeOf(SHORT);
    node.record(30, kubeletRestarted, 0, {});
    node.run(120);
    expect(timesOf(node.facts(nodeReclaimBegan))).toEqual([100]);
    expect(timesOf(node.facts(podFailedByKubelet))).toEqual([100]);
    expect(node.world.pods.at(0)?.status).toMatchObject({ phase: "Failed", reason: "Evicted" });
  });

  test.each(["kubelet-down", "hang"] as const)("kubelet 9.8: what it missed (%s) it finds when it is back", (mode) => {
    const node = nodeOf(SHORT);
    node.fail(60, mode);
    node.recover(125);
    node.run(150);
    expect(timesOf(node.facts(podFailedByKubelet))).toEqual([130]);
  });

  test("kubelet 9.8, 9.12: what a pod writes to its volumes and to the disk", () => {
    const behaviors = {
      v: using({ volumes: { v: { kind: "curve", points: steps([0, MI], [60, 100 * MI]) } } }),
      d: using({ disk: { kind: "curve", points: steps([0, MI], [90, 9_500 * MI]) } }),
    };
    const node = new OneNode({ behaviors, node: { capacity: size, allocatable: size } });
    const volumes = [{ name: "v", emptyDir: { sizeLimit: "50Mi" } }];
    node.pod(0, aSpec({ volumes, containers: [aContainer({ name: "v" })] }));
    node.pod(0, aSpec({ containers: [aContainer({ name: "d" })] }));
    node.record(30, kubeletRestarted, 0, {});
    node.run(120);
    expect(timesOf(node.facts(podFailedByKubelet, 0))).toEqual([70]);
    // The second at the first look after 91.5 s; looks count from when the first pod was gone.
    expect(node.facts(podFailedByKubelet, 1)[0]?.at).toBeCloseTo(92.15, 2);
  });
});

describe("a pod that was being evicted", () => {
  test("kubelet 0.18, 8.22: a kubelet that restarts meanwhile knows nothing of it, and finds it anew", () => {
    const app = using({ memory: { kind: "curve", points: steps([0, 100 * MI], [90, SHORT]) } });
    const behaviors = { app: { ...app, onSigterm: "ignore" as const } };
    const node = new OneNode({ behaviors, node: { capacity: size, allocatable: size } });
    node.pod(0, aSpec());
    node.record(101, kubeletRestarted, 0, {});
    node.run(109);
    expect(timesOf(node.facts(podFailedByKubelet))).toEqual([100]);
    expect(node.facts(containerExited)).toEqual([]);
    expect(node.world.pods.at(0)?.runtime.failure).toBeNull();
    expect(node.world.pods.at(0)?.status.phase).toBe("Running");
  });
});

describe("pressure that a kubelet reported before it was gone", () => {
  test("kubelet 9.8, 0.18: a restarted one knows of none, and its first report says so", () => {
    const node = nodeOf(SHORT);
    node.record(180, kubeletRestarted, 0, {});
    node.run(900);
    expect(pressures(node)).toEqual([
      [100, true],
      [180, false],
    ]);
  });

  test("kubelet 9.8, 0.18: after an outage as well, and not during it", () => {
    const node = nodeOf(SHORT);
    node.fail(240, "kubelet-down");
    node.recover(300);
    node.run(900);
    expect(pressures(node)).toEqual([
      [100, true],
      [300, false],
    ]);
  });

  test("kubelet 9.8: nobody reports while the kubelet is down, and one that was to report does so when it is back", () => {
    // The condition is over at 400 s, and would be reported at 410 s.
    const node = nodeOf(SHORT);
    node.fail(405, "kubelet-down");
    node.run(900);
    expect(pressures(node)).toEqual([[100, true]]);
  });

  test("kubelet 9.8: what is still short it finds at its next look", () => {
    const node = nodeOf(SHORT, aSpec({ priority: 2_000_000_000 }));
    node.record(185, kubeletRestarted, 0, {});
    node.run(300);
    expect(pressures(node)).toEqual([
      [100, true],
      [185, false],
      [190, true],
    ]);
  });
});

describe("memory that runs out altogether", () => {
  test("kubelet 9.5: after a restart of the kubelet", () => {
    const node = nodeOf(TOO_MUCH);
    node.record(30, kubeletRestarted, 0, {});
    node.run(95);
    expect(node.facts(nodeOutOfMemory)).toHaveLength(1);
    expect(node.facts(containerExited)[0]).toMatchObject({ data: { reason: "OOMKilled" } });
  });

  test("kubelet 9.5: the kernel needs no kubelet", () => {
    const node = nodeOf(TOO_MUCH);
    node.fail(30, "kubelet-down");
    node.recover(300);
    node.run(320);
    const started = 1.5;
    expect(node.facts(containerExited)[0]?.at).toBeCloseTo(started + 90, 0);
    expect(node.world.pods.at(0)?.status.containerStatuses[0]).toMatchObject({ restartCount: 1, ready: true });
  });

  test.each(["power-off", "hang"] as const)(
    "kubelet 9.5: nothing runs out on a machine that stands still (%s)",
    (mode) => {
      const node = nodeOf(TOO_MUCH);
      node.fail(30, mode);
      node.run(300);
      expect(node.facts(containerExited)).toEqual([]);
      expect(node.facts(nodeOutOfMemory)).toEqual([]);
    },
  );
});
