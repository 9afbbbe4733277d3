// The worked timelines of the specification, each driving a whole kubelet: relists and ticks on whole seconds unless said.
import {
  containerExited,
  containerKillBegan,
  containerStarted,
  imagePulled,
  imagePullStarted,
  podRejected,
  podRemoved,
  podSandboxCreated,
  podSandboxStopped,
  probeFailed,
  probeResultStored,
  readyColumn,
  statusColumn,
} from "@podsim/core";
import type { Behavior, PodState } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const httpGet = { path: "/", port: 8080, scheme: "HTTP" as const };
const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: false };
const cached: Partial<Behavior> = { image: { ...image, cached: true } };
const lasting = (seconds: number) => ({ kind: "constant" as const, value: seconds * SECOND });
const runsFor = (seconds: number, exitCode: number): Partial<Behavior> => ({
  ...cached,
  run: lasting(seconds),
  exitCode,
});
const probes = (over: Partial<Behavior["probes"]>): Partial<Behavior> => ({
  probes: { startup: null, liveness: null, readiness: null, ...over },
});

const round = (at: number): number => Math.round(at / 10_000) / 100;

/** "seconds phase READY STATUS" whenever one of them changes, as a watch would show it. */
const watched = (node: OneNode, until: number): readonly string[] => {
  const rows: string[] = [];
  let last = "";
  node.run(until, (_, { at }) => {
    const pod = node.world.pods.at(0);
    const row = pod === undefined ? "gone" : `${pod.status.phase} ${readyColumn(pod)} ${statusColumn(pod)}`;
    if (row !== last) rows.push(`${round(at)} ${row}`);
    last = row;
  });
  return rows.slice(1);
};

const podOf = (node: OneNode): PodState => {
  const pod = node.world.pods.at(0);
  if (pod === undefined) throw new Error("the pod is gone");
  return pod;
};

const conditionsOf = (pod: PodState): Record<string, string> =>
  Object.fromEntries(pod.status.conditions.map(({ type, status, reason }) => [type, `${status} ${reason}`.trim()]));

const times = (facts: readonly { readonly at: number }[]): readonly number[] =>
  facts.map(({ at }) => Math.round(at * 100) / 100);

