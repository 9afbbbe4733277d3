import {
  containerExited,
  containerHookFinished,
  containerKillBegan,
  containerStarted,
  podRemoved,
  podSandboxStopped,
  podUpdated,
} from "@podsim/core";
import type { Behavior } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
const constant = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });
const hooks = (preStop: number) => ({
  postStart: { takes: constant(0), fails: false },
  preStop: { takes: constant(preStop), fails: false },
});
const httpGet = { path: "/", port: 80, scheme: "HTTP" as const };
const times = (facts: readonly { at: number }[]): readonly number[] => facts.map(({ at }) => at);

describe("a container that ends by itself while it is being stopped", () => {
  // It runs for 28.5 s from 1.5 s on, and ignores SIGTERM.
  const ends = { ...cached, run: constant(28.5), exitCode: 3, onSigterm: "ignore" as const };

  test("kubelet 3.22: nobody waits for the rest of its grace", () => {
    const node = new OneNode({ behaviors: { app: ends } });
    node.pod(0, aSpec());
    node.delete(20, 0, 60);
    node.run(90);
    expect(node.facts(containerExited).map(({ at, data }) => [at, data.exitCode])).toEqual([[30, 3]]);
    expect(times(node.facts(podRemoved))).toEqual([31.3]);
  });

  test("kubelet 3.18: its hook, a process in it, ends with it and has failed", () => {
    const container = aContainer({ lifecycle: { preStop: { exec: { command: ["sleep", "50"] } } } });
    const node = new OneNode({ behaviors: { app: { ...ends, hooks: hooks(50) } } });
    node.pod(0, aSpec({ containers: [container] }));
    node.delete(20, 0, 60);
    node.run(90);
    expect(node.facts(containerHookFinished).map(({ at, data }) => [at, data.outcome])).toEqual([[30, "failed"]]);
    expect(times(node.facts(podRemoved))).toEqual([31.3]);
  });

  test("kubelet 3.16: a sidecar has its turn then", () => {
    const node = new OneNode({ behaviors: { app: { ...ends, run: constant(27) }, side: cached } });
    node.pod(0, aSpec({ initContainers: [aContainer({ name: "side", sidecar: true })] }));
    node.delete(20, 0, 60);
    node.run(90);
    const [app, side] = node.facts(containerExited);
    expect([app?.data.container, side?.data.container]).toEqual([1, 0]);
    expect((side?.at ?? 0) - (app?.at ?? 0)).toBeCloseTo(0.1, 5);
  });

  test("kubelet 3.7: a kill for a failed probe goes on with the start", () => {
    const refused = { passAfter: "never" as const, failFrom: null, failure: "" };
    const probes = { startup: null, liveness: refused, readiness: null };
    const node = new OneNode({ behaviors: { app: { ...ends, run: constant(31), probes } } });
    node.pod(0, aSpec({ containers: [aContainer({ livenessProbe: aProbe({ httpGet }) })] }));
    node.run(40);
    const [kill] = node.facts(containerKillBegan);
    const [exit] = node.facts(containerExited);
    expect(kill?.at).toBe(30.5);
    expect(exit?.at).toBe(32.5);
    expect(node.facts(containerStarted)[1]?.at).toBeCloseTo(32.7, 5);
  });
});

test("kubelet 3.1: a container that ended while another was being killed is killed in word alone", () => {
  const refused = { passAfter: "never" as const, failFrom: null, failure: "" };
  const probes = { startup: null, liveness: refused, readiness: null };
  const a = { ...cached, probes, onSigterm: "ignore" as const };
  const b = { ...cached, probes, run: constant(33) };
  const container = (name: string) => aContainer({ name, livenessProbe: aProbe({ httpGet }) });
  const node = new OneNode({ behaviors: { a, b } });
  node.pod(0, aSpec({ terminationGracePeriodSeconds: 10, containers: [container("a"), container("b")] }));
  node.run(45);
  const kills = node.facts(containerKillBegan).map(({ at, data }) => [at, data.container]);
  expect(kills).toEqual([
    [30.5, 0],
    [40.5, 1],
  ]);
  expect(node.facts(containerExited).map(({ data }) => data.container)).toEqual([1, 0]);
});

describe("a kubelet that goes down while it stops a container", () => {
  const stop = (onSigterm: Behavior["onSigterm"]): OneNode => {
    const node = new OneNode({ behaviors: { app: { ...cached, onSigterm } } });
    node.pod(0, aSpec());
    node.delete(20, 0, 10);
    node.fail(25, "kubelet-down");
    node.recover(60);
    return node.run(90);
  };
  const exits = (node: OneNode) => node.facts(containerExited).map(({ at, data }) => [at, data.exitCode]);

  test("kubelet 3.22: takes SIGKILL with it; the next one begins anew", () => {
    const node = stop("ignore");
    expect(times(node.facts(containerKillBegan))).toEqual([20.1, 60]);
    expect(exits(node)).toEqual([[70, 137]]);
  });

  test("kubelet 3.22: what has its SIGTERM ends of it in its own time", () => {
    expect(exits(stop({ exitAfter: constant(25), exitCode: 0 }))).toEqual([[45.1, 0]]);
  });
});

test("kubelet 3.10: nobody waits for a sidecar that ended while the kubelet mounted the volumes", () => {
  const behaviors = { app: { ...cached, run: constant(45) }, side: { ...cached, run: constant(58.7), exitCode: 0 } };
  const node = new OneNode({ behaviors });
  const initContainers = [aContainer({ name: "side", sidecar: true })];
  node.pod(0, aSpec({ restartPolicy: "Never", initContainers }));
  node.fail(40, "kubelet-down");
  node.recover(60);
  node.run(120);
  expect(times(node.facts(containerExited))).toEqual([47.2, 60.2]);
  expect(times(node.facts(containerKillBegan))).toEqual([60.4]);
  expect(times(node.facts(podSandboxStopped))).toEqual([60.45]);
});

test("kubelet 8.2, 8.9: a pod with a finalizer ends, loses the rest of its grace and stays", () => {
  const node = new OneNode({ behaviors: { app: cached } });
  node.pod(0, aSpec());
  const metadata = { labels: {}, annotations: {}, finalizers: ["example.com/hold"] };
  node.record(5, podUpdated, 0, { template: { metadata, spec: aSpec() } });
  node.delete(20, 0, 30);
  node.run(90);
  expect(times(node.facts(podRemoved))).toEqual([]);
  expect(node.world.pods.at(0)).toMatchObject({ deletion: { graceSeconds: 0 }, status: { phase: "Succeeded" } });
});
