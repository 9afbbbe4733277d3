import {
  containerCreated,
  containerExited,
  containerKillBegan,
  containerStarted,
  imagePullFailed,
  imagePullStarted,
  podRemoved,
  podSandboxCreated,
  probeFailed,
  restartCountOf,
} from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const rounded = (changes: readonly { at: number; status: string }[]) =>
  changes.map(({ at, status }) => `${(at / SECOND).toFixed(1)} ${status}`);

const httpGet = { path: "/", port: 8080, scheme: "HTTP" as const };

describe("a first start", () => {
  test("kubelet D1: one container, image absent, pull 2 s", () => {
    const node = new OneNode();
    node.pod(0.1, aSpec());
    expect(rounded(node.statuses(60))).toEqual(["0.0 (gone)", "0.1 Pending", "0.2 ContainerCreating", "4.0 Running"]);
    expect(node.facts(podSandboxCreated).map((f) => f.at)).toEqual([1.4]);
    expect(node.facts(imagePullStarted).map((f) => f.at)).toEqual([1.4]);
    expect(node.facts(containerStarted).map((f) => f.at)).toEqual([3.6]);
  });

  test("kubelet D2: nothing of a sync shows before the next one", () => {
    const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
    const slow = { image: { sizeBytes: 20, pullBytesPerSecond: 1, missing: false, cached: false } };
    const node = new OneNode({ behaviors: { a: cached, b: slow } });
    node.pod(0, aSpec({ containers: [aContainer({ name: "a" }), aContainer({ name: "b" })] }));
    const statuses = node.statuses(60);
    expect(node.facts(containerStarted).map((f) => f.at)).toEqual([1.5, 21.7]);
    expect(rounded(statuses)).toEqual(["0.0 (gone)", "0.0 Pending", "0.1 ContainerCreating", "22.0 Running"]);
  });

  test("kubelet D4: each init container costs about one relist period", () => {
    const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
    const second = { ...cached, run: { kind: "constant" as const, value: SECOND } };
    const node = new OneNode({ behaviors: { i0: second, i1: second, app: cached } });
    node.pod(0.1, aSpec({ initContainers: [aContainer({ name: "i0" }), aContainer({ name: "i1" })] }));
    expect(rounded(node.statuses(30))).toEqual([
      "0.0 (gone)",
      "0.1 Pending",
      "0.2 Init:0/2",
      "3.0 Init:1/2",
      "5.0 PodInitializing",
      "6.0 Running",
    ]);
  });
});

describe("restarts", () => {
  const crash = { run: { kind: "constant" as const, value: SECOND }, exitCode: 1 };
  const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };

  test("kubelet 4.14: waits between exit and next start of a container that runs for 1 s", () => {
    // The wait is over at the first sync after the back-off; syncs are 10 to 16 s apart.
    const backOffs = [0, 10, 20, 40, 80, 160, 300, 300];
    for (const seed of [1, 2, 3, 4, 5]) {
      const node = new OneNode({ seed, wholeSeconds: false, behaviors: { app: { ...cached, ...crash } } });
      node.pod(0, aSpec());
      node.run(1_100);
      const starts = node.facts(containerStarted).map((f) => f.at);
      const exits = node.facts(containerExited).map((f) => f.at);
      const waits = starts.slice(1).map((at, k) => at - (exits[k] ?? 0));
      expect(waits.length).toBeGreaterThanOrEqual(7);
      waits.forEach((wait, k) => {
        const backOff = backOffs[k] ?? 300;
        expect(wait, `wait ${k} of seed ${seed}`).toBeGreaterThanOrEqual(backOff);
        expect(wait, `wait ${k} of seed ${seed}`).toBeLessThanOrEqual(backOff === 0 ? 1.5 : backOff + 17);
      });
    }
  });

  test("kubelet 4.13, 4.16: Error shows first, CrashLoopBackOff one sync later", () => {
    const node = new OneNode({ behaviors: { app: { ...cached, ...crash } } });
    node.pod(0, aSpec());
    const statuses = node.statuses(40).map((s) => s.status);
    expect(statuses.slice(3, 9)).toEqual(["Running", "Error", "Running", "Error", "CrashLoopBackOff", "Running"]);
  });

  test("kubelet 1.10, D7: a finished Job pod shows Completed first and Succeeded one relist later", () => {
    const done = { ...cached, run: { kind: "constant" as const, value: 8 * SECOND }, exitCode: 0 };
    const node = new OneNode({ behaviors: { app: done } });
    node.pod(0, aSpec({ restartPolicy: "Never" }));
    const phases: string[] = [];
    node.run(60, (pod, { at }) => {
      const seen = `${pod?.status.phase ?? "-"}`;
      if (phases.at(-1)?.endsWith(seen) !== true) phases.push(`${Math.round(at / SECOND)} ${seen}`);
    });
    expect(phases).toEqual(["0 -", "0 Pending", "2 Running", "11 Succeeded"]);
    expect(node.world.pods.at(0)?.status.phase).toBe("Succeeded");
  });
});

