import {
  containerExited,
  containerKillBegan,
  containerStarted,
  nodeOutOfMemory,
  nodePressureChanged,
  nodeReclaimBegan,
  podFailedByKubelet,
  podStatusReported,
} from "@podsim/core";
import type { Behavior, EvictionThreshold, ResourceUse, UsagePoint } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";

const MI = 2 ** 20;
const GI = 2 ** 30;
const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };

const steps = (...points: readonly (readonly [seconds: number, amount: number])[]): readonly UsagePoint[] =>
  points.map(([seconds, amount]) => ({ atUs: seconds * SECOND, amount, until: "step" as const }));
const ramp = (seconds: number, to: number): readonly UsagePoint[] => [
  { atUs: 0, amount: 0, until: "ramp" },
  { atUs: seconds * SECOND, amount: to, until: "step" },
];

const using = (use: Partial<ResourceUse>, more: Partial<Behavior> = {}): Partial<Behavior> => ({
  image,
  use: { memory: null, killedAtLimit: true, disk: null, volumes: {}, processes: null, ...use },
  ...more,
});
const memory = (points: readonly UsagePoint[], more: Partial<Behavior> = {}): Partial<Behavior> =>
  using({ memory: { kind: "curve", points } }, more);

/** 4 GiB of memory, all of it for pods; looks on whole tens of seconds. */
const nodeOf = (options: OneNodeOptions): OneNode =>
  new OneNode({
    ...options,
    node: {
      capacity: { cpu: "4", memory: "4Gi", pods: "110" },
      allocatable: { cpu: "4", memory: "4Gi", pods: "110" },
      ...options.node,
    },
  });

const app = (name: string, more = {}) => aSpec({ containers: [aContainer({ name, ...more })] });

/** What is recorded at that second, in order. */
const factsAt = (node: OneNode, seconds: number): readonly string[] =>
  Array.from({ length: node.log.length }, (_, seq) => node.log.read(seq)).flatMap(({ at, definition }) =>
    at === seconds * SECOND ? [definition.type] : [],
  );

const timesOf = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);

