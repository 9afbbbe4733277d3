import { describe, expect, test } from "vitest";
import {
  aCondition,
  aContainer,
  aPod,
  aProbe,
  created,
  deletionAt,
  exited,
  exitedRecord,
  neverStarted,
  notStarted,
  running,
  runningStatus,
  seconds,
  terminatedState,
  terminatedStatus,
  waitingStatus,
} from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import { LOST_AT_TERMINATION } from "./container-status.js";
import type { ContainerRuntime, PodState, PodStatus, Sandbox } from "./pod-state.js";
import { findCondition, withStatus } from "./pod-state.js";
import { sameStatus } from "./pod-status.js";
import type { PodFailure } from "./pod-state.js";
import type { ReportStage } from "./report-status.js";
import { computedPhase, markNotReady, markReadiness, reportStatus } from "./report-status.js";

const NOW = seconds(10);
const crashLoop = { reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container" };
const stopped: Sandbox = { state: "stopped", attempt: 0, ip: "10.0.0.2" };

/** The pod after it was reported, and after its containers changed to `runtime` and it was reported again. */
const then = (
  options: PodOptions,
  steps: readonly { readonly runtime: PodOptions["runtime"]; readonly stage?: ReportStage; readonly at?: number }[],
): PodState => {
  let pod = aPod(options);
  for (const { runtime, stage = "syncing", at = NOW } of steps) {
    const next = aPod({ ...options, runtime: runtime ?? {}, status: pod.status });
    pod = withStatus(next, reportStatus(next, at, stage));
  }
  return pod;
};

const said = (status: PodStatus, type: string): string => {
  const condition = findCondition(status, type);
  return condition === undefined ? "absent" : `${condition.status} ${condition.reason}`.trimEnd();
};

describe("reportStatus while syncing", () => {
  test("kubelet 0.7, D1: the first report says ContainerCreating and sets the start time, cut to seconds", () => {
    const none: Sandbox = { state: "none", attempt: -1, ip: null };
    const status = reportStatus(aPod({ sandbox: none }), 10_700_000, "syncing");
    expect(status).toMatchObject({ phase: "Pending", startTimeUs: NOW, podIP: null, reason: "", message: "" });
    expect(status.containerStatuses).toEqual([waitingStatus("app", "ContainerCreating")]);
    expect(said(status, "Ready")).toBe("False ContainersNotReady");
    expect(said(status, "PodReadyToStartContainers")).toBe("False");
  });

  test("kubelet 0.17: the start time never changes again", () => {
    const pod = aPod({ status: { startTimeUs: 0 }, runtime: { app: running() } });
    expect(reportStatus(pod, NOW, "syncing").startTimeUs).toBe(0);
  });

  test("kubelet D1: a running container makes the pod Running and ready, with its address", () => {
    const status = reportStatus(aPod({ runtime: { app: running() } }), NOW, "syncing");
    expect(status).toMatchObject({ phase: "Running", podIP: "10.0.0.2" });
    expect(said(status, "Ready")).toBe("True");
  });

  test("kubelet D3, 1.6, F6: one container running and one without an image is Pending", () => {
    const pod = aPod({
      containers: [aContainer({ name: "a" }), aContainer({ name: "b" })],
      runtime: { a: running(), b: notStarted("ErrImagePull") },
    });
    const status = reportStatus(pod, NOW, "syncing");
    expect(status.phase).toBe("Pending");
    expect(status.containerStatuses.map((s) => s.ready)).toEqual([true, false]);
  });

  test("kubelet 1.9: Running may fall back to Pending, nothing enforces the order of the two", () => {
    const status = reportStatus(aPod({ status: { phase: "Running" }, sandbox: stopped }), NOW, "syncing");
    expect(status.phase).toBe("Pending");
  });

  test("kubelet 1.11: reason and message stay while the phase does, and go with it", () => {
    const kept = { reason: "Because", message: "of this" };
    const status = { phase: "Running", ...kept } as const;
    expect(reportStatus(aPod({ status, runtime: { app: running() } }), NOW, "syncing")).toMatchObject(kept);
    expect(reportStatus(aPod({ status }), NOW, "syncing")).toMatchObject({ phase: "Pending", reason: "", message: "" });
  });

  test("the nominated node stays", () => {
    const pod = aPod({ status: { nominatedNodeName: "node-9" }, runtime: { app: running() } });
    expect(reportStatus(pod, NOW, "syncing").nominatedNodeName).toBe("node-9");
  });

  test("kubelet 8.7: the address outlives the sandbox, until another one is there", () => {
    const status = { podIP: "10.0.0.2" };
    const ipWith = (sandbox: Sandbox): string | null => reportStatus(aPod({ sandbox, status }), NOW, "syncing").podIP;
    expect(ipWith(stopped)).toBe("10.0.0.2");
    expect(ipWith({ state: "stopped", attempt: 0, ip: null })).toBe("10.0.0.2");
    expect(ipWith({ state: "ready", attempt: 1, ip: null })).toBe(null);
    expect(ipWith({ state: "ready", attempt: 1, ip: "10.0.0.3" })).toBe("10.0.0.3");
  });

  test("kubelet 1.10, D7, F8: a pod that has just completed is not ready but still Running", () => {
    const pod = then({ restartPolicy: "Never" }, [{ runtime: { app: running() } }, { runtime: { app: exited(0) } }]);
    expect(pod.status.phase).toBe("Running");
    expect(pod.status.containerStatuses).toEqual([terminatedStatus("app", 0)]);
    expect(said(pod.status, "Ready")).toBe("False PodCompleted");
    expect(said(pod.status, "Initialized")).toBe("True PodCompleted");
    expect(computedPhase(pod)).toBe("Succeeded");
    expect(reportStatus(pod, seconds(60), "syncing")).toBe(pod.status);
  });

  test("kubelet 1.10: a withheld phase keeps reason and message as they were", () => {
    const pod = aPod({
      restartPolicy: "Never",
      runtime: { app: exited(1) },
      status: { phase: "Running", reason: "Old", message: "old" },
    });
    const status = reportStatus(pod, NOW, "syncing");
    expect(status).toMatchObject({ phase: "Running", reason: "Old", message: "old" });
    expect(said(status, "Ready")).toBe("False PodFailed");
  });

  test("kubelet 4.13, 2.5: a crash shows Error first, CrashLoopBackOff once a start was refused", () => {
    const pod = then({}, [{ runtime: { app: running() } }, { runtime: { app: exited(1) } }]);
    expect(pod.status.containerStatuses[0]?.state).toEqual(terminatedState(1));
    const later = then({ status: pod.status }, [{ runtime: { app: exited(1, { failure: crashLoop }) } }]);
    expect(later.status.phase).toBe("Running");
    expect(later.status.containerStatuses).toEqual([
      waitingStatus("app", "", {
        state: { kind: "waiting", ...crashLoop },
        lastState: terminatedState(1),
        containerId: "containerd://c0",
      }),
    ]);
  });

  test("kubelet 1.12: an update that brings a finished container back is dropped whole", () => {
    for (const restartPolicy of ["Never", "OnFailure"] as const) {
      const options = { restartPolicy, initContainers: [aContainer({ name: "setup" })] };
      const pod = then(options, [{ runtime: { setup: exited(0), app: neverStarted } }]);
      const again = aPod({
        ...options,
        status: pod.status,
        runtime: { setup: running({ attempt: 1 }) },
        sandbox: stopped,
      });
      expect(reportStatus(again, seconds(20), "syncing")).toBe(again.status);
    }
  });

  test("kubelet 1.12: failed containers may come back under OnFailure, all under Always, sidecars always", () => {
    const back = (restartPolicy: "Always" | "OnFailure" | "Never", exitCode: number, sidecar = false): string => {
      const options: PodOptions = sidecar
        ? {
            restartPolicy,
            initContainers: [aContainer({ name: "app", sidecar })],
            containers: [aContainer({ name: "main" })],
          }
        : { restartPolicy };
      const pod = then(options, [
        { runtime: { app: exited(exitCode) } },
        { runtime: { app: running({ attempt: 1 }) } },
      ]);
      const statuses = sidecar ? pod.status.initContainerStatuses : pod.status.containerStatuses;
      return statuses[0]?.state.kind ?? "none";
    };
    expect(back("OnFailure", 1)).toBe("running");
    expect(back("OnFailure", 0)).toBe("terminated");
    expect(back("Never", 1)).toBe("terminated");
    expect(back("Always", 0)).toBe("running");
    expect(back("Never", 0, true)).toBe("running");
  });

  test("kubelet 0.16: a report that changes nothing is the status itself", () => {
    const pod = then({}, [{ runtime: { app: exited(1, { failure: crashLoop, previous: exitedRecord(2) }) } }]);
    expect(reportStatus(pod, seconds(99), "syncing")).toBe(pod.status);
  });
});

describe("reportStatus at the end", () => {
  const ended = (app: ContainerRuntime, over: PodOptions = {}): PodStatus =>
    reportStatus(
      aPod({ deletion: deletionAt(0), sandbox: stopped, status: { phase: "Running" }, runtime: { app }, ...over }),
      NOW,
      "terminating",
    );

  test("kubelet A7, 1.15: trap + exit 0 -> Completed/0 -> phase Succeeded, whatever the restart policy", () => {
    const status = ended(exited(0));
    expect(status.phase).toBe("Succeeded");
    expect(status.containerStatuses).toEqual([terminatedStatus("app", 0)]);
    expect(said(status, "Ready")).toBe("False PodCompleted");
    expect(said(status, "PodReadyToStartContainers")).toBe("False");
  });

  test("kubelet A7, 1.15: no handler -> 143 Error, SIGTERM ignored -> 137 Error -> phase Failed", () => {
    for (const exitCode of [143, 137]) {
      const status = ended(exited(exitCode));
      expect(status.phase).toBe("Failed");
      expect(status.containerStatuses).toEqual([terminatedStatus("app", exitCode)]);
      expect(said(status, "ContainersReady")).toBe("False PodFailed");
    }
  });

  test("kubelet 8.13, F22: a crash-looping pod that is deleted ends with the record of its crash", () => {
    const runtime = { app: exited(7, { attempt: 3, failure: crashLoop, previous: exitedRecord(7, { attempt: 2 }) }) };
    const shown = then({}, [{ runtime }]);
    expect(shown.status.containerStatuses[0]?.state).toMatchObject({ reason: "CrashLoopBackOff" });
    const deleted = then({ status: shown.status, deletion: deletionAt(NOW) }, [{ runtime, stage: "terminating" }]);
    expect(deleted.status.phase).toBe("Failed");
    expect(deleted.status.containerStatuses[0]).toMatchObject({
      state: { kind: "terminated", exitCode: 7, containerId: "containerd://c3" },
      lastState: { exitCode: 7, containerId: "containerd://c-previous" },
      restartCount: 3,
    });
  });

  test("kubelet 8.13, 1.13: a pod that never ran is Pending to the last and then Failed, its container written off", () => {
    const pod = { deletion: deletionAt(0), runtime: { app: notStarted("ErrImagePull") } };
    const stoppedPod = then(pod, [
      { runtime: { app: notStarted("ErrImagePull") } },
      { runtime: { app: notStarted("ErrImagePull") }, stage: "terminating" },
    ]);
    expect(stoppedPod.status.phase).toBe("Pending");
    const last = reportStatus(stoppedPod, seconds(12), "terminated");
    expect(last.phase).toBe("Failed");
    expect(last.containerStatuses[0]?.state).toEqual(LOST_AT_TERMINATION);
    expect(LOST_AT_TERMINATION).toMatchObject({
      exitCode: 137,
      reason: "ContainerStatusUnknown",
      message: "The container could not be located when the pod was terminated",
    });
    expect(said(last, "Ready")).toBe("False ContainersNotReady");
  });

  test("kubelet 1.13: containers that ended are left alone, and so is their phase", () => {
    const pod = withStatus(aPod({ runtime: { app: exited(0) } }), ended(exited(0)));
    expect(reportStatus({ ...pod, deletion: deletionAt(0) }, seconds(12), "terminated").phase).toBe("Succeeded");
  });

  test("kubelet 1.13: before the pod is initialized only the init containers that were tried are written off", () => {
    const names = ["i0", "i1", "i2"];
    const initContainers = names.map((name) => aContainer({ name }));
    const ends = (runtime: NonNullable<PodOptions["runtime"]>): readonly string[] => {
      const pod = aPod({ initContainers, runtime, deletion: deletionAt(0) });
      const { initContainerStatuses, containerStatuses } = reportStatus(pod, NOW, "terminated");
      return [...initContainerStatuses, ...containerStatuses].map(({ state }) =>
        state.kind === "terminated" ? String(state.exitCode) : state.kind,
      );
    };
    expect(ends({})).toEqual(["137", "waiting", "waiting", "waiting"]);
    expect(ends({ i0: exited(0), i1: created() })).toEqual(["0", "waiting", "waiting", "waiting"]);
    expect(ends({ i1: exited(3) })).toEqual(["137", "3", "waiting", "waiting"]);
    expect(ends({ i0: exited(0), i1: exited(0), i2: exited(0) })).toEqual(["0", "0", "0", "137"]);
    expect(ends({ i0: exited(0), i1: exited(0), i2: exited(0), app: exited(5) })).toEqual(["0", "0", "0", "5"]);
  });

  test("kubelet 1.13: a last sidecar makes the pod initialized by running, started", () => {
    const initContainers = [aContainer({ name: "proxy", sidecar: true })];
    const appEnd = (proxy: ContainerRuntime): string =>
      reportStatus(aPod({ initContainers, runtime: { proxy } }), NOW, "terminated").containerStatuses[0]?.state.kind ??
      "";
    expect(appEnd(running())).toBe("terminated");
    expect(appEnd(exited(0))).toBe("waiting");
  });

  test("kubelet 7.9: a pod finished off while its readiness was still True loses it", () => {
    const pod = aPod({
      restartPolicy: "Never",
      runtime: { app: running() },
      status: reportStatus(aPod({ runtime: { app: running() } }), 0, "syncing"),
    });
    const last = reportStatus(pod, NOW, "terminated");
    expect(last.phase).toBe("Failed");
    expect(said(last, "Ready")).toBe("False PodFailed");
    expect(said(last, "ContainersReady")).toBe("False PodFailed");
    expect(findCondition(last, "Ready")?.lastTransitionUs).toBe(NOW);
  });

  test("kubelet 1.8, 1.9: a terminal phase stays, with its reason, whatever the containers do", () => {
    for (const phase of ["Succeeded", "Failed"] as const) {
      const status = { phase, reason: "Evicted", message: "gone" };
      for (const stage of ["syncing", "terminating", "terminated"] as const) {
        const pod = aPod({ status, runtime: { app: running() } });
        expect(reportStatus(pod, NOW, stage)).toMatchObject(status);
        expect(computedPhase(pod)).toBe(phase);
      }
    }
  });
});

describe("a failure from outside", () => {
  const deadline: PodFailure = {
    reason: "DeadlineExceeded",
    message: "Pod was active on the node longer than the specified deadline",
    disruption: false,
  };
  const eviction: PodFailure = {
    reason: "Evicted",
    message: "The node was low on resource: memory. ",
    disruption: true,
  };
  const pod = aPod({ runtime: { app: running() }, status: { phase: "Running" } });

  test("kubelet 8.17, F20: the phase is withheld until the containers have stopped, readiness goes at once", () => {
    const first = reportStatus(pod, NOW, "syncing", deadline);
    expect(first).toMatchObject({ phase: "Running", reason: "", message: "" });
    expect(said(first, "Ready")).toBe("False PodFailed");
    const killed = aPod({ runtime: { app: exited(0) }, status: first, sandbox: stopped });
    expect(reportStatus(killed, NOW, "terminating", deadline)).toMatchObject({
      phase: "Failed",
      reason: "DeadlineExceeded",
      message: "Pod was active on the node longer than the specified deadline",
    });
  });

  test("kubelet 7.10, 9.12: an evicted pod gets DisruptionTarget with the phase and not before", () => {
    const first = reportStatus(pod, NOW, "syncing", eviction);
    expect(said(first, "DisruptionTarget")).toBe("absent");
    const killed = aPod({ runtime: { app: exited(137) }, status: first, sandbox: stopped });
    const last = reportStatus(killed, seconds(12), "terminating", eviction);
    expect(last).toMatchObject({ phase: "Failed", reason: "Evicted" });
    expect(last.conditions.slice(0, 2)).toEqual([
      aCondition("DisruptionTarget", "True", {
        reason: "TerminationByKubelet",
        message: eviction.message,
        lastTransitionUs: seconds(12),
      }),
      aCondition("PodReadyToStartContainers", "False", { lastTransitionUs: seconds(12) }),
    ]);
    const after = reportStatus(withStatus(killed, last), seconds(13), "terminated", eviction);
    expect(after).toBe(last);
  });

  test("a pod that is already finished does not fail again", () => {
    const finished = aPod({ runtime: { app: exited(0) }, status: { phase: "Succeeded" } });
    expect(reportStatus(finished, NOW, "syncing", deadline)).toMatchObject({ phase: "Succeeded", reason: "" });
  });
});

describe("computedPhase", () => {
  test("kubelet 0.7: says what a sync computed, before it is withheld", () => {
    const of = (restartPolicy: "Always" | "OnFailure" | "Never", exitCode: number): string =>
      computedPhase(aPod({ restartPolicy, runtime: { app: exited(exitCode) } }));
    expect(of("Always", 0)).toBe("Running");
    expect(of("OnFailure", 0)).toBe("Succeeded");
    expect(of("OnFailure", 1)).toBe("Running");
    expect(of("Never", 1)).toBe("Failed");
  });
});

describe("markReadiness", () => {
  const containers = [aContainer({ name: "app", startupProbe: aProbe(), readinessProbe: aProbe() })];
  const passed = { startup: "success", readiness: "success" } as const;
  const shown = reportStatus(aPod({ containers, runtime: { app: running() } }), 0, "syncing");

  test("kubelet 6.16: a stored success shows at once in the container and in the conditions", () => {
    const pod = aPod({ containers, status: shown, runtime: { app: running({ probes: passed }) } });
    const status = markReadiness(shown, pod, NOW);
    expect(status.containerStatuses).toEqual([runningStatus("app")]);
    expect(findCondition(status, "Ready")).toEqual(aCondition("Ready", "True", { lastTransitionUs: NOW }));
    expect(findCondition(status, "ContainersReady")?.status).toBe("True");
    expect(status.conditions.map((c) => c.type)).toEqual(shown.conditions.map((c) => c.type));
    const failing = aPod({
      containers,
      status,
      runtime: { app: running({ probes: { startup: "success", readiness: "failure" } }) },
    });
    expect(said(markReadiness(status, failing, seconds(11)), "Ready")).toBe("False ContainersNotReady");
  });

  test("kubelet 6.16: container states are left as the last sync showed them", () => {
    const pod = aPod({ containers, status: shown, runtime: { app: exited(1, { probes: passed }) } });
    const status = markReadiness(shown, pod, NOW);
    expect(status.containerStatuses[0]?.state.kind).toBe("running");
    expect(status.phase).toBe("Running");
  });

  test("kubelet 6.5, 6.16: a result about a container the status does not know yet changes nothing", () => {
    const pod = aPod({ containers, status: shown, runtime: { app: running({ attempt: 1, probes: passed }) } });
    expect(markReadiness(shown, pod, NOW)).toBe(shown);
    const creating = reportStatus(aPod({ containers }), 0, "syncing");
    expect(markReadiness(creating, aPod({ containers, status: creating, runtime: { app: running() } }), NOW)).toBe(
      creating,
    );
  });

  test("kubelet 6.15: a startup success shows at once; readiness without a probe waits for the sync", () => {
    const only = [aContainer({ name: "app", startupProbe: aProbe() })];
    const before = reportStatus(aPod({ containers: only, runtime: { app: running() } }), 0, "syncing");
    const pod = aPod({
      containers: only,
      status: before,
      runtime: { app: running({ probes: { startup: "success" } }) },
    });
    const status = markReadiness(before, pod, NOW);
    expect(status.containerStatuses[0]).toMatchObject({ started: true, ready: false });
    expect(reportStatus(withStatus(pod, status), NOW, "syncing").containerStatuses[0]).toMatchObject({ ready: true });
  });

  test("kubelet 6.16: a sidecar's readiness counts", () => {
    const options: PodOptions = {
      initContainers: [aContainer({ name: "proxy", sidecar: true, readinessProbe: aProbe() })],
      containers: [aContainer({ name: "app" })],
    };
    const before = reportStatus(aPod({ ...options, runtime: { proxy: running(), app: running() } }), 0, "syncing");
    expect(said(before, "Ready")).toBe("False ContainersNotReady");
    const pod = aPod({
      ...options,
      status: before,
      runtime: { proxy: running({ probes: { readiness: "success" } }), app: running() },
    });
    expect(said(markReadiness(before, pod, NOW), "Ready")).toBe("True");
  });

  test("changes nothing, and says so, where nothing changed", () => {
    const pod = aPod({ containers, status: shown, runtime: { app: running() } });
    expect(markReadiness(shown, pod, NOW)).toBe(shown);
  });
});

describe("markNotReady", () => {
  const ready = reportStatus(aPod({ runtime: { app: running() } }), 0, "syncing");

  // Kubernetes' MarkPodsNotReady sets the status of the condition alone: NodeNotReady is the reason of the event.
  test("controllers 1.9, kubelet 7.12: Ready turns False without a reason; phase and containers stay", () => {
    const lost = markNotReady(ready, 55_500_000);
    expect(findCondition(lost, "Ready")).toEqual(aCondition("Ready", "False", { lastTransitionUs: seconds(55) }));
    expect(said(lost, "ContainersReady")).toBe("True");
    expect(lost).toMatchObject({ phase: "Running" });
    expect(lost.containerStatuses).toBe(ready.containerStatuses);
    expect(markNotReady(lost, seconds(60))).toBe(lost);
  });

  test("a pod that is not ready, or has never been reported, stays as it is", () => {
    const creating = reportStatus(aPod({}), 0, "syncing");
    expect(markNotReady(creating, NOW)).toBe(creating);
    const unreported = aPod({}).status;
    expect(markNotReady(unreported, NOW)).toBe(unreported);
  });

  test("the kubelet's next report after its return makes the pod ready again", () => {
    const lost = aPod({ runtime: { app: running() }, status: markNotReady(ready, seconds(55)) });
    expect(findCondition(reportStatus(lost, seconds(90), "syncing"), "Ready")).toEqual(
      aCondition("Ready", "True", { lastTransitionUs: seconds(90) }),
    );
  });
});

/** The same content in other objects. */
const copyOf = (status: PodStatus): PodStatus => JSON.parse(JSON.stringify(status)) as PodStatus;

describe("sameStatus", () => {
  const status = reportStatus(aPod({ runtime: { app: exited(1, { failure: crashLoop }) } }), 0, "syncing");

  test("kubelet 0.16: holds for equal statuses that share nothing, whatever the times of their conditions", () => {
    const copy = copyOf(status);
    expect(copy).not.toBe(status);
    expect(sameStatus(status, copy)).toBe(true);
    const later = { ...copy, conditions: copy.conditions.map((c) => ({ ...c, lastTransitionUs: seconds(77) })) };
    expect(sameStatus(status, later)).toBe(true);
  });

  test.each<[string, (s: PodStatus) => PodStatus]>([
    ["phase", (s) => ({ ...s, phase: "Failed" })],
    ["reason", (s) => ({ ...s, reason: "x" })],
    ["message", (s) => ({ ...s, message: "x" })],
    ["startTimeUs", (s) => ({ ...s, startTimeUs: 1 })],
    ["podIP", (s) => ({ ...s, podIP: null })],
    ["nominatedNodeName", (s) => ({ ...s, nominatedNodeName: "n" })],
    ["a condition", (s) => ({ ...s, conditions: s.conditions.map((c) => ({ ...c, message: "x" })) })],
    ["fewer conditions", (s) => ({ ...s, conditions: s.conditions.slice(1) })],
    ["an init status", (s) => ({ ...s, initContainerStatuses: [runningStatus("i")] })],
    ["ready", (s) => ({ ...s, containerStatuses: s.containerStatuses.map((c) => ({ ...c, ready: true })) })],
    ["restartCount", (s) => ({ ...s, containerStatuses: s.containerStatuses.map((c) => ({ ...c, restartCount: 9 })) })],
    ["no lastState", (s) => ({ ...s, containerStatuses: s.containerStatuses.map((c) => ({ ...c, lastState: null })) })],
    [
      "lastState",
      (s) => ({ ...s, containerStatuses: s.containerStatuses.map((c) => ({ ...c, lastState: terminatedState(2) })) }),
    ],
    [
      "state",
      (s) => ({
        ...s,
        containerStatuses: s.containerStatuses.map((c) => ({ ...c, state: { kind: "running", startedAtUs: 0 } })),
      }),
    ],
  ])("kubelet 0.16: tells a difference in %s", (_, change) => {
    expect(sameStatus(status, change(copyOf(status)))).toBe(false);
  });
});