describe("images", () => {
  test("kubelet 5.16-5.18: ErrImagePull and ImagePullBackOff alternate by syncs", () => {
    const missing = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: true, cached: false } };
    const windows: readonly (readonly [string, number, number])[] = [
      ["ErrImagePull", 3.5, 6],
      ["ImagePullBackOff", 14, 21],
      ["ErrImagePull", 28, 39],
      ["ImagePullBackOff", 40, 53],
      ["ErrImagePull", 55, 70],
      ["ImagePullBackOff", 67, 85],
      ["ErrImagePull", 100, 126],
      ["ImagePullBackOff", 112, 140],
    ];
    for (const seed of [1, 2, 3]) {
      const node = new OneNode({ seed, wholeSeconds: false, behaviors: { app: missing } });
      node.pod(0, aSpec());
      const shown = node.statuses(150).filter((s) => s.status.includes("mage"));
      windows.forEach(([status, from, to], k) => {
        const change = shown[k];
        expect(change?.status, `seed ${seed}`).toBe(status);
        expect((change?.at ?? 0) / SECOND, `${status} ${k} of seed ${seed}`).toBeGreaterThanOrEqual(from);
        expect((change?.at ?? 0) / SECOND, `${status} ${k} of seed ${seed}`).toBeLessThanOrEqual(to);
      });
      expect(node.facts(imagePullFailed).length).toBe(4);
    }
  });

  test("kubelet 5.12: a node pulls one image at a time, and the wait is told", () => {
    const node = new OneNode();
    node.pod(0, aSpec({ containers: [aContainer({ name: "a" })] }));
    node.pod(0, aSpec({ containers: [aContainer({ name: "b" })] }));
    node.run(20);
    expect(node.facts(containerStarted, 0).map((f) => f.at)).toEqual([3.5]);
    expect(node.facts(containerStarted, 1).map((f) => f.at)).toEqual([5.5]);
  });
});