describe("memory that runs out", () => {
  test("kubelet D16: one look, one pod: EvictionThresholdMet, Evicted, Killing, SIGKILL after 2 s, Failed", () => {
    const behaviors = {
      hog: memory(ramp(100, 4_000 * MI), { onSigterm: "ignore" }),
      calm: memory(steps([0, 10 * MI])),
    };
    const node = nodeOf({ behaviors });
    node.pod(0, app("hog"));
    node.pod(0, app("calm"));
    node.run(400);
    // 3996 MiB are in use from 101.3 s on; the look after that.
    expect(timesOf(node.facts(nodeReclaimBegan))).toEqual([110]);
    const [failed] = node.facts(podFailedByKubelet, 0);
    expect(failed?.at).toBe(110);
    expect(failed?.data).toMatchObject({
      reason: "Evicted",
      disruption: true,
      message:
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 86Mi. Container hog was using 4000Mi, request is 0, has larger consumption of memory. ",
    });
    expect(timesOf(node.facts(containerKillBegan, 0))).toEqual([110]);
    const [exit] = node.facts(containerExited, 0);
    expect([exit?.at, exit?.data.exitCode]).toEqual([112, 137]);
    const pod = node.world.pods.at(0);
    expect(pod?.status).toMatchObject({ phase: "Failed", reason: "Evicted" });
    expect(pod?.status.conditions.find(({ type }) => type === "DisruptionTarget")).toMatchObject({
      status: "True",
      reason: "TerminationByKubelet",
    });
    expect(node.facts(podFailedByKubelet, 1)).toEqual([]);
    expect(node.world.pods.at(1)?.status.phase).toBe("Running");
    // The API hears of the phase once the containers and the sandbox have stopped.
    const [ended] = node.facts(podStatusReported, 0).filter(({ data }) => data.stage === "terminating");
    expect(ended?.at).toBeCloseTo(112.05, 5);
    const told = factsAt(node, 110).filter((type) => !type.startsWith("NodePressure"));
    expect(told).toEqual(["NodeReclaimBegan", "PodFailedByKubelet", "PodStatusReported", "ContainerKillBegan"]);
    expect(node.facts(nodePressureChanged).map(({ at, data }) => [at, data.isOn])).toEqual([[110, true]]);
  });

  test("kubelet F13, 9.9: who is furthest over its request goes, a Burstable pod before two BestEffort ones", () => {
    const behaviors = {
      besteffort: memory(steps([0, 300 * MI])),
      burstable: memory(steps([0, 3_500 * MI])),
      tiny: memory(steps([0, 250 * MI])),
    };
    const node = nodeOf({ behaviors });
    node.pod(0, app("besteffort"));
    node.pod(0, app("burstable", { requests: { memory: "2Gi" } }));
    node.pod(0, app("tiny"));
    node.run(60);
    expect([0, 1, 2].map((pod) => timesOf(node.facts(podFailedByKubelet, pod)))).toEqual([[], [10], []]);
  });

  test("kubelet F13, 9.9: within their requests priority decides: a Guaranteed pod goes before a Burstable one", () => {
    const behaviors = {
      guaranteed: memory(steps([0, 1_960 * MI])),
      burstable: memory(steps([0, 2_050 * MI])),
    };
    const node = nodeOf({ behaviors });
    const limits = { cpu: "1", memory: "1990Mi" };
    node.pod(
      0,
      aSpec({ priority: 1, containers: [aContainer({ name: "burstable", requests: { memory: "2100Mi" } })] }),
    );
    node.pod(0, aSpec({ containers: [aContainer({ name: "guaranteed", limits, requests: limits })] }));
    node.run(60);
    expect([0, 1].map((pod) => timesOf(node.facts(podFailedByKubelet, pod)))).toEqual([[], [10]]);
  });

  test("kubelet 8.22, 1.10: the phase shows when the containers have stopped, not before", () => {
    const node = nodeOf({ behaviors: { hog: memory(steps([0, 4_090 * MI]), { onSigterm: "ignore" }) } });
    node.pod(0, app("hog"));
    let failedAt = -1;
    node.run(60, (pod, { at }) => {
      if (failedAt < 0 && pod?.status.phase === "Failed") failedAt = at / SECOND;
    });
    expect(node.facts(podFailedByKubelet)[0]?.at).toBe(10);
    expect(failedAt).toBeCloseTo(12.05, 2);
    expect(node.facts(podStatusReported).at(-1)?.data.stage).toBe("terminating");
  });

  test("kubelet 9.8, F14: the condition is reported within 10 s and stays for five minutes; nothing ticks meanwhile", () => {
    const node = nodeOf({ behaviors: { hog: memory(steps([0, 4_090 * MI])) } });
    node.pod(0, app("hog"));
    node.run(1_000);
    const changes = node.facts(nodePressureChanged).map(({ at, data }) => [at, data.pressure, data.isOn]);
    // Seen last by the look at 10 s. The next looks are at 12.15 s, once the pod is gone, and every 10 s from then on: the
    // one at 312.15 s finds five minutes over, and the status loop comes round at 10, 20, … s.
    expect(changes).toEqual([
      [10, "memory", true],
      [320, "memory", false],
    ]);
    expect(node.facts(nodeReclaimBegan)).toHaveLength(1);
    expect(node.log.length).toBeLessThan(30);
  });

  test("kubelet 9.8, F14: at most one pod a look; the next look follows once it is gone", () => {
    const names = ["a", "b", "c"];
    const behaviors = Object.fromEntries(names.map((name) => [name, memory(steps([0, 2 * GI]))]));
    const threshold: EvictionThreshold = {
      signal: "memory.available",
      value: { amount: 5 * GI },
      graceUs: 0,
      minReclaim: null,
    };
    const kubelet = { evictionThresholds: [threshold] };
    const size = { cpu: "4", memory: "8Gi", pods: "110" };
    const strict = new OneNode({ behaviors, profile: { kubelet }, node: { capacity: size, allocatable: size } });
    for (const name of names) strict.pod(0, app(name));
    strict.run(100);
    const evictions = [0, 1, 2].flatMap((pod) => timesOf(strict.facts(podFailedByKubelet, pod)));
    expect(evictions).toHaveLength(2);
    expect(evictions[0]).toBe(10);
    // Stopped after 0.15 s, gone after the next relist and the clean-up; asked for every second since it stopped.
    expect(evictions[1]).toBeCloseTo(12.15, 1);
  });

  test("kubelet 9.10: a critical pod is passed over", () => {
    const behaviors = { critical: memory(steps([0, 4_000 * MI])), small: memory(steps([0, 50 * MI])) };
    const node = nodeOf({ behaviors });
    node.pod(0, aSpec({ priority: 2_000_000_000, containers: [aContainer({ name: "critical" })] }));
    node.pod(0, app("small"));
    node.run(15);
    expect(node.facts(podFailedByKubelet, 0)).toEqual([]);
    expect(timesOf(node.facts(podFailedByKubelet, 1))).toEqual([10]);
  });

  test("kubelet 9.7, 9.11: a soft threshold waits for its grace, and gives the pod up to the maximum", () => {
    const threshold: EvictionThreshold = {
      signal: "memory.available",
      value: { amount: GI },
      graceUs: 90 * SECOND,
      minReclaim: null,
    };
    const kubelet = { evictionThresholds: [threshold], evictionMaxPodGraceSeconds: 20 };
    const node = nodeOf({
      behaviors: { hog: memory(steps([0, 3_500 * MI]), { onSigterm: "ignore" }) },
      profile: { kubelet },
    });
    node.pod(0, app("hog"));
    node.run(200);
    expect(node.facts(nodePressureChanged)[0]?.at).toBe(10);
    expect(timesOf(node.facts(podFailedByKubelet))).toEqual([100]);
    expect(timesOf(node.facts(containerExited))).toEqual([120]);
  });

  test("pressure that passes before its grace is over evicts nobody", () => {
    const threshold: EvictionThreshold = {
      signal: "memory.available",
      value: { amount: GI },
      graceUs: 90 * SECOND,
      minReclaim: null,
    };
    const node = nodeOf({
      behaviors: { hog: memory(steps([0, 3_500 * MI], [60, 10 * MI])) },
      profile: { kubelet: { evictionThresholds: [threshold] } },
    });
    node.pod(0, app("hog"));
    node.run(600);
    expect(node.facts(podFailedByKubelet)).toEqual([]);
    expect(node.facts(nodePressureChanged).map(({ data }) => data.isOn)).toEqual([true, false]);
  });

  test("kubelet 9.19: what is kept back from pods counts: they are evicted before the node is full", () => {
    const node = nodeOf({
      behaviors: { hog: memory(ramp(1_000, 4_000 * MI)) },
      node: { allocatable: { memory: "2Gi", cpu: "4", pods: "110" } },
    });
    node.pod(0, app("hog"));
    node.run(600);
    // 2 GiB are reached 512 s after the start at 1.5 s; the kernel would step in 25 s later.
    expect(timesOf(node.facts(podFailedByKubelet))).toEqual([520]);
  });

  test("kubelet 9.5: before a look can help the kernel ends the process it misses least: SystemOOM, no eviction", () => {
    const behaviors = { hog: memory(steps([0, GI], [3, 3 * GI])), calm: memory(steps([0, 1_500 * MI])) };
    const node = nodeOf({ behaviors });
    node.pod(0, app("hog"));
    node.pod(0, app("calm", { requests: { memory: "1Gi" } }));
    node.run(9);
    const started = node.facts(containerStarted, 0)[0]?.at ?? 0;
    const [exit] = node.facts(containerExited, 0);
    expect(exit?.at).toBeCloseTo(started + 3, 5);
    expect(exit?.data).toMatchObject({ reason: "OOMKilled", exitCode: 137 });
    expect(node.facts(nodeOutOfMemory)[0]?.data.process).toBe("hog");
    expect(node.facts(containerExited, 1)).toEqual([]);
    expect(node.facts(podFailedByKubelet)).toEqual([]);
  });
});

