import { describe, expect, test } from "vitest";
import {
  aCondition,
  aContainer,
  aPod,
  deletionAt,
  runningStatus,
  seconds,
  terminatedState,
  terminatedStatus,
  waitingStatus,
} from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import { HOUR, MINUTE } from "../time.js";
import {
  ageColumn,
  podRow,
  readinessGatesColumn,
  readyColumn,
  restartCountOf,
  restartsColumn,
  statusColumn,
} from "./status-column.js";

const init = (...names: readonly string[]): PodOptions => ({
  initContainers: names.map((name) => aContainer({ name })),
});
const regular = (...names: readonly string[]): PodOptions => ({
  containers: names.map((name) => aContainer({ name })),
});
const initializing = [waitingStatus("app", "PodInitializing")];

/** STATUS of a pod. */
const shown = (options: PodOptions): string => statusColumn(aPod(options));
const done = terminatedStatus("i0", 0, { ready: true });

describe("statusColumn", () => {
  test("kubelet 10.16: phase Pending, no statuses -> Pending", () => {
    expect(shown({})).toBe("Pending");
  });

  test("kubelet 10.16: Pending, PodScheduled reason SchedulingGated -> SchedulingGated", () => {
    const conditions = [aCondition("PodScheduled", "False", { reason: "SchedulingGated" })];
    expect(shown({ status: { conditions } })).toBe("SchedulingGated");
  });

  test("kubelet 10.16: init[0] Running, 2 init -> Init:0/2", () => {
    const initContainerStatuses = [runningStatus("i0", { ready: false }), waitingStatus("i1", "PodInitializing")];
    expect(shown({ ...init("i0", "i1"), status: { initContainerStatuses, containerStatuses: initializing } })).toBe(
      "Init:0/2",
    );
  });

  test("kubelet 10.16: init[0] done, init[1] Waiting PodInitializing -> Init:1/2", () => {
    const initContainerStatuses = [done, waitingStatus("i1", "PodInitializing")];
    expect(shown({ ...init("i0", "i1"), status: { initContainerStatuses, containerStatuses: initializing } })).toBe(
      "Init:1/2",
    );
  });

  test("kubelet 10.16: init[0] Terminated Error 1 -> Init:Error", () => {
    const initContainerStatuses = [terminatedStatus("i0", 1)];
    expect(shown({ ...init("i0"), status: { initContainerStatuses, containerStatuses: initializing } })).toBe(
      "Init:Error",
    );
  });

  test("kubelet 10.16, 10.3: init[0] Terminated 3, empty reason -> Init:ExitCode:3; by a signal -> Init:Signal:9", () => {
    const ended = (signal: number): string =>
      shown({
        ...init("i0"),
        status: { initContainerStatuses: [terminatedStatus("i0", 3, {}, { reason: "", signal })] },
      });
    expect(ended(0)).toBe("Init:ExitCode:3");
    expect(ended(9)).toBe("Init:Signal:9");
  });

  test("kubelet 10.16: init[0] Waiting CrashLoopBackOff -> Init:CrashLoopBackOff", () => {
    const initContainerStatuses = [waitingStatus("i0", "CrashLoopBackOff")];
    expect(shown({ ...init("i0"), status: { initContainerStatuses, containerStatuses: initializing } })).toBe(
      "Init:CrashLoopBackOff",
    );
  });

  test("kubelet 10.16, 10.8: all init done, app Waiting PodInitializing -> PodInitializing", () => {
    const status = { initContainerStatuses: [done], containerStatuses: initializing };
    expect(shown({ ...init("i0"), status })).toBe("PodInitializing");
  });

  test("kubelet 10.16: app Terminated 0 Completed, phase Running (policy Always) -> Completed", () => {
    expect(shown({ status: { phase: "Running", containerStatuses: [terminatedStatus("app", 0)] } })).toBe("Completed");
  });

  test("kubelet 10.16, 10.5: a Completed + b Running ready: Running if the pod is Ready, else NotReady", () => {
    const of = (ready: "True" | "False"): string =>
      shown({
        ...regular("a", "b"),
        status: {
          phase: "Running",
          conditions: [aCondition("Ready", ready)],
          containerStatuses: [terminatedStatus("a", 0), runningStatus("b")],
        },
      });
    expect(of("False")).toBe("NotReady");
    expect(of("True")).toBe("Running");
  });

  test("kubelet 10.16: app Waiting CrashLoopBackOff -> CrashLoopBackOff", () => {
    const containerStatuses = [waitingStatus("app", "CrashLoopBackOff")];
    expect(shown({ status: { phase: "Running", containerStatuses } })).toBe("CrashLoopBackOff");
  });

  test("kubelet 10.16: app Terminated OOMKilled -> OOMKilled", () => {
    const containerStatuses = [terminatedStatus("app", 137, {}, { reason: "OOMKilled" })];
    expect(shown({ status: { phase: "Running", containerStatuses } })).toBe("OOMKilled");
  });

  test("kubelet 10.16, 10.9: Failed, reason Evicted, no statuses -> Evicted; with statuses the container speaks", () => {
    expect(shown({ status: { phase: "Failed", reason: "Evicted" } })).toBe("Evicted");
    const containerStatuses = [terminatedStatus("app", 137)];
    expect(shown({ status: { phase: "Failed", reason: "Evicted", containerStatuses } })).toBe("Error");
  });

  test("kubelet 10.16, 10.14: any non-terminal + deletionTimestamp -> Terminating, a finished pod keeps its word", () => {
    const deletion = deletionAt(0);
    expect(shown({ deletion })).toBe("Terminating");
    const containerStatuses = [waitingStatus("app", "CrashLoopBackOff")];
    expect(shown({ deletion, status: { phase: "Running", containerStatuses } })).toBe("Terminating");
    expect(shown({ deletion, status: { phase: "Failed", containerStatuses: [terminatedStatus("app", 143)] } })).toBe(
      "Error",
    );
    expect(shown({ deletion, status: { phase: "Running", reason: "NodeLost" } })).toBe("Unknown");
  });

  test("kubelet 10.4, F16: the first container by name with something to say decides, not the first of the spec", () => {
    const options = regular("zeta", "alpha");
    const containerStatuses = [waitingStatus("alpha", "ImagePullBackOff"), terminatedStatus("zeta", 1)];
    expect(shown({ ...options, status: { phase: "Running", containerStatuses } })).toBe("ImagePullBackOff");
    const others = [terminatedStatus("alpha", 1), waitingStatus("zeta", "CrashLoopBackOff")];
    expect(shown({ ...options, status: { phase: "Running", containerStatuses: others } })).toBe("Error");
  });

  test("kubelet 10.6: Error beside a running container stays Error; running but not ready stays Running, 0/1", () => {
    const conditions = [aCondition("Ready", "False")];
    const containerStatuses = [terminatedStatus("a", 1), runningStatus("b")];
    expect(shown({ ...regular("a", "b"), status: { phase: "Running", conditions, containerStatuses } })).toBe("Error");
    const unready = aPod({ status: { phase: "Running", containerStatuses: [runningStatus("app", { ready: false })] } });
    expect(statusColumn(unready)).toBe("Running");
    expect(readyColumn(unready)).toBe("0/1");
  });

  test("kubelet D6: a completed app beside a running sidecar is Completed, sidecars count for READY only", () => {
    const pod = aPod({
      initContainers: [aContainer({ name: "proxy", sidecar: true })],
      status: {
        phase: "Running",
        initContainerStatuses: [runningStatus("proxy")],
        containerStatuses: [terminatedStatus("app", 0)],
      },
    });
    expect(statusColumn(pod)).toBe("Completed");
    expect(readyColumn(pod)).toBe("1/2");
  });

  test("kubelet 10.4: a sidecar that is down does not hide the containers of an initialized pod", () => {
    const pod = aPod({
      initContainers: [aContainer({ name: "proxy", sidecar: true })],
      status: {
        phase: "Running",
        conditions: [aCondition("Initialized", "True")],
        initContainerStatuses: [waitingStatus("proxy", "CrashLoopBackOff")],
        containerStatuses: [runningStatus("app")],
      },
    });
    expect(statusColumn(pod)).toBe("Init:CrashLoopBackOff");
    expect(readyColumn(pod)).toBe("1/2");
  });
});

