import {
  containerConfigFailed,
  containerExited,
  containerKillBegan,
  containerStarted,
  findCondition,
  nodePressureChanged,
  nodeReadyChanged,
  nodeRuntimeMended,
  nodeRuntimeTroubled,
  podFailedByKubelet,
  podMarkedNotReady,
  podRejected,
  podRemoved,
  podSandboxCreated,
  podUpdated,
  secretApplied,
} from "@podsim/core";
import type { Behavior, PodSpec, PodState } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const lasting = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });
const httpGet = { path: "/", port: 80, scheme: "HTTP" as const };
const everyFive = aProbe({ httpGet, periodSeconds: 5, failureThreshold: 1 });

const CUT_OFF = 60;
const BACK = 300;

/** A node that is cut off from 60 s to 300 s, with one pod on it. */
const nodeWith = (spec: PodSpec, app: Partial<Behavior> = {}): OneNode => {
  const node = new OneNode({ behaviors: { app: { image, ...app } } });
  node.pod(0, spec);
  node.fail(CUT_OFF, "partition");
  node.recover(BACK);
  return node;
};

/** Every state of the pod that a client could read while the node was cut off. */
const shownWhileCutOff = (node: OneNode, until: number): readonly PodState[] => {
  const shown: PodState[] = [];
  node.run(until, (pod, { at }) => {
    if (pod !== undefined && at > CUT_OFF * SECOND && at < BACK * SECOND) shown.push(pod);
  });
  return shown;
};

const readyOf = (pod: PodState | undefined) => {
  const ready = pod === undefined ? undefined : findCondition(pod.status, "Ready");
  return [ready?.status, (ready?.lastTransitionUs ?? 0) / SECOND];
};

const timesOf = (facts: readonly { readonly at: number }[]): readonly number[] => facts.map(({ at }) => at);

describe("what a cut-off kubelet finds out", () => {
  const spec = aSpec({ containers: [aContainer({ readinessProbe: everyFive })] });

  test("kubelet 6.16, controllers 1.9: readiness does not reach the API server; afterwards it has its own time", () => {
    const readiness = { passAfter: "startup" as const, failFrom: 70 * SECOND, failure: "no" };
    const node = nodeWith(spec, { probes: { startup: null, liveness: null, readiness } });
    const shown = shownWhileCutOff(node, 310);
    expect(shown.length).toBeGreaterThan(0);
    for (const pod of shown) expect(readyOf(pod)).toEqual(["True", 7]);
    expect(readyOf(node.world.pods.at(0))).toEqual(["False", 72]);
  });

  test("kubelet 6.16: neither do first successes", () => {
    const passes = (seconds: number) => ({ passAfter: seconds * SECOND, failFrom: null, failure: "no" });
    const startupProbe = { ...everyFive, failureThreshold: 30 };
    const slow = aSpec({ containers: [aContainer({ startupProbe, readinessProbe: everyFive })] });
    const node = nodeWith(slow, { probes: { startup: passes(80), liveness: null, readiness: passes(90) } });
    for (const pod of shownWhileCutOff(node, 310)) {
      expect(pod.status.containerStatuses[0]).toMatchObject({ started: false, ready: false });
    }
    expect(node.world.pods.at(0)?.status.containerStatuses[0]).toMatchObject({ started: true, ready: true });
    expect(readyOf(node.world.pods.at(0))).toEqual(["True", 95]);
  });

  test("controllers 1.28: what the node controller wrote is put right, with the time since when it is so", () => {
    const node = nodeWith(spec);
    node.record(120, podMarkedNotReady, 0, {});
    for (const pod of shownWhileCutOff(node, 299)) expect(readyOf(pod)).toEqual(["False", 120]);
    const after = nodeWith(spec);
    after.record(120, podMarkedNotReady, 0, {});
    after.run(310);
    expect(readyOf(after.world.pods.at(0))).toEqual(["True", 7]);
  });

  test("kubelet 6.6: a container that was restarted meanwhile is probed, and killed again", () => {
    const liveness = { passAfter: "startup" as const, failFrom: 30 * SECOND, failure: "no" };
    const node = nodeWith(aSpec({ containers: [aContainer({ livenessProbe: everyFive })] }), {
      probes: { startup: null, liveness, readiness: null },
    });
    node.run(CUT_OFF + 100);
    expect(timesOf(node.facts(containerKillBegan)).filter((at) => at > CUT_OFF).length).toBeGreaterThanOrEqual(2);
  });

  test("kubelet 1.10: a pod that completes shows it when the node is back, with what was before", () => {
    const node = nodeWith(aSpec({ restartPolicy: "Never" }), { run: lasting(100), exitCode: 0 });
    for (const { status } of shownWhileCutOff(node, 310)) {
      expect(status).toMatchObject({ phase: "Running" });
      expect(status.containerStatuses[0]?.state.kind).toBe("running");
    }
    expect(node.world.pods.at(0)?.status).toMatchObject({ phase: "Succeeded" });
    expect(node.facts(containerExited).map(({ at }) => at)).toEqual([101.5]);
  });
});