describe("disk and process numbers", () => {
  const size = { cpu: "4", memory: "4Gi", "ephemeral-storage": "10Gi", pods: "110" };
  const disk = { node: { capacity: size, allocatable: size } };
  const writing = (points: readonly UsagePoint[]): Partial<Behavior> => using({ disk: { kind: "curve", points } });

  test("kubelet 9.6, 9.12: less than 15% of the disk left: DiskPressure, and who writes most goes", () => {
    const node = new OneNode({
      ...disk,
      behaviors: { log: writing(ramp(1_000, 10 * GI)), calm: writing(steps([0, MI])) },
    });
    node.pod(0, app("log"));
    node.pod(0, app("calm"));
    node.run(1_000);
    expect(timesOf(node.facts(nodeReclaimBegan))).toEqual([860]);
    expect(node.facts(podFailedByKubelet, 0)[0]?.data.message).toMatch(
      /^The node was low on resource: ephemeral-storage\. Threshold quantity: 1536Mi, available: \d+Ki\. Container log was using \d+Ki, request is 0, has larger consumption of ephemeral-storage\. $/,
    );
    expect(node.facts(nodePressureChanged)[0]?.data).toEqual({ pressure: "disk", isOn: true });
  });

  test("kubelet 9.12: an emptyDir over its limit", () => {
    const node = new OneNode({
      ...disk,
      behaviors: { app: using({ volumes: { v: { kind: "curve", points: ramp(100, 100 * MI) } } }) },
    });
    node.pod(0, aSpec({ volumes: [{ name: "v", emptyDir: { sizeLimit: "50Mi" } }] }));
    node.run(200);
    const [failed] = node.facts(podFailedByKubelet);
    expect(failed?.at).toBe(60);
    expect(failed?.data).toMatchObject({
      message: 'Usage of EmptyDir volume "v" exceeds the limit "50Mi". ',
      disruption: false,
    });
    expect(node.facts(nodeReclaimBegan)).toEqual([]);
    expect(node.world.pods.at(0)?.status.conditions.some(({ type }) => type === "DisruptionTarget")).toBe(false);
  });

  test.each([
    [
      "a container over its own",
      [
        aContainer({ limits: { "ephemeral-storage": "1Gi" } }),
        aContainer({ name: "b", limits: { "ephemeral-storage": "5Gi" } }),
      ],
      'Container app exceeded its local ephemeral storage limit "1Gi". ',
    ],
    [
      "a pod over the sum of them",
      [aContainer({ limits: { "ephemeral-storage": "1Gi" } })],
      "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ",
    ],
  ])("kubelet 9.4, 9.12: %s", (_, containers, message) => {
    const node = new OneNode({ ...disk, behaviors: { app: writing(steps([0, 2 * GI])), b: { image } } });
    node.pod(0, aSpec({ containers }));
    node.run(30);
    expect(node.facts(podFailedByKubelet)[0]?.data.message).toBe(message);
  });

  test("kubelet 9.6: too many processes: PIDPressure, lowest priority first", () => {
    const threshold: EvictionThreshold = {
      signal: "pid.available",
      value: { amount: 4_194_304 - 1_000 },
      graceUs: 0,
      minReclaim: null,
    };
    const forks = using({ processes: { kind: "curve", points: steps([0, 600]) } });
    const node = nodeOf({
      behaviors: { a: forks, b: forks },
      profile: { kubelet: { evictionThresholds: [threshold] } },
    });
    node.pod(0, aSpec({ priority: 10, containers: [aContainer({ name: "a" })] }));
    node.pod(0, app("b"));
    node.run(30);
    expect(timesOf(node.facts(podFailedByKubelet, 1))).toEqual([10]);
    expect(node.facts(podFailedByKubelet, 0)).toEqual([]);
    expect(node.facts(nodePressureChanged)[0]?.data).toEqual({ pressure: "pid", isOn: true });
  });

  test("a node whose pods say nothing of what they use is never looked at", () => {
    const node = new OneNode({ behaviors: { app: { image } } });
    node.pod(0, aSpec());
    node.run(10_000);
    expect(node.log.length).toBeLessThan(15);
  });
});
