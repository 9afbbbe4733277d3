import { describe, expect, test } from "vitest";
import {
  aContainer,
  aPod,
  aProbe,
  created,
  deletionAt,
  exited,
  exitedRecord,
  running,
} from "../../testing/pod-builder.js";
import type { PodOptions } from "../../testing/pod-builder.js";
import type { PodActions } from "./sync-pod.js";
import { computePodActions } from "./sync-pod.js";

const NO_SANDBOX = { state: "none", attempt: -1, ip: null } as const;
const STOPPED = { state: "stopped", attempt: 0, ip: "10.0.0.2" } as const;

const plain = (name: string) => aContainer({ name });
const sidecar = (name: string) => aContainer({ name, sidecar: true });
const done = exited(0);

const actions = (options: PodOptions): PodActions => computePodActions(aPod(options));
const startsOf = (options: PodOptions): readonly number[] => actions(options).starts;
const killsOf = (options: PodOptions): readonly string[] => actions(options).kills.map(({ message }) => message);

describe("another image", () => {
  const changed = running({ image: "registry.example/app:0" });

  test("kubelet 3.6: comes before the probes, and restarts whatever the policy", () => {
    const failed = running({ image: "registry.example/app:0", probes: { liveness: "failure" } });
    const options = { containers: [aContainer({ livenessProbe: aProbe() })], restartPolicy: "Never" } as const;
    expect(actions({ ...options, runtime: { app: failed } })).toEqual({
      killPod: false,
      createSandbox: false,
      kills: [{ container: 0, because: "definition", message: "Container app definition changed, will be restarted" }],
      starts: [0],
    });
  });

  test("kubelet 3.14: of a sidecar restarts it; of a plain init container that runs, nothing", () => {
    const initContainers = [sidecar("s")];
    expect(killsOf({ initContainers, runtime: { s: changed, app: running() } })).toEqual([
      "Init container s definition changed",
    ]);
    expect(actions({ initContainers: [plain("i")], runtime: { i: changed } })).toMatchObject({ kills: [], starts: [] });
  });
});

describe("restart policies of containers", () => {
  const own = (restartPolicy: "Always" | "OnFailure" | "Never", more = {}) => aContainer({ restartPolicy, ...more });

  test("kubelet 3.24: decide over the pod's, container by container", () => {
    const containers = [own("OnFailure", { name: "a" }), own("Never", { name: "b" }), plain("c")];
    const runtime = { a: exited(1), b: exited(1), c: exited(1) };
    expect(startsOf({ containers, restartPolicy: "Never", runtime })).toEqual([0]);
    expect(startsOf({ containers, restartPolicy: "Always", runtime })).toEqual([0, 2]);
  });

  test("kubelet 3.10, 3.24: a pod under Always is done when none of its containers restarts", () => {
    expect(actions({ containers: [own("Never")], runtime: { app: exited(3) } })).toMatchObject({ killPod: true });
  });

  test("kubelet 3.11, 3.24: a failed init container is tried again by its own rules", () => {
    const restartPolicyRules = [{ action: "Restart", exitCodes: { operator: "In", values: [3] } }] as const;
    const initContainers = [own("Never", { name: "i", restartPolicyRules })];
    const never = { restartPolicy: "Never", initContainers } as const;
    expect(startsOf({ ...never, runtime: { i: exited(3) } })).toEqual([0]);
    expect(actions({ ...never, runtime: { i: exited(4) } })).toMatchObject({ killPod: true, starts: [] });
  });

  test("kubelet 3.6, 3.24: a probe's kill goes by the container's own policy", () => {
    const failed = { app: running({ probes: { liveness: "failure" } }) } as const;
    const probed = { livenessProbe: aProbe() };
    expect(killsOf({ containers: [own("Always", probed)], restartPolicy: "Never", runtime: failed })).toEqual([
      "Container app failed liveness probe, will be restarted",
    ]);
    expect(actions({ containers: [own("Never", probed)], runtime: failed })).toMatchObject({ killPod: true });
  });
});

