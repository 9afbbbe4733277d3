import { describe, expect, test } from "vitest";
import {
  aCondition,
  aContainer,
  aPod,
  aProbe,
  exited,
  neverStarted,
  notStarted,
  readySandbox,
  running,
  seconds,
  waitingStatus,
} from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import { conditionsOf, withoutReadiness } from "./conditions.js";
import { initStatusesOf, regularStatusesOf } from "./container-status.js";
import type { Phase, PodCondition, PodState } from "./pod-state.js";
import { withStatus } from "./pod-state.js";

const NOW = seconds(10);

const judge = (pod: PodState, phase: Phase = "Pending", at = NOW): readonly PodCondition[] =>
  conditionsOf(pod, initStatusesOf(pod), regularStatusesOf(pod), phase, at);

const judgeNew = (options: PodOptions, phase: Phase = "Pending"): readonly PodCondition[] =>
  judge(aPod(options), phase);

const named = (conditions: readonly PodCondition[], type: string): PodCondition | undefined =>
  conditions.find((condition) => condition.type === type);

/** "True", "False Reason", "False Reason: message". */
const said = (conditions: readonly PodCondition[], type: string): string => {
  const condition = named(conditions, type);
  if (condition === undefined) return "absent";
  const text = `${condition.status} ${condition.reason}`.trimEnd();
  return condition.message === "" ? text : `${text}: ${condition.message}`;
};

const setup = aContainer({ name: "setup" });
const proxy = aContainer({ name: "proxy", sidecar: true });
const gated = { readinessGates: [{ conditionType: "example.com/lb" }, { conditionType: "example.com/dns" }] };

