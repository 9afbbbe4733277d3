import { describe, expect, test } from "vitest";
import {
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
import type { RestartPolicy } from "../api/pod.js";
import {
  apiTime,
  containerStatusOf,
  initStatusesOf,
  LOST_WHILE_RUNNING,
  regularIxsByName,
  regularStatusesOf,
  shouldRestart,
} from "./container-status.js";
import type { ContainerRuntime, ContainerStatus, PodState } from "./pod-state.js";
import { specOf } from "./pod-state.js";

const crashLoop = {
  reason: "CrashLoopBackOff",
  message: "back-off 10s restarting failed container=app pod=web_default(x)",
};

/** A pod with one container "app". */
const withApp = (app: ContainerRuntime, over: PodOptions = {}): PodState => aPod({ runtime: { app }, ...over });

const appStatus = (pod: PodState, previous?: ContainerStatus): ContainerStatus =>
  containerStatusOf(pod, specOf(pod).initContainers.length, previous);

describe("containerStatusOf", () => {
  test("kubelet 2.1: without a record a container is Waiting ContainerCreating", () => {
    expect(appStatus(withApp(neverStarted))).toEqual(waitingStatus("app", "ContainerCreating"));
  });

  test("kubelet 2.1: with any init container every container waits as PodInitializing", () => {
    const pod = aPod({ initContainers: [aContainer({ name: "setup" }), aContainer({ name: "proxy", sidecar: true })] });
    expect(initStatusesOf(pod)).toEqual([
      waitingStatus("setup", "PodInitializing"),
      waitingStatus("proxy", "PodInitializing"),
    ]);
    expect(regularStatusesOf(pod)).toEqual([waitingStatus("app", "PodInitializing")]);
  });

  test("kubelet 2.1: restartCount and lastState are carried over where there is no record", () => {
    const previous = waitingStatus("app", "CrashLoopBackOff", { restartCount: 4, lastState: terminatedState(1) });
    const status = appStatus(withApp(neverStarted), previous);
    expect(status).toEqual(
      waitingStatus("app", "ContainerCreating", { restartCount: 4, lastState: terminatedState(1) }),
    );
  });

  test("kubelet 2.1: without a record a terminated status is kept whole", () => {
    const previous = terminatedStatus("app", 3, { restartCount: 2, lastState: terminatedState(1) });
    expect(appStatus(withApp(neverStarted), previous)).toBe(previous);
  });

  test("kubelet 2.2: the newest record is the state, the second newest the lastState", () => {
    const runtime = running({
      attempt: 3,
      startedAtUs: seconds(9),
      previous: exitedRecord(2, { attempt: 2, id: "old" }),
    });
    expect(appStatus(withApp(runtime))).toEqual(
      runningStatus("app", {
        state: { kind: "running", startedAtUs: seconds(9) },
        lastState: terminatedState(2, { containerId: "containerd://old" }),
        restartCount: 3,
        containerId: "containerd://c3",
      }),
    );
  });

  test("kubelet 2.3: a created container is Waiting without a reason", () => {
    expect(appStatus(withApp(created()))).toEqual(waitingStatus("app", "", { containerId: "containerd://c0" }));
  });

  test("kubelet 2.3, 0.15: an exited container is Terminated, its times cut to whole seconds", () => {
    const runtime = exited(137, {
      reason: "OOMKilled",
      message: "too much",
      startedAtUs: 1_999_999,
      finishedAtUs: 4_000_001,
    });
    expect(appStatus(withApp(runtime, { restartPolicy: "Never" }))).toEqual(
      terminatedStatus(
        "app",
        137,
        {},
        { reason: "OOMKilled", message: "too much", startedAtUs: seconds(1), finishedAtUs: seconds(4) },
      ),
    );
  });

  test("kubelet 2.3: a container that could not be started has no start time", () => {
    const runtime = exited(128, { reason: "StartError", startedAtUs: -1, finishedAtUs: seconds(3) });
    expect(appStatus(withApp(runtime)).state).toEqual(
      terminatedState(128, { reason: "StartError", startedAtUs: -1, finishedAtUs: seconds(3) }),
    );
  });

  test("kubelet 2.4: a record that vanished while running leaves a lastState of 137 and counts as a restart", () => {
    const status = appStatus(withApp(neverStarted), runningStatus("app", { restartCount: 1 }));
    expect(status).toEqual(
      waitingStatus("app", "ContainerCreating", { lastState: LOST_WHILE_RUNNING, restartCount: 2 }),
    );
    expect(LOST_WHILE_RUNNING).toMatchObject({
      exitCode: 137,
      reason: "ContainerStatusUnknown",
      message: "The container could not be located when the pod was deleted.  The container used to be Running",
    });
    expect(appStatus(withApp(neverStarted), status)).toBe(status);
  });

  test("kubelet 2.4: a vanished record is no restart once the pod is being deleted", () => {
    const pod = withApp(neverStarted, { deletion: deletionAt(0) });
    expect(appStatus(pod, runningStatus("app", { restartCount: 1 }))).toMatchObject({
      lastState: LOST_WHILE_RUNNING,
      restartCount: 1,
    });
  });

  test("kubelet 2.4: a lastState that is known is not overwritten by a vanished record", () => {
    const previous = runningStatus("app", { restartCount: 1, lastState: terminatedState(5) });
    expect(appStatus(withApp(neverStarted), previous)).toEqual(
      waitingStatus("app", "ContainerCreating", { lastState: terminatedState(5), restartCount: 1 }),
    );
  });

  test("kubelet 2.5: a start failure turns an exited container into a waiting one and its end into lastState", () => {
    const runtime = exited(1, { attempt: 2, failure: crashLoop, previous: exitedRecord(9) });
    expect(appStatus(withApp(runtime))).toEqual(
      waitingStatus("app", "", {
        state: { kind: "waiting", ...crashLoop },
        lastState: terminatedState(1, { containerId: "containerd://c2" }),
        restartCount: 2,
        containerId: "containerd://c2",
      }),
    );
  });

  test("kubelet 2.5, F2: a crashed container without a start failure stays Terminated", () => {
    expect(appStatus(withApp(exited(1)))).toEqual(terminatedStatus("app", 1));
  });

  test("kubelet 2.5: a container that never ran waits for what its start failed of", () => {
    const pod = withApp(notStarted("ErrImagePull", "no such image"));
    expect(appStatus(pod).state).toEqual({ kind: "waiting", reason: "ErrImagePull", message: "no such image" });
  });

  test("kubelet 2.5: a start failure from the past does not cover a running container", () => {
    expect(appStatus(withApp(running({ failure: crashLoop }))).state.kind).toBe("running");
  });

  test("kubelet 2.5: an init container that is done is never shown waiting again", () => {
    const pod = aPod({
      initContainers: [aContainer({ name: "setup" })],
      runtime: { setup: exited(0, { failure: crashLoop }) },
    });
    expect(initStatusesOf(pod)).toEqual([terminatedStatus("setup", 0, { ready: true })]);
  });

  test("kubelet 8.13, F22: the waiting reason goes when the pod is being deleted, the end shows again", () => {
    const crashing = withApp(exited(1, { failure: crashLoop }));
    const shown = appStatus(crashing);
    expect(shown.state).toMatchObject({ kind: "waiting", reason: "CrashLoopBackOff" });
    const deleted = withApp(exited(1, { failure: crashLoop }), { deletion: deletionAt(seconds(5)) });
    expect(appStatus(deleted, shown)).toEqual(terminatedStatus("app", 1));
  });

  test("kubelet 2.14: an image error creates no record, so restartCount stays", () => {
    const previous = waitingStatus("app", "ErrImagePull", { restartCount: 0 });
    expect(appStatus(withApp(notStarted("ImagePullBackOff")), previous)).toMatchObject({
      restartCount: 0,
      lastState: null,
      containerId: "",
    });
  });

  test("kubelet 2.13: restartCount is the number of the newest instance, counted from its creation", () => {
    expect(appStatus(withApp(created({ attempt: 5 }))).restartCount).toBe(5);
  });
});

describe("started and ready", () => {
  const flags = (pod: PodState): readonly boolean[] => {
    const { started, ready } = appStatus(pod);
    return [started, ready];
  };
  const probed = (app: ContainerRuntime, startup: boolean, readiness: boolean): PodState =>
    withApp(app, {
      containers: [
        aContainer({
          ...(startup ? { startupProbe: aProbe() } : {}),
          ...(readiness ? { readinessProbe: aProbe() } : {}),
        }),
      ],
    });

  test("kubelet 2.15, 6.18: without probes a running container is started and ready", () => {
    expect(flags(probed(running(), false, false))).toEqual([true, true]);
  });

  test("kubelet 2.15: a startup probe holds both back until it succeeds", () => {
    expect(flags(probed(running(), true, false))).toEqual([false, false]);
    expect(flags(probed(running({ probes: { startup: "failure" } }), true, false))).toEqual([false, false]);
    expect(flags(probed(running({ probes: { startup: "success" } }), true, false))).toEqual([true, true]);
  });

  test("kubelet 2.15, 6.19: a readiness probe has to have succeeded", () => {
    expect(flags(probed(running(), false, true))).toEqual([true, false]);
    expect(flags(probed(running({ probes: { readiness: "unknown" } }), false, true))).toEqual([true, false]);
    expect(flags(probed(running({ probes: { readiness: "success" } }), false, true))).toEqual([true, true]);
  });

  test("kubelet 2.15: readiness does not count before startup", () => {
    expect(flags(probed(running({ probes: { readiness: "success" } }), true, true))).toEqual([false, false]);
  });

  test.each([
    ["waiting", neverStarted],
    ["created", created()],
    ["exited 0", exited(0)],
    ["exited 1", exited(1)],
  ])("kubelet 2.15: a container that is %s is neither started nor ready", (_, runtime) => {
    expect(flags(withApp(runtime))).toEqual([false, false]);
  });

  test("kubelet 2.15: a plain init container is ready once it exited 0, a sidecar when it runs", () => {
    const initOf = (setup: ContainerRuntime, proxy: ContainerRuntime): readonly (readonly boolean[])[] =>
      initStatusesOf(
        aPod({
          initContainers: [aContainer({ name: "setup" }), aContainer({ name: "proxy", sidecar: true })],
          runtime: { setup, proxy },
        }),
      ).map(({ started, ready }) => [started, ready]);
    expect(initOf(running(), neverStarted)).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(initOf(exited(0), running())).toEqual([
      [false, true],
      [true, true],
    ]);
    expect(initOf(exited(1), exited(0))).toEqual([
      [false, false],
      [false, false],
    ]);
  });
});

describe("shouldRestart", () => {
  const judged = (runtime: ContainerRuntime, restartPolicy: RestartPolicy): boolean =>
    shouldRestart(withApp(runtime, { restartPolicy }), 0);

  test("kubelet 3.9: a container that never ran is started under every policy", () => {
    expect(judged(neverStarted, "Always")).toBe(true);
    expect(judged(neverStarted, "OnFailure")).toBe(true);
    expect(judged(neverStarted, "Never")).toBe(true);
  });

  test("kubelet 3.9: a running one is not, one created but not started is", () => {
    expect(judged(running(), "Always")).toBe(false);
    expect(judged(created(), "Never")).toBe(true);
  });

  test.each([
    ["Always", 0, true],
    ["Always", 1, true],
    ["OnFailure", 0, false],
    ["OnFailure", 1, true],
    ["Never", 0, false],
    ["Never", 1, false],
  ] as const)("kubelet 3.9: %s after exit code %i -> %s", (policy, exitCode, expected) => {
    expect(judged(exited(exitCode), policy)).toBe(expected);
  });

  test("kubelet 3.9: nothing is started once the pod is being deleted", () => {
    for (const runtime of [neverStarted, created(), exited(1)]) {
      expect(shouldRestart(withApp(runtime, { deletion: deletionAt(0) }), 0)).toBe(false);
    }
  });
});

describe("the lists", () => {
  const abc = ["web", "agent", "log"].map((name) => aContainer({ name }));

  test("kubelet 2.17: regular statuses are sorted by name, init statuses stay in spec order", () => {
    const pod = aPod({ containers: abc, initContainers: ["z", "y"].map((name) => aContainer({ name })) });
    expect(regularStatusesOf(pod).map((s) => s.name)).toEqual(["agent", "log", "web"]);
    expect(initStatusesOf(pod).map((s) => s.name)).toEqual(["z", "y"]);
    expect(regularIxsByName(specOf(pod))).toEqual([3, 4, 2]);
    expect(regularIxsByName(specOf(pod))).toBe(regularIxsByName(specOf(pod)));
  });

  test("what did not change is handed on, object by object", () => {
    const runtime = { web: running(), agent: exited(1), log: neverStarted };
    const first = aPod({ containers: abc, runtime });
    const containerStatuses = regularStatusesOf(first);
    const second = aPod({ containers: abc, runtime, status: { containerStatuses } });
    expect(regularStatusesOf(second)).toBe(containerStatuses);
    const third = aPod({ containers: abc, runtime: { ...runtime, log: running() }, status: { containerStatuses } });
    const changed = regularStatusesOf(third);
    expect(changed[0]).toBe(containerStatuses[0]);
    expect(changed[1]).toEqual(runningStatus("log"));
    expect(changed[2]).toBe(containerStatuses[2]);
  });

  test("kubelet 0.15: a time is cut to whole seconds; one that did not happen is left alone", () => {
    expect([0, 999_999, 1_000_000, 61_000_001, -1].map(apiTime)).toEqual([0, 0, seconds(1), seconds(61), -1]);
  });
});