describe("the sandbox", () => {
  test("kubelet 3.1, 3.3: the first sync makes one and starts every container in spec order", () => {
    expect(actions({ sandbox: NO_SANDBOX, containers: [plain("b"), plain("a")] })).toEqual({
      killPod: false,
      createSandbox: true,
      kills: [],
      starts: [0, 1],
    });
  });

  test("kubelet 3.4: with init containers only the first of them", () => {
    expect(startsOf({ sandbox: NO_SANDBOX, initContainers: [plain("i"), plain("j")] })).toEqual([0]);
  });

  test("kubelet 3.4: a lost one is replaced, and what still runs is killed first", () => {
    expect(actions({ sandbox: STOPPED, runtime: { app: running() } })).toMatchObject({
      killPod: true,
      createSandbox: true,
      starts: [0],
    });
  });

  test("kubelet 3.4: not under policy Never once a container was there", () => {
    const never = { restartPolicy: "Never", sandbox: STOPPED } as const;
    expect(actions({ ...never, runtime: { app: exited(255) } })).toMatchObject({ killPod: true, createSandbox: false });
    expect(actions(never)).toMatchObject({ createSandbox: true, starts: [0] });
  });

  test("kubelet 3.4: under OnFailure without those that exited 0, and not at all when none is left", () => {
    const two = { restartPolicy: "OnFailure", sandbox: STOPPED, containers: [plain("a"), plain("b")] } as const;
    expect(startsOf({ ...two, runtime: { a: done, b: exited(255) } })).toEqual([1]);
    expect(actions({ ...two, runtime: { a: done, b: done } })).toMatchObject({ createSandbox: false, starts: [] });
  });

  test("kubelet 3.4: the init containers run again even if the regular ones had run", () => {
    const lost = { initContainers: [plain("i")], sandbox: STOPPED, runtime: { app: exited(255) } };
    expect(startsOf(lost)).toEqual([0]);
  });
});

describe("init containers", () => {
  const two = { initContainers: [plain("i"), plain("j")] };

  test("kubelet 3.11: none has a record: the first", () => {
    expect(startsOf(two)).toEqual([0]);
  });

  test.each([
    ["one that runs is waited for", { i: running() }, []],
    ["after exit 0 the next", { i: done }, [1]],
    ["after exit 1 the same again", { i: exited(1) }, [0]],
    ["one that was only created is started", { i: created() }, [0]],
    ["the newest decides", { i: done, j: exited(1) }, [1]],
    ["after the last the regular ones, in the same sync", { i: done, j: done }, [2]],
    ["the last one's record is enough", { j: done }, [2]],
    ["a regular container that runs says that they were done", { app: running() }, []],
    ["one that has ended does not", { app: exited(1) }, [0]],
    ["one made in this sandbox and not started yet says it too", { app: created() }, [2]],
    ["one left from an older sandbox does not", { i: done, app: created({ sandbox: -1 }) }, [1]],
  ] as const)("kubelet 3.11, 3.12: %s", (_, runtime, starts) => {
    expect(startsOf({ ...two, runtime })).toEqual(starts);
  });

  test("kubelet 2.11: one that was out of memory has failed even with exit 0", () => {
    expect(startsOf({ ...two, runtime: { i: exited(0, { reason: "OOMKilled" }) } })).toEqual([0]);
  });

  test("kubelet 3.11: under Never a failure ends the pod", () => {
    const failed = { ...two, restartPolicy: "Never", runtime: { i: exited(1) } } as const;
    expect(actions(failed)).toMatchObject({ killPod: true, starts: [] });
    expect(startsOf({ ...failed, restartPolicy: "OnFailure" })).toEqual([0]);
  });
});

describe("sidecars", () => {
  const startup = aProbe({ failureThreshold: 30 });
  const probed = aContainer({ name: "s", sidecar: true, startupProbe: startup, livenessProbe: aProbe() });

  test("kubelet 3.13: the next starts once it runs, or once its startup probe has passed", () => {
    const simple = { initContainers: [sidecar("s"), plain("j")] };
    expect(startsOf({ ...simple, runtime: { s: running() } })).toEqual([1]);
    const gated = { initContainers: [probed, plain("j")] };
    expect(startsOf({ ...gated, runtime: { s: running() } })).toEqual([]);
    expect(startsOf({ ...gated, runtime: { s: running({ probes: { startup: "success" } }) } })).toEqual([1]);
  });

  test("kubelet 3.13: readiness and liveness are not waited for", () => {
    const container = aContainer({ name: "s", sidecar: true, readinessProbe: aProbe(), livenessProbe: aProbe() });
    expect(startsOf({ initContainers: [container], runtime: { s: running() } })).toEqual([1]);
    const failing = running({ probes: { liveness: "failure" } });
    expect(startsOf({ initContainers: [container, plain("j")], runtime: { s: failing } })).toEqual([0, 1]);
    expect(startsOf({ initContainers: [container], runtime: { s: failing } })).toEqual([0, 1]);
  });

  test("kubelet 3.14: one that exited is started again, whatever the policy and the code", () => {
    for (const restartPolicy of ["Always", "OnFailure", "Never"] as const) {
      for (const code of [0, 1]) {
        const runtime = { s: exited(code), app: running() };
        expect(startsOf({ initContainers: [sidecar("s")], restartPolicy, runtime })).toEqual([0]);
      }
    }
  });

  test("kubelet 3.14: while a plain one runs after it, too", () => {
    const both = { initContainers: [sidecar("s"), plain("j")] };
    expect(startsOf({ ...both, runtime: { s: exited(1), j: running() } })).toEqual([0]);
    expect(startsOf({ ...both, runtime: { j: running() } })).toEqual([0]);
  });

  test("kubelet 3.14: killed for a failed probe and started in the same sync, without a word of it", () => {
    const app = running();
    const unwell = running({ probes: { startup: "success", liveness: "failure" } });
    const unstarted = running({ probes: { startup: "failure" } });
    expect(killsOf({ initContainers: [probed], runtime: { s: unwell, app } })).toEqual([
      "Init container s failed liveness probe",
    ]);
    expect(killsOf({ initContainers: [probed], runtime: { s: unstarted, app } })).toEqual([
      "Init container s failed startup probe",
    ]);
    expect(startsOf({ initContainers: [probed], runtime: { s: unstarted, app } })).toEqual([0]);
  });

  test("kubelet 3.10, 1.7: when no regular container is left to run they are stopped with the pod", () => {
    const job = {
      initContainers: [sidecar("s")],
      restartPolicy: "Never",
      runtime: { s: running(), app: done },
    } as const;
    expect(actions(job)).toEqual({ killPod: true, createSandbox: false, kills: [], starts: [] });
    expect(startsOf({ ...job, restartPolicy: "Always" })).toEqual([1]);
  });
});