describe("what a cut-off kubelet does not know", () => {
  const crashing = { run: lasting(30), exitCode: 1 };

  test("kubelet 3.9: of a deletion: restarts go on in the same sandbox, by their back-off", () => {
    const undisturbed = nodeWith(aSpec(), crashing).run(299);
    const node = nodeWith(aSpec(), crashing);
    node.delete(80, 0, 30);
    node.run(310);
    const starts = timesOf(node.facts(containerStarted));
    expect(starts).toEqual(timesOf(undisturbed.facts(containerStarted)));
    expect(starts.filter((at) => at > 80).length).toBeGreaterThan(1);
    expect(node.facts(podSandboxCreated)).toHaveLength(1);
    expect(node.facts(podRemoved)[0]?.at).toBeGreaterThan(BACK);
    expect(node.facts(podRemoved)[0]?.at).toBeLessThan(BACK + 5);
  });

  test("kubelet 8.4: of a deletion that was on its way to it when the node was cut off, it does", () => {
    const node = nodeWith(aSpec(), crashing);
    node.delete(CUT_OFF - 0.05, 0, 30);
    node.run(299);
    expect(timesOf(node.facts(containerStarted)).filter((at) => at > CUT_OFF)).toEqual([]);
    expect(node.facts(podSandboxCreated)).toHaveLength(1);
    expect(node.facts(podRemoved)).toEqual([]);
  });

  test("kubelet 8.9: a pod that ended meanwhile and was deleted is gone soon after the node is back", () => {
    const node = nodeWith(aSpec({ restartPolicy: "Never" }), { run: lasting(100), exitCode: 0 });
    node.delete(80, 0, 30);
    node.run(310);
    expect(node.facts(podRemoved)[0]?.at).toBeGreaterThanOrEqual(BACK);
    expect(node.facts(podRemoved)[0]?.at).toBeLessThan(BACK + 2);
  });

  test("kubelet 8.9: a pod that was on its way out goes when the API server hears of its end", () => {
    const node = nodeWith(aSpec(), { onSigterm: "ignore" });
    node.delete(50, 0, 30);
    for (const { status } of shownWhileCutOff(node, 310)) expect(status.phase).toBe("Running");
    expect(timesOf(node.facts(containerExited))).toEqual([80.1]);
    expect(node.facts(podRemoved)[0]?.at).toBeGreaterThanOrEqual(BACK);
    expect(node.facts(podRemoved)[0]?.at).toBeLessThan(BACK + 2);
  });

  test("kubelet 3.6: of another image: what is restarted is restarted from the old one", () => {
    const node = nodeWith(aSpec(), crashing);
    const next = aSpec({ containers: [aContainer({ image: "registry.example/app:2" })] });
    node.record(70, podUpdated, 0, { template: { metadata: { labels: {}, annotations: {} }, spec: next } });
    const runs = new Set<string | undefined>();
    for (const { runtime } of shownWhileCutOff(node, 310)) runs.add(runtime.containers[0]?.current?.image);
    expect([...runs]).toEqual([aContainer().image]);
    expect(node.world.pods.at(0)?.runtime.containers[0]?.current?.image).toBe("registry.example/app:2");
  });

  test("kubelet 2.14: of a Secret that is there now", () => {
    const env = [{ name: "PW", valueFrom: { secretKeyRef: { name: "mysql-pass", key: "password" } } }];
    const node = nodeWith(aSpec({ containers: [aContainer({ env })] }));
    node.record(80, secretApplied, 0, secretApplied.example);
    node.run(330);
    expect(timesOf(node.facts(containerConfigFailed)).filter((at) => at > 250).length).toBeGreaterThan(0);
    const [started] = timesOf(node.facts(containerStarted));
    expect(started).toBeGreaterThan(BACK);
    expect(started).toBeLessThan(BACK + 16);
  });

  test("kubelet 9.13: of a pod that was bound meanwhile, which is looked at like any other when it is back", () => {
    const node = nodeWith(aSpec());
    node.pod(100, aSpec({ nodeSelector: { disk: "ssd" } }));
    node.run(310);
    expect(node.facts(podRejected, 1)).toMatchObject([{ at: BACK, data: { reason: "NodeAffinity" } }]);
  });
});