describe("probes", () => {
  const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
  const refused = { passAfter: "never" as const, failFrom: null, failure: "" };

  test("kubelet 6.23, F1: liveness on a dead port: failures every 10 s from the worker's start, kills at 30, 60, 90, 120", () => {
    const behaviors = { app: { ...cached, probes: { startup: null, liveness: refused, readiness: null } } };
    const node = new OneNode({ behaviors });
    node.pod(0, aSpec({ containers: [aContainer({ name: "app", livenessProbe: aProbe({ httpGet }) })] }));
    node.run(170);
    const failures = node.facts(probeFailed).map((f) => Math.floor(f.at));
    expect(failures.slice(0, 9)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    const kills = node.facts(containerKillBegan);
    expect(kills.map((f) => Math.floor(f.at))).toEqual([30, 60, 90, 120, 150]);
    expect(kills[0]?.data.message).toBe("Container app failed liveness probe, will be restarted");
  });

  test("kubelet 4.11, D13, F4: the fifth kill meets the back-off, counted from its own exit", () => {
    const behaviors = { app: { ...cached, probes: { startup: null, liveness: refused, readiness: null } } };
    const node = new OneNode({ behaviors });
    node.pod(0, aSpec({ containers: [aContainer({ name: "app", livenessProbe: aProbe({ httpGet }) })] }));
    const crash = node.statuses(230).find((s) => s.status === "CrashLoopBackOff");
    expect((crash?.at ?? 0) / SECOND).toBeLessThanOrEqual(152);
    const restarts = node.facts(containerStarted).map((f) => f.at);
    expect(restarts.length).toBeGreaterThanOrEqual(6);
    expect(restarts[5]).toBeGreaterThanOrEqual(190);
    expect(restarts[5]).toBeLessThanOrEqual(206);
  });

  test("kubelet D14, 6.17: startup success pokes readiness at once", () => {
    const healthyAt6 = { passAfter: 6 * SECOND, failFrom: null, failure: "not yet" };
    const behaviors = { app: { ...cached, probes: { startup: healthyAt6, liveness: null, readiness: healthyAt6 } } };
    // The first relist after the sync that ends at 1.6 is at 2.6: the tick of that instant does not know the container yet.
    const node = new OneNode({ behaviors, relistPhase: 0.6 });
    const container = aContainer({
      name: "app",
      startupProbe: aProbe({ httpGet, periodSeconds: 2, failureThreshold: 30 }),
      readinessProbe: aProbe({ httpGet, periodSeconds: 5 }),
    });
    node.pod(0.1, aSpec({ containers: [container] }));
    const readyAt: number[] = [];
    node.run(30, (pod, { at }) => {
      if (readyAt.length === 0 && pod?.status.containerStatuses[0]?.ready === true) readyAt.push(at / SECOND);
    });
    expect(node.facts(probeFailed).map((f) => f.at)).toEqual([4.6, 6.6]);
    expect(readyAt[0]).toBeGreaterThanOrEqual(8.6);
    expect(readyAt[0]).toBeLessThanOrEqual(9.7);
  });

  test("a probe that goes on succeeding costs nothing", () => {
    const node = new OneNode({ behaviors: { app: cached } });
    const container = aContainer({
      name: "app",
      livenessProbe: aProbe({ httpGet, periodSeconds: 1 }),
      readinessProbe: aProbe({ httpGet, periodSeconds: 1 }),
    });
    node.pod(0, aSpec({ containers: [container] }));
    node.run(60);
    const facts = node.log.length;
    const week = new OneNode({ behaviors: { app: cached } });
    week.pod(0, aSpec({ containers: [container] }));
    week.run(7 * 86_400);
    expect(week.log.length).toBe(facts);
    expect(week.world.pods.at(0)?.status.containerStatuses[0]?.ready).toBe(true);
  });
});

describe("the end", () => {
  const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };

  test("kubelet D8, F8: gone a relist and the clean-up after the stop, not at the end of the grace", () => {
    const node = new OneNode({ behaviors: { app: cached } });
    node.pod(0, aSpec());
    node.delete(20.5, 0, 30);
    expect(rounded(node.statuses(60)).slice(-3)).toEqual(["20.5 Terminating", "20.8 Completed", "21.3 (gone)"]);
    expect(node.facts(containerKillBegan).map((f) => f.at)).toEqual([20.6]);
    expect(node.facts(containerExited).map((f) => f.at)).toEqual([20.7]);
  });

  test("kubelet D9: SIGTERM ignored: SIGKILL at the end of the grace, exit 137, phase Failed", () => {
    const node = new OneNode({ behaviors: { app: { ...cached, onSigterm: "ignore" } } });
    node.pod(0, aSpec());
    node.delete(20, 0, 30);
    node.run(60);
    const [exit] = node.facts(containerExited);
    expect(exit?.at).toBe(50.1);
    expect(exit?.data.exitCode).toBe(137);
    expect(node.facts(podRemoved)[0]?.at).toBeCloseTo(51.3, 1);
  });

  test("kubelet D10, F10: preStop consumes the grace; 2 s are left at least", () => {
    const slowStop = (seconds: number) => ({
      ...cached,
      onSigterm: "ignore" as const,
      hooks: {
        postStart: { takes: { kind: "constant" as const, value: 0 }, fails: false },
        preStop: { takes: { kind: "constant" as const, value: seconds * SECOND }, fails: false },
      },
    });
    const container = aContainer({ name: "app", lifecycle: { preStop: { exec: { command: ["sleep"] } } } });
    const exitAfter = (seconds: number): number => {
      const node = new OneNode({ behaviors: { app: slowStop(seconds) } });
      node.pod(0, aSpec({ containers: [container] }));
      node.delete(20, 0, 30);
      node.run(80);
      return (node.facts(containerExited)[0]?.at ?? 0) - 20.1;
    };
    expect(exitAfter(10)).toBeCloseTo(30, 5);
    expect(exitAfter(40)).toBeCloseTo(32, 5);
  });

  test("kubelet 0.12, F19: deletion does not interrupt a pull", () => {
    const slow = { image: { sizeBytes: 40, pullBytesPerSecond: 1, missing: false, cached: false } };
    const node = new OneNode({ behaviors: { app: slow } });
    node.pod(0, aSpec());
    node.delete(10, 0, 30);
    const gone = node.statuses(80).find((s) => s.at > 10 * SECOND && s.status === "(gone)");
    expect((gone?.at ?? 0) / SECOND).toBeGreaterThan(41);
    expect((gone?.at ?? 0) / SECOND).toBeLessThan(45);
  });
});