describe("readyColumn", () => {
  test("kubelet 10.1: ready of all, plain init containers left out", () => {
    const pod = aPod({
      ...init("i0"),
      ...regular("a", "b"),
      status: { initContainerStatuses: [done], containerStatuses: [runningStatus("a"), waitingStatus("b", "X")] },
    });
    expect(readyColumn(pod)).toBe("1/2");
    expect(readyColumn(aPod({}))).toBe("0/1");
  });

  test("kubelet 10.3: a started sidecar counts while init containers behind it still run", () => {
    const pod = aPod({
      initContainers: [aContainer({ name: "proxy", sidecar: true }), aContainer({ name: "setup" })],
      status: {
        initContainerStatuses: [runningStatus("proxy"), runningStatus("setup", { ready: false })],
        containerStatuses: initializing,
      },
    });
    expect(readyColumn(pod)).toBe("1/2");
    expect(statusColumn(pod)).toBe("Init:1/2");
  });
});

describe("restartsColumn", () => {
  const NOW = seconds(100);
  const ended = (at: number): { readonly lastState: ReturnType<typeof terminatedState> } => ({
    lastState: terminatedState(1, { finishedAtUs: seconds(at) }),
  });

  test("kubelet 10.10: no restarts, no age", () => {
    expect(restartsColumn(aPod({ status: { containerStatuses: [runningStatus("app")] } }), NOW)).toBe("0");
    const init0 = aPod({ status: { containerStatuses: [runningStatus("app", ended(90))] } });
    expect(restartsColumn(init0, NOW)).toBe("0");
  });

  test("kubelet 10.10: restarts of all containers, age of the newest end", () => {
    const containerStatuses = [
      runningStatus("a", { restartCount: 3, ...ended(40) }),
      runningStatus("b", { restartCount: 1, ...ended(88) }),
    ];
    const pod = aPod({ ...regular("a", "b"), status: { containerStatuses } });
    expect(restartsColumn(pod, NOW)).toBe("4 (12s ago)");
    expect(restartCountOf(pod)).toBe(4);
  });

  test("kubelet 10.10, F15: the end that is shown now does not count, only that of an earlier instance", () => {
    const crashed = terminatedStatus("app", 1, { restartCount: 2, ...ended(20) }, { finishedAtUs: seconds(95) });
    expect(restartsColumn(aPod({ status: { containerStatuses: [crashed] } }), NOW)).toBe("2 (80s ago)");
    const firstCrash = terminatedStatus("app", 1, { restartCount: 1 }, { finishedAtUs: seconds(95) });
    expect(restartsColumn(aPod({ status: { containerStatuses: [firstCrash] } }), NOW)).toBe("1");
  });

  test("kubelet 10.10: an end of unknown time gives a number without an age", () => {
    const lastState = terminatedState(137, { finishedAtUs: -1 });
    const containerStatuses = [runningStatus("app", { restartCount: 1, lastState })];
    expect(restartsColumn(aPod({ status: { containerStatuses } }), NOW)).toBe("1");
  });

  test("kubelet 10.2, 10.4: init restarts count while initializing and are dropped later, sidecars stay", () => {
    const initContainers = [aContainer({ name: "setup" }), aContainer({ name: "proxy", sidecar: true })];
    const setup = terminatedStatus("setup", 0, { ready: true, restartCount: 5, ...ended(90) });
    const proxy = runningStatus("proxy", { restartCount: 2, ...ended(70) });
    const app = runningStatus("app", { restartCount: 1, ...ended(60) });
    const initialized = aPod({
      initContainers,
      status: { initContainerStatuses: [setup, proxy], containerStatuses: [app] },
    });
    expect(restartsColumn(initialized, NOW)).toBe("3 (30s ago)");
    const blocked = aPod({
      initContainers,
      status: {
        initContainerStatuses: [setup, waitingStatus("proxy", "CrashLoopBackOff", { restartCount: 2, ...ended(70) })],
        containerStatuses: [app],
      },
    });
    expect(restartsColumn(blocked, NOW)).toBe("7 (10s ago)");
  });
});