describe("regular containers", () => {
  const probed = aContainer({ livenessProbe: aProbe(), startupProbe: aProbe() });
  const unwell = running({ probes: { startup: "success", liveness: "failure" } });

  test("kubelet 3.6, 3.7: a failed probe kills and starts in one sync", () => {
    const found = actions({ containers: [probed], runtime: { app: unwell } });
    expect(found.kills).toEqual([
      { container: 0, because: "liveness", message: "Container app failed liveness probe, will be restarted" },
    ]);
    expect(found.starts).toEqual([0]);
    const unstarted = running({ probes: { startup: "failure" } });
    expect(killsOf({ containers: [probed], runtime: { app: unstarted } })).toEqual([
      "Container app failed startup probe, will be restarted",
    ]);
  });

  test("kubelet 3.6: under Never it is killed for good, with the pod if it was the last", () => {
    const never = { restartPolicy: "Never", runtime: { app: unwell, b: running() } } as const;
    const kept = actions({ ...never, containers: [probed, plain("b")] });
    expect(kept.kills.map(({ message }) => message)).toEqual(["Container app failed liveness probe"]);
    expect(kept.starts).toEqual([]);
    expect(actions({ ...never, containers: [probed] })).toMatchObject({ killPod: true, kills: [] });
  });

  test("kubelet 3.6, 3.8, F21: whether it is started again is decided before its exit code is known", () => {
    expect(startsOf({ restartPolicy: "OnFailure", containers: [probed], runtime: { app: unwell } })).toEqual([0]);
  });

  test("kubelet 3.9, 3.25: by the pod's policy and the exit code", () => {
    const after = (restartPolicy: "Always" | "OnFailure" | "Never", code: number): readonly number[] =>
      startsOf({ restartPolicy, containers: [plain("a"), plain("b")], runtime: { a: exited(code), b: running() } });
    expect([after("Always", 0), after("Always", 1)]).toEqual([[0], [0]]);
    expect([after("OnFailure", 0), after("OnFailure", 1)]).toEqual([[], [0]]);
    expect([after("Never", 0), after("Never", 1)]).toEqual([[], []]);
    expect(startsOf({ restartPolicy: "Never", runtime: { app: created() } })).toEqual([0]);
  });

  test("kubelet 3.9, 8.4: nothing is started once the pod is being deleted", () => {
    const deletion = deletionAt(0);
    expect(actions({ deletion, runtime: { app: exited(1) } })).toMatchObject({ killPod: true, starts: [] });
  });

  test("kubelet 2.2: the newest instance decides", () => {
    const again = running({ attempt: 1, previous: exitedRecord(1) });
    expect(actions({ restartPolicy: "Never", runtime: { app: again } })).toMatchObject({ killPod: false, starts: [] });
  });
});

describe("ephemeral containers", () => {
  const ephemeralContainers = [{ ...aContainer({ name: "look" }), targetContainerName: "" }];

  test("kubelet 3.15: are started once, before init containers and whatever those have come to", () => {
    const initContainers = [plain("i"), plain("j")];
    expect(startsOf({ ephemeralContainers, initContainers, runtime: { i: done } })).toEqual([3, 1]);
    expect(startsOf({ ephemeralContainers, initContainers, runtime: { i: done, j: running() } })).toEqual([3]);
  });

  test("kubelet 3.15: are never started again, and wait for a sandbox", () => {
    expect(startsOf({ ephemeralContainers, runtime: { app: running(), look: exited(1) } })).toEqual([]);
    expect(startsOf({ ephemeralContainers, sandbox: NO_SANDBOX })).toEqual([0]);
  });

  test("kubelet 3.10, 3.15: do not keep a pod whose other containers are done", () => {
    const over = { restartPolicy: "Never", runtime: { app: done, look: running() } } as const;
    expect(actions({ ephemeralContainers, ...over })).toMatchObject({ killPod: true, starts: [] });
  });
});
