import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aContainer,
  aPod,
  aProbe,
  deletionAt,
  exitedRecord,
  readySandbox,
  seconds,
} from "../../testing/pod-builder.js";
import { INITIAL_PROBES } from "./container-runtime.js";
import { containerAt, containerCount, isInitIx, isSidecar } from "./container-list.js";
import type { ContainerRuntime, PodState, PodStatus } from "./pod-state.js";
import { findCondition, isTerminalPhase, podState, specOf, withStatus } from "./pod-state.js";
import { sameStatus } from "./pod-status.js";
import type { ReportStage } from "./report-status.js";
import { computedPhase, markNotReady, markReadiness, reportStatus } from "./report-status.js";
import { readyColumn, restartCountOf, statusColumn } from "./status-column.js";

const result = fc.constantFrom("unknown" as const, "success" as const, "failure" as const);
const timeUs = fc.integer({ min: 0, max: 100_000_000 });

const runtimes: fc.Arbitrary<ContainerRuntime> = fc
  .record({
    state: fc.constantFrom("none", "created", "running", "exited" as const),
    attempt: fc.integer({ min: 0, max: 3 }),
    exitCode: fc.constantFrom(0, 1, 137),
    startedAtUs: timeUs,
    finishedAtUs: timeUs,
    failure: fc.constantFrom(null, "CrashLoopBackOff", "ErrImagePull"),
    previousExit: fc.constantFrom(null, 0, 1),
    startup: result,
    readiness: result,
  })
  .map((r) => ({
    current:
      r.state === "none"
        ? null
        : {
            attempt: r.attempt,
            sandbox: 0,
            state: r.state as "created" | "running" | "exited",
            id: `c${r.attempt}`,
            image: "registry.example/app:1",
            createdAtUs: 0,
            startedAtUs: r.state === "created" ? -1 : r.startedAtUs,
            finishedAtUs: r.state === "exited" ? r.finishedAtUs : -1,
            exitCode: r.state === "exited" ? r.exitCode : 0,
            reason: r.state === "exited" ? "Error" : "",
            message: "",
          },
    previous: r.state === "none" || r.previousExit === null ? null : exitedRecord(r.previousExit),
    failure: r.failure === null ? null : { reason: r.failure, message: "" },
    restartBackOff: null,
    probes: { ...INITIAL_PROBES, startup: r.startup, readiness: r.readiness },
  }));