describe("conditionsOf", () => {
  test("kubelet 7.1: those of others first and untouched, then the kubelet's in their order", () => {
    const lb = aCondition("example.com/lb", "Unknown", { reason: "Asking", message: "?", lastTransitionUs: 7 });
    const target = aCondition("DisruptionTarget", "True", { reason: "EvictionByEvictionAPI" });
    const pod = aPod({ status: { conditions: [lb, aCondition("PodScheduled", "True"), target] } });
    const conditions = judge(pod);
    expect(conditions.map((c) => c.type)).toEqual([
      "example.com/lb",
      "DisruptionTarget",
      "PodReadyToStartContainers",
      "Initialized",
      "Ready",
      "ContainersReady",
      "PodScheduled",
    ]);
    expect(conditions[0]).toBe(lb);
    expect(conditions[1]).toBe(target);
  });

  test("kubelet 7.7: what the first report of a pod with one container says", () => {
    const scheduled = aCondition("PodScheduled", "True", { lastTransitionUs: seconds(3) });
    const none = { state: "none", attempt: -1, ip: null } as const;
    expect(judgeNew({ sandbox: none, status: { conditions: [scheduled] } })).toEqual([
      aCondition("PodReadyToStartContainers", "False", { lastTransitionUs: NOW }),
      aCondition("Initialized", "True", { lastTransitionUs: NOW }),
      aCondition("Ready", "False", {
        reason: "ContainersNotReady",
        message: "containers with unready status: [app]",
        lastTransitionUs: NOW,
      }),
      aCondition("ContainersReady", "False", {
        reason: "ContainersNotReady",
        message: "containers with unready status: [app]",
        lastTransitionUs: NOW,
      }),
      scheduled,
    ]);
  });

  test("kubelet 7.7: and what a running one says", () => {
    const conditions = judgeNew({ runtime: { app: running() } }, "Running");
    expect(conditions.map((c) => c.status)).toEqual(["True", "True", "True", "True", "True"]);
    expect(conditions.every((c) => c.reason === "" && c.message === "")).toBe(true);
  });

  test("kubelet 7.2: the kubelet writes PodScheduled True, whatever was there", () => {
    const pod = aPod({ status: { conditions: [aCondition("PodScheduled", "False", { reason: "Unschedulable" })] } });
    expect(said(judge(pod), "PodScheduled")).toBe("True");
  });

  test.each([
    ["ready with an address", readySandbox, false, "True"],
    ["ready without an address", { state: "ready", attempt: 0, ip: null }, false, "False"],
    ["ready without an address on the host network", { state: "ready", attempt: 0, ip: null }, true, "True"],
    ["not there yet", { state: "none", attempt: -1, ip: null }, false, "False"],
    ["stopped", { state: "stopped", attempt: 0, ip: "10.0.0.2" }, false, "False"],
  ] as const)("kubelet 7.3: PodReadyToStartContainers with a sandbox %s", (_, sandbox, hostNetwork, expected) => {
    expect(said(judgeNew({ sandbox, hostNetwork }), "PodReadyToStartContainers")).toBe(expected);
  });

  test("kubelet 7.4: Initialized names the init containers that are not complete", () => {
    const of = (runtime: PodOptions["runtime"]): string =>
      said(judgeNew({ initContainers: [setup, proxy], runtime: runtime ?? {} }), "Initialized");
    const notComplete = "False ContainersNotInitialized: containers with incomplete status:";
    expect(of({})).toBe(`${notComplete} [setup proxy]`);
    expect(of({ setup: exited(1) })).toBe(`${notComplete} [setup proxy]`);
    expect(of({ setup: exited(0) })).toBe(`${notComplete} [proxy]`);
    expect(of({ setup: exited(0), proxy: running() })).toBe("True");
  });

  test("kubelet 7.4: a sidecar completes initialization by being started, readiness is not waited for", () => {
    const of = (probes: "startupProbe" | "readinessProbe"): string =>
      said(
        judgeNew({
          initContainers: [aContainer({ name: "proxy", sidecar: true, [probes]: aProbe() })],
          runtime: { proxy: running() },
        }),
        "Initialized",
      );
    expect(of("readinessProbe")).toBe("True");
    expect(of("startupProbe")).toBe("False ContainersNotInitialized: containers with incomplete status: [proxy]");
  });

  test("kubelet 7.4: unknown init containers are named before incomplete ones", () => {
    const pod = aPod({ initContainers: [setup, aContainer({ name: "more" })] });
    const conditions = conditionsOf(pod, [waitingStatus("setup", "")], regularStatusesOf(pod), "Pending", NOW);
    expect(said(conditions, "Initialized")).toBe(
      "False ContainersNotInitialized: " +
        "containers with unknown status: [more], containers with incomplete status: [setup]",
    );
  });

  test("kubelet 7.4: any regular container that runs or has ended makes the pod initialized", () => {
    const of = (app: NonNullable<PodOptions["runtime"]>[string]): string =>
      said(judgeNew({ initContainers: [proxy], runtime: { app } }, "Running"), "Initialized");
    expect(of(running())).toBe("True");
    expect(of(exited(1))).toBe("True");
    const crashLooping = exited(1, { failure: { reason: "CrashLoopBackOff", message: "" } });
    expect(of(crashLooping)).toBe("False ContainersNotInitialized: containers with incomplete status: [proxy]");
  });

  test("kubelet 7.5: ContainersReady names sidecars and regular containers, not plain init containers", () => {
    const conditions = judgeNew({
      initContainers: [setup, proxy],
      containers: [aContainer({ name: "web" }), aContainer({ name: "agent" })],
      runtime: { web: running() },
    });
    const text = "False ContainersNotReady: containers with unready status: [proxy agent]";
    expect(said(conditions, "ContainersReady")).toBe(text);
    expect(said(conditions, "Ready")).toBe(text);
  });

  test("kubelet 7.5: without any status nothing is known", () => {
    const pod = aPod({ initContainers: [setup] });
    const conditions = conditionsOf(pod, [], [], "Pending", NOW);
    expect(said(conditions, "ContainersReady")).toBe("False UnknownContainerStatuses");
    expect(said(conditions, "Ready")).toBe("False UnknownContainerStatuses");
    expect(said(conditions, "Initialized")).toBe("False UnknownContainerStatuses");
  });

  test("kubelet 7.5: unknown containers are named before unready ones", () => {
    const pod = aPod({ containers: [aContainer({ name: "a" }), aContainer({ name: "b" })] });
    const conditions = conditionsOf(pod, [], [waitingStatus("b", "")], "Pending", NOW);
    expect(said(conditions, "ContainersReady")).toBe(
      "False ContainersNotReady: containers with unknown status: [a], containers with unready status: [b]",
    );
  });

  test("kubelet 7.8: a succeeded pod is PodCompleted in Initialized, Ready and ContainersReady", () => {
    const conditions = judgeNew({ runtime: { app: exited(0) } }, "Succeeded");
    expect(said(conditions, "Initialized")).toBe("True PodCompleted");
    expect(said(conditions, "Ready")).toBe("False PodCompleted");
    expect(said(conditions, "ContainersReady")).toBe("False PodCompleted");
  });

  test("kubelet 7.8, 7.9: a failed pod is PodFailed and never ready, even with a container that runs", () => {
    for (const app of [exited(1), running()]) {
      const conditions = judgeNew({ runtime: { app } }, "Failed");
      expect(said(conditions, "Initialized")).toBe("True");
      expect(said(conditions, "Ready")).toBe("False PodFailed");
      expect(said(conditions, "ContainersReady")).toBe("False PodFailed");
    }
  });

  test("kubelet 7.6: a readiness gate has to exist and to be True", () => {
    const runtime = { app: running() };
    const ready = (conditions: readonly PodCondition[]): string =>
      said(judgeNew({ ...gated, runtime, status: { conditions } }), "Ready");
    const missing = (type: string): string => `corresponding condition of pod readiness gate "${type}" does not exist.`;
    expect(ready([])).toBe(`False ReadinessGatesNotReady: ${missing("example.com/lb")}, ${missing("example.com/dns")}`);
    expect(ready([aCondition("example.com/lb", "True"), aCondition("example.com/dns", "False")])).toBe(
      'False ReadinessGatesNotReady: the status of pod readiness gate "example.com/dns" is not "True", but False',
    );
    expect(ready([aCondition("example.com/lb", "True"), aCondition("example.com/dns", "True")])).toBe("True");
  });

  test("kubelet 7.6: gates do not touch ContainersReady, and matter only once the containers are ready", () => {
    expect(said(judgeNew({ ...gated, runtime: { app: running() } }), "ContainersReady")).toBe("True");
    expect(said(judgeNew({ ...gated, runtime: { app: notStarted("ErrImagePull") } }), "Ready")).toBe(
      "False ContainersNotReady: containers with unready status: [app]",
    );
  });

  test("kubelet 0.16: the time of a condition moves only with its status", () => {
    const first = aPod({ containers: [aContainer({ name: "a" }), aContainer({ name: "b" })] });
    const before = withStatus(first, { ...first.status, conditions: judge(first, "Pending", 1_500_000) });
    expect(named(before.status.conditions, "Ready")?.lastTransitionUs).toBe(seconds(1));
    const half = aPod({
      containers: [aContainer({ name: "a" }), aContainer({ name: "b" })],
      runtime: { a: running() },
      status: before.status,
    });
    expect(named(judge(half), "Ready")).toEqual(
      aCondition("Ready", "False", {
        reason: "ContainersNotReady",
        message: "containers with unready status: [b]",
        lastTransitionUs: seconds(1),
      }),
    );
    const whole = aPod({
      containers: [aContainer({ name: "a" }), aContainer({ name: "b" })],
      runtime: { a: running(), b: running() },
      status: before.status,
    });
    expect(named(judge(whole, "Running", 10_900_000), "Ready")).toEqual(
      aCondition("Ready", "True", { lastTransitionUs: NOW }),
    );
  });

  test("the pod's own list comes back when nothing changed", () => {
    const pod = aPod({ runtime: { app: neverStarted } });
    const conditions = judge(pod);
    const same = withStatus(pod, { ...pod.status, conditions });
    expect(judge(same, "Pending", seconds(99))).toBe(conditions);
  });
});