describe("a lost machine", () => {
  const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };

  test("power-off: nothing is reported meanwhile; the pod restarts in a new sandbox when the machine returns", () => {
    const node = new OneNode({ behaviors: { app: cached } });
    node.pod(0, aSpec());
    node.fail(20, "power-off");
    node.recover(80);
    node.run(70);
    expect(node.log.length).toBeGreaterThan(5);
    const again = new OneNode({ behaviors: { app: cached } });
    again.pod(0, aSpec());
    again.fail(20, "power-off");
    again.recover(80);
    again.run(120);
    expect(again.facts(podSandboxCreated).map((f) => f.data.attempt)).toEqual([0, 1]);
    const pod = again.world.pods.at(0);
    expect(pod?.status.phase).toBe("Running");
    expect(pod === undefined ? -1 : restartCountOf(pod)).toBe(1);
  });

  test("kubelet 3.4, 3.11: init containers run again though a regular one had been created and not started", () => {
    const quick = { ...cached, run: { kind: "constant", value: 2 * SECOND } } as const;
    const node = new OneNode({
      behaviors: { i: quick, j: quick, app: cached },
      latencies: { containerStart: { kind: "constant", value: 4 * SECOND } },
    });
    node.pod(0, aSpec({ initContainers: [aContainer({ name: "i" }), aContainer({ name: "j" })] }));
    const started = (): readonly number[] => node.facts(containerStarted).map((f) => f.data.container);
    // The app is created at about 16 s.
    node.fail(18, "power-off");
    node.recover(40);
    node.run(80);
    expect(node.facts(containerCreated).filter((f) => f.data.container === 2 && f.at < 18)).toHaveLength(1);
    expect(started()).toEqual([0, 1, 0, 1, 2]);
    expect(node.world.pods.at(0)?.status.phase).toBe("Running");
  });

  test("kubelet-down: containers go on, and are found again", () => {
    const node = new OneNode({ behaviors: { app: cached } });
    node.pod(0, aSpec());
    node.fail(20, "kubelet-down");
    node.recover(80);
    node.run(120);
    const pod = node.world.pods.at(0);
    expect(pod === undefined ? -1 : restartCountOf(pod)).toBe(0);
    expect(node.facts(podSandboxCreated)).toHaveLength(1);
  });
});

describe("a second delete", () => {
  const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
  const stubborn = { app: { ...cached, onSigterm: "ignore" as const } };

  test("kubelet 8.2, 8.6: moves the time by which the pod should be gone, but not a stop that is under way", () => {
    const node = new OneNode({ behaviors: stubborn });
    node.pod(0, aSpec());
    node.delete(20, 0, 30);
    node.delete(25, 0, 10);
    node.run(40);
    expect(node.world.pods.at(0)?.deletion).toMatchObject({ deletionTimestampUs: 30 * SECOND, graceSeconds: 10 });
    const all = new OneNode({ behaviors: stubborn });
    all.pod(0, aSpec());
    all.delete(20, 0, 30);
    all.delete(25, 0, 10);
    all.run(80);
    expect(all.facts(containerExited).map((f) => f.at)).toEqual([50.1]);
    expect(all.facts(containerKillBegan)).toHaveLength(1);
  });

  test("kubelet 8.6: one that comes before the stop begins gives the containers less time", () => {
    const slow = { app: { ...stubborn.app, image: { ...cached.image, sizeBytes: 20, cached: false } } };
    const node = new OneNode({ behaviors: slow });
    node.pod(0, aSpec());
    node.delete(5, 0, 30);
    node.delete(10, 0, 5);
    node.run(80);
    const [kill] = node.facts(containerKillBegan);
    expect(kill?.data.graceSeconds).toBe(5);
    expect((node.facts(containerExited)[0]?.at ?? 0) - (kill?.at ?? 0)).toBe(5);
  });

  test("kubelet 8.2, 8.16: by force the object is gone at once", () => {
    const node = new OneNode({ behaviors: stubborn });
    node.pod(0, aSpec());
    node.delete(20, 0, 30);
    node.delete(25, 0, 0);
    node.run(80);
    expect(node.facts(podRemoved).map((f) => f.at)).toEqual([25]);
  });
});