describe("starting", () => {
  test("kubelet D1: one container, image absent, pull of 2 s", () => {
    const node = new OneNode();
    node.pod(0.1, aSpec());
    const conditions: Record<string, Record<string, string>> = {};
    const rows: string[] = [];
    node.run(60, (pod, { type, at }) => {
      if (type !== "PodStatusReported" || pod === undefined) return;
      conditions[round(at)] = conditionsOf(pod);
      rows.push(`${round(at)} ${pod.status.phase} ${readyColumn(pod)} ${statusColumn(pod)} ${pod.status.podIP ?? "-"}`);
    });
    expect(rows).toEqual([
      "0.2 Pending 0/1 ContainerCreating -",
      expect.stringMatching(/^4 Running 1\/1 Running 10\./),
    ]);
    expect(conditions["0.2"]).toMatchObject({
      PodReadyToStartContainers: "False",
      Initialized: "True",
      Ready: "False ContainersNotReady",
      ContainersReady: "False ContainersNotReady",
      PodScheduled: "True",
    });
    expect(conditions["4"]).toMatchObject({
      PodReadyToStartContainers: "True",
      Ready: "True",
      ContainersReady: "True",
    });
    expect(podOf(node).status.startTimeUs).toBe(0);
    expect(times(node.facts(podSandboxCreated))).toEqual([1.4]);
    expect(times(node.facts(imagePullStarted))).toEqual([1.4]);
    expect(times(node.facts(imagePulled))).toEqual([3.4]);
    expect(times(node.facts(containerStarted))).toEqual([3.6]);
  });

  test("kubelet D2, F7: a container that runs does not show while the next one is pulled, nor is it probed", () => {
    const slow: Partial<Behavior> = { image: { ...image, sizeBytes: 20 } };
    const failing = { ...cached, ...probes({ liveness: { passAfter: "never", failFrom: null, failure: "no" } }) };
    const node = new OneNode({ behaviors: { a: failing, b: slow } });
    const a = aContainer({ name: "a", livenessProbe: aProbe({ httpGet, periodSeconds: 2 }) });
    node.pod(0.1, aSpec({ containers: [a, aContainer({ name: "b", image: "registry.example/b:1" })] }));
    expect(watched(node, 25)).toEqual([
      "0.1 Pending 0/2 Pending",
      "0.2 Pending 0/2 ContainerCreating",
      "22 Running 2/2 Running",
    ]);
    expect(times(node.facts(containerStarted))).toEqual([1.6, 21.8]);
    expect(times(node.facts(probeFailed))[0]).toBe(22.6);
  });

  test("kubelet D3, 1.6, F6: with one image missing the other container runs, and the pod is Pending", () => {
    const node = new OneNode({ behaviors: { a: cached, b: { image: { ...image, missing: true } } } });
    node.pod(0.1, aSpec({ containers: [aContainer({ name: "a" }), aContainer({ name: "b", image: "nowhere/b:1" })] }));
    expect(watched(node, 12)).toEqual([
      "0.1 Pending 0/2 Pending",
      "0.2 Pending 0/2 ContainerCreating",
      "5 Pending 1/2 ErrImagePull",
    ]);
    expect(times(node.facts(containerStarted))).toEqual([1.6]);
  });

  test("kubelet D4, 3.12: two init containers of a second each take about a relist period per step", () => {
    const node = new OneNode({ behaviors: { i0: runsFor(1, 0), i1: runsFor(1, 0), app: cached } });
    node.pod(0.1, aSpec({ initContainers: [aContainer({ name: "i0" }), aContainer({ name: "i1" })] }));
    expect(watched(node, 30)).toEqual([
      "0.1 Pending 0/1 Pending",
      "0.2 Pending 0/1 Init:0/2",
      "3 Pending 0/1 Init:1/2",
      "5 Pending 0/1 PodInitializing",
      "6 Running 1/1 Running",
    ]);
    expect(times(node.facts(containerStarted))).toEqual([1.6, 3.2, 5.2]);
  });

  test("kubelet D5: an init container that fails at once", () => {
    const spec = { initContainers: [aContainer({ name: "i0" })] };
    const always = new OneNode({ behaviors: { i0: runsFor(0, 1) } });
    always.pod(0.1, aSpec(spec));
    const rows = watched(always, 40).map((row) => row.split(" ").slice(1).join(" "));
    expect(rows.slice(0, 5)).toEqual([
      "Pending 0/1 Pending",
      "Pending 0/1 Init:0/1",
      "Pending 0/1 Init:Error",
      "Pending 0/1 Init:CrashLoopBackOff",
      "Pending 0/1 Init:Error",
    ]);
    const [first = 0, second = 0, third = 0] = times(always.facts(containerStarted));
    expect(second - first).toBeLessThan(1.5);
    expect(third - second).toBeGreaterThanOrEqual(10);
    expect(third - second).toBeLessThan(17);
    const never = new OneNode({ behaviors: { i0: runsFor(0, 1) } });
    never.pod(0.1, aSpec({ ...spec, restartPolicy: "Never" }));
    expect(watched(never, 40).at(-1)).toMatch(/ Failed 0\/1 Init:Error$/);
    expect(never.facts(containerStarted)).toHaveLength(1);
  });

  test("kubelet D15, 9.13: a pod that does not fit is Failed at once, without ever being created", () => {
    const node = new OneNode();
    node.pod(0.1, aSpec({ containers: [aContainer({ requests: { cpu: "5" } })] }));
    expect(watched(node, 20)).toEqual(["0.1 Pending 0/1 Pending", "0.2 Failed 0/1 OutOfcpu"]);
    expect(times(node.facts(podRejected))).toEqual([0.2]);
  });
});

