import { describe, expect, test } from "vitest";
import {
  aContainer,
  aSpec,
  runningStatus,
  terminatedState,
  terminatedStatus,
  waitingStatus,
} from "../../testing/pod-builder.js";
import type { RestartPolicy } from "../api/pod.js";
import { getPhase } from "./phase.js";
import type { ContainerStatus, Phase } from "./pod-state.js";

const POLICIES: readonly RestartPolicy[] = ["Always", "OnFailure", "Never"];

/** Regular containers are named a, b, …; a missing status is null. */
const phaseOf = (
  restartPolicy: RestartPolicy,
  statuses: readonly (ContainerStatus | null)[],
  init: readonly { readonly sidecar?: boolean; readonly status: ContainerStatus | null }[] = [],
  podIsTerminal = false,
  hasInitialized = statuses.some((s) => s !== null && s.state.kind !== "waiting"),
): Phase => {
  const present = (s: ContainerStatus | null): s is ContainerStatus => s !== null;
  const spec = aSpec({
    restartPolicy,
    containers: statuses.map((_, i) => aContainer({ name: "abc"[i] ?? "" })),
    initContainers: init.map(({ sidecar = false }, i) => aContainer({ name: `i${i}`, sidecar })),
  });
  const initStatuses = init.map(({ status }) => status).filter(present);
  return getPhase(spec, initStatuses, statuses.filter(present), podIsTerminal, hasInitialized);
};

/** A pod under `restartPolicy` whose containers a, b, … have restart policies of their own (null = none). */
const phaseWithOwn = (
  restartPolicy: RestartPolicy,
  own: readonly (RestartPolicy | null)[],
  statuses: readonly ContainerStatus[],
): Phase => {
  const containers = own.map((policy, i) =>
    aContainer({ name: "abc"[i] ?? "", ...(policy === null ? {} : { restartPolicy: policy }) }),
  );
  return getPhase(aSpec({ restartPolicy, containers }), [], statuses, false, true);
};

const waitingAfter = (name: string, exitCode: number): ContainerStatus =>
  waitingStatus(name, "CrashLoopBackOff", { lastState: terminatedState(exitCode) });

describe("getPhase with restart policies of containers", () => {
  test("kubelet 1.17: a pod that never restarts runs on while one of its containers will be started again", () => {
    const ended = [terminatedStatus("a", 1), terminatedStatus("b", 0)];
    expect(phaseWithOwn("Never", ["OnFailure", null], ended)).toBe("Running");
    expect(phaseWithOwn("Never", ["OnFailure", null], [waitingAfter("a", 1), terminatedStatus("b", 0)])).toBe(
      "Running",
    );
    expect(phaseWithOwn("Never", ["Never", null], ended)).toBe("Failed");
  });

  test("kubelet 1.17: a pod that always restarts finishes when no container will be started again", () => {
    expect(phaseWithOwn("Always", ["Never"], [terminatedStatus("a", 1)])).toBe("Failed");
    expect(phaseWithOwn("Always", ["OnFailure"], [terminatedStatus("a", 0)])).toBe("Succeeded");
    expect(phaseWithOwn("Always", ["Never", null], [terminatedStatus("a", 1), terminatedStatus("b", 0)])).toBe(
      "Running",
    );
  });

  test("kubelet 1.17: a failed init container fails the pod only if its own rules leave it ended", () => {
    const withInit = (restartPolicy: RestartPolicy): Phase =>
      getPhase(
        aSpec({ restartPolicy: "Never", initContainers: [aContainer({ name: "i", restartPolicy })] }),
        [terminatedStatus("i", 1)],
        [waitingStatus("app", "PodInitializing")],
        false,
        false,
      );
    expect(withInit("Never")).toBe("Failed");
    expect(withInit("OnFailure")).toBe("Pending");
  });
});