describe("what goes on on a cut-off node", () => {
  const MI = 2 ** 20;
  const size = { cpu: "4", memory: "4Gi", pods: "110" };
  const memory = {
    kind: "curve" as const,
    points: [
      { atUs: 0, amount: 100 * MI, until: "step" as const },
      { atUs: 90 * SECOND, amount: 4_060 * MI, until: "step" as const },
    ],
  };
  const hog = { image, use: { memory, killedAtLimit: true, disk: null, volumes: {}, processes: null } };

  test("kubelet 9.8, 9.12: evictions, of which the API server hears afterwards, and of the pressure", () => {
    const node = new OneNode({ behaviors: { app: hog }, node: { capacity: size, allocatable: size } });
    node.pod(0, aSpec());
    node.fail(CUT_OFF, "partition");
    node.recover(BACK);
    for (const { status } of shownWhileCutOff(node, 900)) expect(status.phase).toBe("Running");
    expect(timesOf(node.facts(podFailedByKubelet))).toEqual([100]);
    const { status } = node.world.pods.at(0) ?? {};
    expect(status).toMatchObject({ phase: "Failed", reason: "Evicted" });
    expect(status?.conditions.find(({ type }) => type === "DisruptionTarget")).toMatchObject({ status: "True" });
    expect(node.facts(nodePressureChanged).map(({ at, data }) => [at, data.isOn])).toEqual([
      [BACK, true],
      [410, false],
    ]);
  });

  test("kubelet 0.20: a runtime that fails and comes back", () => {
    const node = nodeWith(aSpec(), { run: lasting(20), exitCode: 1 });
    node.record(70, nodeRuntimeTroubled, 0, { trouble: "runtime-down", error: "" });
    node.record(150, nodeRuntimeMended, 0, {});
    node.run(250);
    expect(node.facts(nodeReadyChanged)).toEqual([]);
    const starts = timesOf(node.facts(containerStarted));
    expect(starts.filter((at) => at > 72 && at < 150)).toEqual([]);
    expect(starts.some((at) => at > 150)).toBe(true);
  });

  test("kubelet 0.20: a runtime that is still down when the node is back", () => {
    const node = nodeWith(aSpec());
    node.record(70, nodeRuntimeTroubled, 0, { trouble: "runtime-down", error: "" });
    node.run(330);
    expect(node.facts(nodeReadyChanged).map(({ at, data }) => [at, data.status])).toEqual([[BACK, "False"]]);
  });
});