describe("ending by itself", () => {
  test("kubelet D6, 1.7, F11: a Job's pod succeeds once its sidecar has been stopped as well", () => {
    const stopsIn3s: Partial<Behavior> = { ...cached, onSigterm: { exitAfter: lasting(3), exitCode: 143 } };
    const node = new OneNode({ behaviors: { s: stopsIn3s, app: runsFor(8, 0) } });
    const spec = { initContainers: [aContainer({ name: "s", sidecar: true })], restartPolicy: "Never" as const };
    node.pod(0.1, aSpec(spec));
    const rows = watched(node, 40);
    // s starts at 1.6 and is seen at 2, app starts at 2.2 and exits at 10.2, seen at 11; s is told to stop then, ends at
    // 14, its sandbox at 14.05; the sync that sees all of it is at 15, the teardown waits for the relist of 16.
    expect(times(node.facts(containerStarted))).toEqual([1.6, 2.2]);
    expect(times(node.facts(containerKillBegan))).toEqual([11]);
    expect(times(node.facts(podSandboxStopped))).toEqual([14.05]);
    expect(rows).toEqual([
      "0.1 Pending 0/2 Pending",
      "0.2 Pending 0/2 Init:0/1",
      "2 Pending 1/2 PodInitializing",
      "3 Running 2/2 Running",
      "11 Running 1/2 Completed",
      "15 Running 0/2 Completed",
      "16 Succeeded 0/2 Completed",
    ]);
  });

  test("kubelet D7, 1.10, F8: Completed shows with the relist, the phase Succeeded with the next", () => {
    const node = new OneNode({ behaviors: { app: runsFor(8.6, 0) } });
    node.pod(0.1, aSpec({ restartPolicy: "Never" }));
    expect(watched(node, 20).slice(2)).toEqual([
      "2 Running 1/1 Running",
      "11 Running 0/1 Completed",
      "12.05 Succeeded 0/1 Completed",
    ]);
    expect(times(node.facts(containerExited))).toEqual([10.2]);
  });

  test("kubelet F2, 4.13, 4.16: after a first exit the container restarts at once, after the second it waits", () => {
    const node = new OneNode({ behaviors: { app: runsFor(10.3, 137) } });
    node.pod(0.1, aSpec());
    const rows = watched(node, 60).slice(2);
    expect(rows.slice(0, 4)).toEqual([
      "2 Running 1/1 Running",
      "12 Running 0/1 Error",
      "13 Running 1/1 Running",
      "23 Running 0/1 Error",
    ]);
    const [at, , , status] = rows[4]?.split(" ") ?? [];
    expect(status).toBe("CrashLoopBackOff");
    expect(Number(at)).toBeGreaterThanOrEqual(33);
    expect(Number(at)).toBeLessThanOrEqual(39);
    const [again] = rows[5]?.split(" ") ?? [];
    expect(Number(again) - Number(at)).toBeLessThanOrEqual(2);
  });
});