test("pods that change in the same second share the conditions that say the same", () => {
  const [a, b] = [judgeNew({ name: "a" }), judgeNew({ name: "b" })];
  expect(a).toEqual(b);
  expect(a.every((condition, i) => condition === b[i])).toBe(true);
  const later = judge(aPod({ name: "c" }), "Pending", seconds(11));
  expect(later.map((c) => c.lastTransitionUs)).toEqual(later.map(() => seconds(11)));
});

describe("withoutReadiness", () => {
  test("kubelet 7.9: turns True readiness off in place, with the reason of the phase", () => {
    const conditions = [
      aCondition("Ready", "True"),
      aCondition("ContainersReady", "True"),
      aCondition("PodScheduled", "True"),
    ];
    expect(withoutReadiness(conditions, "Succeeded", NOW)).toEqual([
      aCondition("Ready", "False", { reason: "PodCompleted", lastTransitionUs: NOW }),
      aCondition("ContainersReady", "False", { reason: "PodCompleted", lastTransitionUs: NOW }),
      aCondition("PodScheduled", "True"),
    ]);
    const gatesClosed = [
      aCondition("Ready", "False", { reason: "ReadinessGatesNotReady" }),
      aCondition("ContainersReady", "True"),
    ];
    expect(withoutReadiness(gatesClosed, "Failed", NOW)).toEqual([
      aCondition("Ready", "False", { reason: "PodFailed" }),
      aCondition("ContainersReady", "False", { reason: "PodFailed", lastTransitionUs: NOW }),
    ]);
  });

  test("leaves a readiness that is False alone, with its reason", () => {
    const conditions = [aCondition("Ready", "False", { reason: "ContainersNotReady" })];
    expect(withoutReadiness(conditions, "Failed", NOW)).toBe(conditions);
  });
});