describe("getPhase", () => {
  test("kubelet A1: Always; [Running] -> Running", () => {
    expect(phaseOf("Always", [runningStatus("a")])).toBe("Running");
  });

  test("kubelet A1: Always; [Waiting CrashLoop, lastState 1] -> Running", () => {
    expect(phaseOf("Always", [waitingAfter("a", 1)])).toBe("Running");
  });

  test("kubelet A1: Never; [Waiting, lastState 1] -> Failed", () => {
    expect(phaseOf("Never", [waitingAfter("a", 1)])).toBe("Failed");
  });

  test("kubelet A1: OnFailure; [Terminated 1] -> Running", () => {
    expect(phaseOf("OnFailure", [terminatedStatus("a", 1)])).toBe("Running");
  });

  test("kubelet A1: OnFailure; [Terminated 0] -> Succeeded", () => {
    expect(phaseOf("OnFailure", [terminatedStatus("a", 0)])).toBe("Succeeded");
  });

  test("kubelet A1: Never; [Terminated 0, Terminated 1] -> Failed", () => {
    expect(phaseOf("Never", [terminatedStatus("a", 0), terminatedStatus("b", 1)])).toBe("Failed");
  });

  test("kubelet A1: Always; [Terminated 0] -> Running, Succeeded if the pod is terminal", () => {
    expect(phaseOf("Always", [terminatedStatus("a", 0)])).toBe("Running");
    expect(phaseOf("Always", [terminatedStatus("a", 0)], [], true)).toBe("Succeeded");
  });

  test("kubelet A1, 1.6, F6: Always; [Running, Waiting no lastState] -> Pending", () => {
    expect(phaseOf("Always", [runningStatus("a"), waitingStatus("b", "ErrImagePull")])).toBe("Pending");
  });

  test("kubelet A1: Never; [Running, Terminated 1] -> Running", () => {
    expect(phaseOf("Never", [runningStatus("a"), terminatedStatus("b", 1)])).toBe("Running");
  });

  test.each(POLICIES)("kubelet A1: %s; [Running, no status] -> Pending", (policy) => {
    expect(phaseOf(policy, [runningStatus("a"), null])).toBe("Pending");
    expect(phaseOf(policy, [null, runningStatus("b")])).toBe("Pending");
  });

  test("kubelet A1: Never; init [Terminated 1]; regular Waiting -> Failed", () => {
    const init = [{ status: terminatedStatus("i0", 1) }];
    expect(phaseOf("Never", [waitingStatus("a", "PodInitializing")], init)).toBe("Failed");
  });

  test("kubelet A1: Always; init [Terminated 1] -> Pending (regular waiting)", () => {
    const init = [{ status: terminatedStatus("i0", 1) }];
    expect(phaseOf("Always", [waitingStatus("a", "PodInitializing")], init)).toBe("Pending");
  });

  test("kubelet A1: Always; init [Waiting, lastState 1]; regular Waiting PodInitializing -> Pending", () => {
    const init = [{ status: waitingAfter("i0", 1) }];
    expect(phaseOf("Always", [waitingStatus("a", "PodInitializing")], init)).toBe("Pending");
  });

  test("kubelet A1, 1.7: Never; [Terminated 0], sidecar Running -> Running", () => {
    const init = [{ sidecar: true, status: runningStatus("i0") }];
    expect(phaseOf("Never", [terminatedStatus("a", 0)], init)).toBe("Running");
  });

  test("kubelet A1, 1.7, F11: Never; [Terminated 0], sidecar Terminated 137 -> Succeeded", () => {
    const init = [{ sidecar: true, status: terminatedStatus("i0", 137) }];
    expect(phaseOf("Never", [terminatedStatus("a", 0)], init)).toBe("Succeeded");
  });

  test("kubelet A1: Always; sidecar Running not started; regular Waiting -> Pending", () => {
    const init = [{ sidecar: true, status: runningStatus("i0", { started: false, ready: false }) }];
    expect(phaseOf("Always", [waitingStatus("a", "PodInitializing")], init)).toBe("Pending");
  });

  test("kubelet 1.2: an init container waiting after exit 0 neither fails nor holds up the pod", () => {
    const init = [{ status: waitingAfter("i0", 0) }];
    expect(phaseOf("Never", [terminatedStatus("a", 0)], init)).toBe("Succeeded");
    expect(phaseOf("Never", [terminatedStatus("a", 0)], [{ status: waitingAfter("i0", 1) }])).toBe("Failed");
  });

  test("kubelet 1.3: a sidecar waiting to be started again says nothing, one that never started is waited for", () => {
    const init = [{ sidecar: true, status: waitingAfter("i0", 1) }];
    expect(phaseOf("Never", [terminatedStatus("a", 0)], init)).toBe("Succeeded");
    expect(phaseOf("Always", [runningStatus("a")], init)).toBe("Running");
    const fresh = [{ sidecar: true, status: waitingStatus("i0", "ErrImagePull") }];
    expect(phaseOf("Always", [runningStatus("a")], fresh)).toBe("Pending");
    expect(phaseOf("Always", [runningStatus("a")], [{ sidecar: true, status: null }])).toBe("Pending");
  });

  test("kubelet 1.4: a container waiting after exit 0 is stopped but never succeeded", () => {
    expect(phaseOf("Never", [waitingAfter("a", 0)])).toBe("Failed");
    expect(phaseOf("OnFailure", [waitingAfter("a", 0)])).toBe("Running");
    expect(phaseOf("Always", [waitingAfter("a", 0)], [], true)).toBe("Failed");
  });

  test("kubelet 1.5: an init container that still runs keeps the pod Pending, or makes it so again in a new sandbox", () => {
    const init = [{ status: runningStatus("i0") }];
    expect(phaseOf("Always", [waitingStatus("a", "PodInitializing")], init)).toBe("Pending");
    expect(phaseOf("Always", [waitingAfter("a", 1)], init)).toBe("Pending");
    expect(phaseOf("Always", [terminatedStatus("a", 255)], init)).toBe("Pending");
  });

  test("kubelet 1.5: a sidecar that comes up keeps the pod Pending unless a regular one was made in this sandbox", () => {
    const init = [{ sidecar: true, status: runningStatus("i0", { started: false }) }];
    expect(phaseOf("Always", [runningStatus("a")], init)).toBe("Running");
    expect(phaseOf("Always", [terminatedStatus("a", 255)], init, false, false)).toBe("Pending");
    expect(phaseOf("Always", [terminatedStatus("a", 1)], init, false, true)).toBe("Running");
  });

  test("kubelet 1.5: no containers at all is Pending, with the pod terminal or not", () => {
    expect(phaseOf("Never", [null])).toBe("Pending");
    expect(phaseOf("Never", [null], [], true)).toBe("Pending");
  });

  test.each(POLICIES)("kubelet 1.15: a terminal pod under %s goes by its exit codes alone", (policy) => {
    expect(phaseOf(policy, [terminatedStatus("a", 0), terminatedStatus("b", 0)], [], true)).toBe("Succeeded");
    expect(phaseOf(policy, [terminatedStatus("a", 0), terminatedStatus("b", 143)], [], true)).toBe("Failed");
    expect(phaseOf(policy, [terminatedStatus("a", 137)], [], true)).toBe("Failed");
  });

  test("kubelet 1.15: a terminal pod that never started a container stays Pending by its containers", () => {
    expect(phaseOf("Always", [waitingStatus("a", "ContainerCreating")], [], true)).toBe("Pending");
  });

  test("statuses are found by name, in whatever order they come", () => {
    const spec = aSpec({ containers: [aContainer({ name: "z" }), aContainer({ name: "a" })], restartPolicy: "Never" });
    expect(getPhase(spec, [], [terminatedStatus("a", 0), runningStatus("z")], false, true)).toBe("Running");
    expect(getPhase(spec, [], [runningStatus("q"), runningStatus("z")], false, true)).toBe("Pending");
  });
});
