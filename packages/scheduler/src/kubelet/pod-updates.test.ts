// What a kubelet does when the pod it runs is changed by a client of the API server.
import {
  containerCreated,
  containerExited,
  containerImageKept,
  containerKillBegan,
  containerRestartDecided,
  containerStarted,
  findCondition,
  podConditionSet,
  podUpdated,
} from "@podsim/core";
import type { PodSpec } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";

const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
const slow = { image: { sizeBytes: 10, pullBytesPerSecond: 1, missing: false, cached: false } };
const crash = { ...cached, run: { kind: "constant" as const, value: SECOND }, exitCode: 1 };

const update = (node: OneNode, at: number, spec: PodSpec): void =>
  node.record(at, podUpdated, 0, { template: { metadata: { labels: {}, annotations: {} }, spec } });

const nodeWith = (spec: PodSpec, options: OneNodeOptions): OneNode => {
  const node = new OneNode(options);
  node.pod(0, spec);
  return node;
};

const timesOf = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);

describe("another image", () => {
  const old = aContainer();
  const next = aContainer({ image: "registry.example/app:2" });
  const other = aContainer({ name: "b" });

  test("kubelet 3.6, 3.26: restarts the one container whose image changed, whatever the policy", () => {
    const never = { restartPolicy: "Never", containers: [old, other] } as const;
    const node = nodeWith(aSpec(never), { behaviors: { app: cached, b: cached } });
    update(node, 20, aSpec({ ...never, containers: [next, other] }));
    node.run(30);
    expect(node.facts(containerKillBegan).map(({ data }) => data.message)).toEqual([
      "Container app definition changed, will be restarted",
    ]);
    expect(node.facts(containerStarted).map(({ data }) => data.container)).toEqual([0, 1, 0]);
    expect(node.world.pods.at(0)?.status.containerStatuses[0]).toMatchObject({
      image: "registry.example/app:2",
      restartCount: 1,
      ready: true,
    });
  });

  test("kubelet 3.26: any other change of the spec leaves the containers alone", () => {
    const node = nodeWith(aSpec(), { behaviors: { app: cached } });
    update(node, 20, aSpec({ tolerations: [{ key: "x", operator: "Exists", value: "", effect: "NoSchedule" }] }));
    node.run(60);
    expect(node.facts(containerKillBegan)).toEqual([]);
  });

  test("kubelet 3.14: of a sidecar, too; of a plain init container that has ended it restarts nothing", () => {
    const sidecar = aContainer({ name: "s", sidecar: true });
    const init = aContainer({ name: "i" });
    const node = nodeWith(aSpec({ initContainers: [init, sidecar] }), {
      behaviors: { app: cached, s: cached, i: { ...crash, exitCode: 0 } },
    });
    const changed = [init, sidecar].map((each) => ({ ...each, image: "registry.example/app:2" }));
    update(node, 30, aSpec({ initContainers: changed }));
    node.run(40);
    expect(node.facts(containerKillBegan).map(({ data }) => data.message)).toEqual([
      "Init container s definition changed",
    ]);
  });

  test("kubelet 4.2: begins with a back-off of its own", () => {
    const node = nodeWith(aSpec(), { behaviors: { app: crash } });
    update(node, 60, aSpec({ containers: [next] }));
    node.run(200);
    const decided = node.facts(containerRestartDecided).map(({ at, data }) => [at > 60, data.backOffUs / SECOND]);
    expect(decided.filter(([after]) => after === false).map(([, backOff]) => backOff)).toEqual([10, 20, 40]);
    expect(decided.filter(([after]) => after === true)[0]).toEqual([true, 10]);
  });

  test("kubelet 0.7, 3.6: one that comes while the old one is pulled is made up for by the next sync", () => {
    const node = nodeWith(aSpec(), { behaviors: { app: slow } });
    update(node, 5, aSpec({ containers: [next] }));
    node.run(40);
    const [first, second] = timesOf(node.facts(containerCreated));
    expect(node.facts(containerImageKept)).toEqual([
      { at: first, data: { container: 0, image: "registry.example/app:1" } },
    ]);
    expect(node.facts(containerKillBegan)).toHaveLength(1);
    expect(second).toBeGreaterThan(first ?? 0);
  });

  test("a container that is waiting for an image that does not exist tries the other at once", () => {
    const missing = { image: { sizeBytes: 0, pullBytesPerSecond: 1, missing: true, cached: false } };
    const node = nodeWith(aSpec({ containers: [old, other] }), { behaviors: { app: missing, b: cached } });
    const asked = aSpec({ containers: [{ ...next, name: "app" }, other] });
    update(node, 100, asked);
    node.run(105);
    expect(node.world.pods.at(0)?.runtime.imageBackOff).toHaveProperty(["registry.example/app:2"]);
  });
});