describe("the other columns", () => {
  test.each([
    [119 * 1000, "119s"],
    [120 * 1000, "2m"],
    [125 * 1000, "2m5s"],
    [599 * 1000, "9m59s"],
    [600 * 1000, "10m"],
    [10_799 * 1000, "179m"],
    [10_800 * 1000, "3h"],
    [11_100 * 1000, "3h5m"],
    [28_799 * 1000, "7h59m"],
    [28_800 * 1000, "8h"],
    [172_799 * 1000, "47h"],
    [172_800 * 1000, "2d"],
    [183_600 * 1000, "2d3h"],
    [691_200 * 1000, "8d"],
    [63_072_000 * 1000, "2y"],
  ])("kubelet 10.11, 10.13: AGE after %i ms is %s", (ms, text) => {
    expect(ageColumn(aPod({}), ms * 1000)).toBe(text);
  });

  test("kubelet 10.11: AGE counts from the whole second of the creation", () => {
    expect(ageColumn(aPod({ createdAtUs: 1_900_000 }), seconds(3))).toBe("2s");
  });

  test("kubelet 10.15: -o wide", () => {
    const bare = podRow(aPod({ node: null }), MINUTE);
    expect(bare).toEqual({
      name: "web",
      ready: "0/1",
      status: "Pending",
      restarts: "0",
      age: "60s",
      ip: "<none>",
      node: "<none>",
      nominatedNode: "<none>",
      readinessGates: "<none>",
    });
    const full = aPod({
      node: "node-7",
      readinessGates: [{ conditionType: "a" }, { conditionType: "b" }],
      status: {
        phase: "Running",
        podIP: "10.0.0.9",
        nominatedNodeName: "node-3",
        conditions: [aCondition("a", "True"), aCondition("b", "Unknown")],
        containerStatuses: [runningStatus("app")],
      },
    });
    expect(podRow(full, HOUR)).toEqual({
      name: "web",
      ready: "1/1",
      status: "Running",
      restarts: "0",
      age: "60m",
      ip: "10.0.0.9",
      node: "node-7",
      nominatedNode: "node-3",
      readinessGates: "1/2",
    });
    expect(readinessGatesColumn(aPod({ readinessGates: [{ conditionType: "a" }] }))).toBe("0/1");
  });

  test("NODE of a pod that names its node before anything was bound", () => {
    expect(podRow(aPod({ node: null, nodeName: "node-1" }), 0).node).toBe("node-1");
  });
});