const pods: fc.Arbitrary<PodState> = fc
  .record({
    restartPolicy: fc.constantFrom("Always" as const, "OnFailure" as const, "Never" as const),
    init: fc.array(fc.record({ sidecar: fc.boolean(), startup: fc.boolean(), readiness: fc.boolean() }), {
      maxLength: 2,
    }),
    regular: fc.array(fc.record({ startup: fc.boolean(), readiness: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    gate: fc.boolean(),
  })
  .map(({ restartPolicy, init, regular, gate }) => {
    const probes = (c: { readonly startup: boolean; readonly readiness: boolean }): object => ({
      ...(c.startup ? { startupProbe: aProbe() } : {}),
      ...(c.readiness ? { readinessProbe: aProbe() } : {}),
    });
    return aPod({
      restartPolicy,
      initContainers: init.map((c, i) =>
        aContainer({ name: `i${i}`, sidecar: c.sidecar, ...(c.sidecar ? probes(c) : {}) }),
      ),
      containers: regular.map((c, i) => aContainer({ name: `r${regular.length - i}`, ...probes(c) })),
      ...(gate ? { readinessGates: [{ conditionType: "gate" }] } : {}),
    });
  });

interface Step {
  readonly kind: ReportStage | "probe" | "node-lost";
  readonly runtimes: readonly ContainerRuntime[];
  readonly sandboxReady: boolean;
  readonly deleted: boolean;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"][]>(
      "syncing",
      "syncing",
      "syncing",
      "terminating",
      "terminated",
      "probe",
      "node-lost",
    ),
    runtimes: fc.array(runtimes, { minLength: 5, maxLength: 5 }),
    sandboxReady: fc.boolean(),
    deleted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

/** The pod with another truth on its node; a deletion once requested stays. */
const turn = (pod: PodState, step: Step): PodState =>
  podState(
    pod.identity,
    pod.binding,
    pod.deletion ?? (step.deleted ? deletionAt(0) : null),
    pod.scheduling,
    {
      sandbox: step.sandboxReady ? readySandbox : { state: "stopped", attempt: 0, ip: null },
      containers: step.runtimes.slice(0, containerCount(specOf(pod))),
      imageBackOff: {},
      failure: null,
      resize: null,
    },
    pod.status,
    null,
  );

const show = (pod: PodState, kind: Step["kind"], at: number): PodStatus => {
  if (kind === "probe") return markReadiness(pod.status, pod, at);
  return kind === "node-lost" ? markNotReady(pod.status, at) : reportStatus(pod, at, kind);
};

/** Runs a history; `check` sees the pod (with the status before), the status after, and what was done. */
const alongHistories = (check: (pod: PodState, after: PodStatus, kind: Step["kind"], at: number) => void): void => {
  fc.assert(
    fc.property(pods, steps, (first, history) => {
      let pod = first;
      let at = 500_000;
      for (const step of history) {
        pod = turn(pod, step);
        const after = show(pod, step.kind, at);
        check(pod, after, step.kind, at);
        pod = withStatus(pod, after);
        at += 1_300_000;
      }
    }),
    { numRuns: 300 },
  );
};

describe("any history of a pod's reports", () => {
  test("kubelet 0.16: reporting again later, with nothing else changed, changes nothing", () => {
    alongHistories((pod, after, kind, at) => {
      const reported = withStatus(pod, after);
      const again = show(reported, kind, at + seconds(7));
      if (kind !== "terminated") {
        expect(again).toBe(after);
        return;
      }
      // A pod that only finishing off made Failed is not ready for another reason the next time.
      if (pod.deletion !== null) expect({ ...again, conditions: [] }).toEqual({ ...after, conditions: [] });
      expect(sameStatus(again, show(withStatus(reported, again), kind, at + seconds(9)))).toBe(true);
    });
  });

  test("what was worked out for a pod before is what is worked out for another object that says the same", () => {
    alongHistories((pod, after, kind, at) => {
      const phase = computedPhase(pod);
      const copy = { ...pod };
      expect(show(copy, kind, at)).toEqual(after);
      expect(computedPhase(copy)).toBe(phase);
      expect(show(pod, kind, at)).toEqual(after);
    });
  });

  test("kubelet 1.8: terminal phases absorb, with their reason", () => {
    alongHistories((pod, after) => {
      if (isTerminalPhase(pod.status.phase)) {
        expect([after.phase, after.reason]).toEqual([pod.status.phase, pod.status.reason]);
      }
    });
  });

  test("kubelet 1.10: a terminal phase does not come from a sync, and the end always brings one", () => {
    alongHistories((pod, after, kind) => {
      if (kind === "syncing" && !isTerminalPhase(pod.status.phase)) {
        expect(isTerminalPhase(after.phase)).toBe(false);
        const dropped = after === pod.status;
        expect(dropped || computedPhase(withStatus(pod, after)) === computedPhase(pod)).toBe(true);
      }
      if (kind === "terminated") expect(isTerminalPhase(after.phase)).toBe(true);
    });
  });

  test("kubelet 2.15: ready implies started implies running, except that a done init container is ready", () => {
    alongHistories((pod, after) => {
      const spec = specOf(pod);
      for (let ix = 0; ix < containerCount(spec); ix += 1) {
        const container = containerAt(spec, ix);
        const statuses = isInitIx(spec, ix) ? after.initContainerStatuses : after.containerStatuses;
        const status = statuses.find((s) => s.name === container.name);
        if (status === undefined) continue;
        if (status.started) expect(status.state.kind).toBe("running");
        if (!status.ready) continue;
        if (isInitIx(spec, ix) && !isSidecar(container)) expect(status.state).toMatchObject({ exitCode: 0 });
        else expect(status.started).toBe(true);
      }
    });
  });

  test("kubelet 7.5, 7.9: a pod that is Ready has ready containers and an open phase", () => {
    alongHistories((_, after, kind) => {
      if (kind === "probe" || kind === "node-lost") return;
      const ready = findCondition(after, "Ready")?.status === "True";
      const containersReady = findCondition(after, "ContainersReady")?.status === "True";
      if (ready) expect(containersReady).toBe(true);
      if (containersReady) {
        expect(after.containerStatuses.every((s) => s.ready)).toBe(true);
        expect(isTerminalPhase(after.phase)).toBe(false);
      }
    });
  });

  test("kubelet 0.15: every time that is shown is a whole second; conditions never repeat", () => {
    alongHistories((_, after) => {
      const times = after.conditions.map((c) => c.lastTransitionUs).concat(Math.max(after.startTimeUs, 0));
      for (const status of [...after.initContainerStatuses, ...after.containerStatuses]) {
        if (status.state.kind === "running") times.push(status.state.startedAtUs);
        if (status.state.kind === "terminated") times.push(Math.max(status.state.finishedAtUs, 0));
      }
      expect(times.every((at) => at % seconds(1) === 0)).toBe(true);
      expect(new Set(after.conditions.map((c) => c.type)).size).toBe(after.conditions.length);
    });
  });

  test("the columns can be printed at every point", () => {
    alongHistories((pod, after) => {
      const shown = withStatus(pod, after);
      expect(statusColumn(shown)).not.toBe("");
      expect(readyColumn(shown)).toMatch(/^[0-3]\/[1-5]$|^[4-5]\/[4-5]$/);
      expect(restartCountOf(shown)).toBeGreaterThanOrEqual(0);
    });
  });
});