describe("being ended", () => {
  test("kubelet D8, F8, F9: SIGTERM obeyed: gone with the relist after the stop, not at the end of the grace", () => {
    const node = new OneNode({
      latencies: { kubeletWatch: { kind: "constant", value: 20_000 } },
      behaviors: { app: { ...cached, onSigterm: { exitAfter: lasting(0.08), exitCode: 143 } } },
    });
    node.pod(0, aSpec());
    node.delete(20, 0, 30);
    let deletionTimestamp = -1;
    node.run(20.01, (pod) => (deletionTimestamp = pod?.deletion?.deletionTimestampUs ?? -1));
    expect(deletionTimestamp).toBe(50 * SECOND);
    const again = new OneNode({
      latencies: { kubeletWatch: { kind: "constant", value: 20_000 } },
      behaviors: { app: { ...cached, onSigterm: { exitAfter: lasting(0.08), exitCode: 143 } } },
    });
    again.pod(0, aSpec());
    again.delete(20, 0, 30);
    expect(watched(again, 60).slice(-3)).toEqual(["20 Running 1/1 Terminating", "20.15 Failed 0/1 Error", "21.3 gone"]);
    expect(times(again.facts(containerKillBegan))).toEqual([20.02]);
    expect(times(again.facts(containerExited))).toEqual([20.1]);
  });

  test("kubelet D9: SIGTERM ignored: SIGKILL at the end of the grace, exit 137, gone a second later", () => {
    const node = new OneNode({
      latencies: { kubeletWatch: { kind: "constant", value: 0 } },
      behaviors: { app: { ...cached, onSigterm: "ignore" } },
    });
    node.pod(0, aSpec());
    node.delete(20, 0, 30);
    node.run(60);
    expect(node.facts(containerExited)[0]).toMatchObject({ at: 50, data: { exitCode: 137 } });
    expect(times(node.facts(podRemoved))).toEqual([51.3]);
  });

  test("kubelet D10, F10: preStop is part of the grace: SIGTERM 10 s, SIGKILL 30 s after the delete; 30 s and 32 s", () => {
    const ending = (seconds: number): readonly number[] => {
      const hooks = {
        postStart: { takes: lasting(0), fails: false },
        preStop: { takes: lasting(seconds), fails: false },
      };
      const node = new OneNode({
        latencies: { kubeletWatch: { kind: "constant", value: 0 } },
        behaviors: { app: { ...cached, onSigterm: "ignore", hooks } },
      });
      const lifecycle = { preStop: { exec: { command: ["sleep"] } } };
      node.pod(0, aSpec({ containers: [aContainer({ lifecycle })] }));
      node.delete(20, 0, 30);
      node.run(80);
      return times(node.facts(containerExited)).map((at) => at - 20);
    };
    expect(ending(10)).toEqual([30]);
    expect(ending(40)).toEqual([32]);
  });

  test("kubelet D13, 4.11, F4: four kills for liveness restart at once, the fifth meets the back-off of 40 s", () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const refused = probes({ liveness: { passAfter: "never", failFrom: null, failure: "no" } });
      const node = new OneNode({
        seed,
        behaviors: { app: { ...cached, ...refused, onSigterm: { exitAfter: lasting(0.2), exitCode: 0 } } },
      });
      node.pod(0.1, aSpec({ containers: [aContainer({ livenessProbe: aProbe({ httpGet }) })] }));
      const rows = watched(node, 260);
      expect(times(node.facts(containerKillBegan)).slice(0, 5)).toEqual([30.6, 60.6, 90.6, 120.6, 150.6]);
      const starts = times(node.facts(containerStarted));
      expect(starts.slice(0, 5)).toEqual([1.6, 31, 61, 91, 121]);
      const backOff = rows.find((row) => row.endsWith("CrashLoopBackOff")) ?? "";
      expect(Number(backOff.split(" ")[0])).toBeLessThanOrEqual(152);
      expect(starts[5]).toBeGreaterThanOrEqual(190.8);
      expect(starts[5]).toBeLessThanOrEqual(206);
      const [, , , , , sixth = 0] = times(node.facts(containerKillBegan));
      expect([220.6, 230.6]).toContain(sixth);
    }
  });

  test("kubelet D14, 6.17: startup success has readiness probed at once, not at the next tick", () => {
    const healthyAt6 = { passAfter: 6 * SECOND, failFrom: null, failure: "not yet" };
    const behaviors = {
      app: { ...cached, ...probes({ startup: healthyAt6, readiness: { ...healthyAt6, failFrom: 20 * SECOND } }) },
    };
    const node = new OneNode({ behaviors, relistPhase: 0.6 });
    const container = aContainer({
      startupProbe: aProbe({ httpGet, periodSeconds: 2, failureThreshold: 30 }),
      readinessProbe: aProbe({ httpGet, periodSeconds: 5, failureThreshold: 1 }),
    });
    node.pod(0.1, aSpec({ containers: [container] }));
    expect(watched(node, 40)).toEqual([
      "0.1 Pending 0/1 Pending",
      "0.2 Pending 0/1 ContainerCreating",
      "2.6 Running 0/1 Running",
      "8.6 Running 1/1 Running",
      "23.6 Running 0/1 Running",
    ]);
    expect(times(node.facts(probeFailed)).slice(0, 3)).toEqual([4.6, 6.6, 23.6]);
    expect(times(node.facts(probeResultStored))).toEqual([8.6, 8.6, 23.6]);
  });
});