test("kubelet 8.17: a deadline that is set while the pod runs counts from its start", () => {
  const node = nodeWith(aSpec(), { behaviors: { app: cached } });
  update(node, 20, aSpec({ activeDeadlineSeconds: 30 }));
  node.run(60);
  expect(timesOf(node.facts(containerExited))[0]).toBeCloseTo(31, 0);
});

test("kubelet 7.6, 0.2: a readiness gate opens and closes with the condition somebody else sets", () => {
  const gated = aSpec({ readinessGates: [{ conditionType: "example.com/lb" }], containers: [aContainer()] });
  const node = nodeWith(gated, { behaviors: { app: cached } });
  const gate = { conditionType: "example.com/lb", reason: "", message: "" };
  node.record(20, podConditionSet, 0, { ...gate, status: "True" });
  node.record(40, podConditionSet, 0, { ...gate, status: "False" });
  const seen: string[] = [];
  node.run(60, (pod, { at }) => {
    const ready = pod === undefined ? undefined : findCondition(pod.status, "Ready");
    if (ready === undefined) return;
    const text = `${ready.status} ${ready.reason}`.trim();
    if (!seen.at(-1)?.endsWith(text)) seen.push(`${Math.floor(at / SECOND)} ${text}`);
  });
  expect(seen).toEqual([
    "0 False ContainersNotReady",
    "2 False ReadinessGatesNotReady",
    "20 True",
    "40 False ReadinessGatesNotReady",
  ]);
});

test.each(["partition", "kubelet-down"] as const)(
  "kubelet 0.18, 0.2: a change made while the node's kubelet hears nothing (%s) is taken up when it is back",
  (mode) => {
    const node = nodeWith(aSpec(), { behaviors: { app: cached } });
    const image = "registry.example/app:2";
    node.fail(20, mode);
    update(node, 30, aSpec({ containers: [aContainer({ image })], activeDeadlineSeconds: 100 }));
    node.recover(60);
    node.run(140);
    const [first, second] = timesOf(node.facts(containerKillBegan));
    expect(first).toBeGreaterThanOrEqual(60);
    expect(first).toBeLessThan(63);
    expect(second).toBeCloseTo(101, 0);
  },
);

test("kubelet 6.2: probes go on through a change that restarts nothing", () => {
  const spec = aSpec({ containers: [aContainer({ readinessProbe: aProbe({ periodSeconds: 5 }) })] });
  const node = nodeWith(spec, { behaviors: { app: cached } });
  update(node, 30, { ...spec, activeDeadlineSeconds: 1_000 });
  node.run(60);
  expect(node.world.pods.at(0)?.status.containerStatuses[0]?.ready).toBe(true);
});

describe("an ephemeral container", () => {
  const look = { ...aContainer({ name: "look" }), targetContainerName: "" };
  const ended = { ...cached, run: { kind: "constant" as const, value: 5 * SECOND }, exitCode: 3 };

  test("kubelet 3.15: runs once, shows in a status of its own and counts for nothing", () => {
    const node = nodeWith(aSpec(), { behaviors: { app: cached, look: ended } });
    update(node, 20, aSpec({ ephemeralContainers: [look] }));
    node.run(120);
    expect(node.facts(containerStarted).map(({ data }) => data.container)).toEqual([0, 1]);
    const status = node.world.pods.at(0)?.status;
    expect(status?.ephemeralContainerStatuses).toMatchObject([
      { name: "look", ready: false, started: false, restartCount: 0, state: { kind: "terminated", exitCode: 3 } },
    ]);
    expect(status?.containerStatuses).toHaveLength(1);
    expect(status?.phase).toBe("Running");
  });

  test("kubelet 3.1, 3.11: is started while the pod initializes, and ends with its pod", () => {
    const work = { ...cached, run: { kind: "constant" as const, value: 30 * SECOND } };
    const spec = { restartPolicy: "Never", initContainers: [aContainer({ name: "i" })] } as const;
    const node = nodeWith(aSpec(spec), { behaviors: { i: work, app: work, look: { ...cached, onSigterm: "ignore" } } });
    update(node, 10, aSpec({ ...spec, ephemeralContainers: [look] }));
    node.run(150);
    expect(node.facts(containerStarted).map(({ data }) => data.container)).toEqual([0, 2, 1]);
    expect(node.facts(containerExited).map(({ data }) => [data.container, data.exitCode])).toEqual([
      [0, 0],
      [1, 0],
      [2, 137],
    ]);
    expect(node.world.pods.at(0)?.status.phase).toBe("Succeeded");
  });
});
