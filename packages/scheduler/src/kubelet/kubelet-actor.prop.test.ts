import { isInitIx, isTerminalPhase, runtimeAt, specOf } from "@podsim/core";
import type { Behavior, Container, PodSpec, PodState } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";

const HORIZON = 400;

const seconds = (max: number) =>
  fc.integer({ min: 0, max }).map((s) => ({ kind: "constant" as const, value: s * SECOND }));

const behavior: fc.Arbitrary<Partial<Behavior>> = fc.record({
  image: fc.record({
    sizeBytes: fc.integer({ min: 1, max: 30 }),
    pullBytesPerSecond: fc.constant(1),
    missing: fc.boolean(),
    cached: fc.boolean(),
  }),
  startup: seconds(8),
  run: fc.option(seconds(40), { nil: null }),
  exitCode: fc.constantFrom(0, 1, 137),
  onSigterm: fc.oneof(
    fc.constant("ignore" as const),
    fc.record({ exitAfter: seconds(40), exitCode: fc.constantFrom(0, 143) }),
  ),
  hooks: fc.record({
    postStart: fc.record({ takes: seconds(5), fails: fc.boolean() }),
    preStop: fc.record({ takes: seconds(40), fails: fc.boolean() }),
  }),
  probes: fc.record({
    startup: fc.constant(null),
    liveness: fc.option(
      fc.record({
        passAfter: fc.constantFrom("never" as const, "startup" as const),
        failFrom: fc.option(
          fc.integer({ min: 1, max: 60 }).map((s) => s * SECOND),
          { nil: null },
        ),
        failure: fc.constant("no"),
      }),
      { nil: null },
    ),
    readiness: fc.constant(null),
  }),
});

const httpGet = { path: "/", port: 80, scheme: "HTTP" as const };
const aSomeProbe = fc.option(
  fc.record({ periodSeconds: fc.integer({ min: 1, max: 10 }), failureThreshold: fc.integer({ min: 1, max: 3 }) }),
  { nil: undefined },
);

const containerNamed = (name: string, sidecar: fc.Arbitrary<boolean>): fc.Arbitrary<Container> =>
  fc
    .record({ liveness: aSomeProbe, readiness: aSomeProbe, startup: aSomeProbe, hooks: fc.boolean(), sidecar })
    .map(({ liveness, readiness, startup, hooks, sidecar }) =>
      aContainer({
        name,
        sidecar,
        ...(liveness === undefined ? {} : { livenessProbe: aProbe({ httpGet, ...liveness }) }),
        ...(readiness === undefined ? {} : { readinessProbe: aProbe({ httpGet, ...readiness }) }),
        ...(startup === undefined ? {} : { startupProbe: aProbe({ httpGet, ...startup, failureThreshold: 10 }) }),
        ...(hooks ? { lifecycle: { postStart: { exec: { command: [] } }, preStop: { exec: { command: [] } } } } : {}),
      }),
    );

const spec: fc.Arbitrary<PodSpec> = fc
  .record({
    init: fc.integer({ min: 0, max: 2 }),
    regular: fc.integer({ min: 1, max: 2 }),
    restartPolicy: fc.constantFrom("Always" as const, "OnFailure" as const, "Never" as const),
    terminationGracePeriodSeconds: fc.integer({ min: 0, max: 40 }),
  })
  .chain(({ init, regular, ...rest }) =>
    fc
      .record({
        initContainers: fc.tuple(...Array.from({ length: init }, (_, k) => containerNamed(`i${k}`, fc.boolean()))),
        containers: fc.tuple(...Array.from({ length: regular }, (_, k) => containerNamed(`c${k}`, fc.constant(false)))),
      })
      .map((lists) => aSpec({ ...rest, ...lists })),
  );

const history = fc.record({
  seed: fc.integer({ min: 0, max: 1000 }),
  spec,
  behaviors: fc.dictionary(fc.constantFrom("i0", "i1", "c0", "c1"), behavior),
  deleteAt: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
  grace: fc.integer({ min: 1, max: 40 }),
  failAt: fc.option(fc.integer({ min: 1, max: 150 }), { nil: null }),
  mode: fc.constantFrom("power-off" as const, "kubelet-down" as const),
  downFor: fc.integer({ min: 1, max: 100 }),
});

const isInitialized = (pod: PodState): boolean =>
  specOf(pod).initContainers.every((container, ix) => {
    const { current } = runtimeAt(pod, ix);
    if (container.restartPolicy === "Always") return current !== null;
    return current?.state === "exited" && current.exitCode === 0;
  });

/** Every law of a pod's life that a single step can break. */
const checkStep = (before: PodState | undefined, after: PodState | undefined, type: string): void => {
  if (before === undefined || after === undefined) return;
  if (isTerminalPhase(before.status.phase))
    expect(after.status.phase, "terminal phases absorb").toBe(before.status.phase);
  specOf(after)
    .containers.concat(specOf(after).initContainers)
    .forEach((_, k) => {
      const was = runtimeAt(before, k).current;
      const is = runtimeAt(after, k).current;
      if (was !== null && is !== null && was.attempt > is.attempt) expect.fail("restartCount fell");
      const started = is?.state === "running" && was?.state !== "running";
      if (started && !isInitIx(specOf(after), k)) expect(isInitialized(after), "init before app").toBe(true);
      if (started) expect(after.runtime.sandbox.state, "a running container has a sandbox").toBe("ready");
    });
  for (const status of [...after.status.containerStatuses, ...after.status.initContainerStatuses]) {
    const isSidecarOrApp = status.state.kind === "running";
    if (status.ready && isSidecarOrApp) expect(status.started, "ready implies started").toBe(true);
    if (status.started) expect(status.state.kind, "started implies running").toBe("running");
  }
  expect(type.length).toBeGreaterThan(0);
};

describe("any life of a pod on one node", () => {
  test("kubelet 1.8, 2.13, 3.11, 8.10: terminal phases absorb, counters rise, init comes first, a deleted pod is gone in time", () => {
    fc.assert(
      fc.property(history, ({ seed, spec, behaviors, deleteAt, grace, failAt, mode, downFor }) => {
        const node = new OneNode({ seed, behaviors, wholeSeconds: false });
        node.pod(0, spec);
        if (failAt !== null) {
          node.fail(failAt, mode);
          node.recover(failAt + downFor);
        }
        if (deleteAt !== null) node.delete(deleteAt + 0.5, 0, grace);
        let before: PodState | undefined;
        let finished = false;
        node.run(HORIZON, (pod, { type }) => {
          if (type.startsWith("Node") || type === "ImageStored") return;
          checkStep(before, pod, type);
          if (type === "PodRemoved") finished = true;
          before = pod;
        });
        if (deleteAt !== null && isTerminalPhase(before?.status.phase ?? "Pending") && before?.deletion === null)
          return;
        if (deleteAt !== null && !finished) {
          // A pull in progress, a postStart hook and a dead machine are waited for; everything else is bounded.
          const latest = Math.max(deleteAt, failAt === null ? 0 : failAt + downFor);
          expect(HORIZON - latest, "a deleted pod that is still there").toBeLessThan(grace + 250);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("the same seed gives the same facts", () => {
    fc.assert(
      fc.property(history, ({ seed, spec, behaviors }) => {
        const digest = () => {
          const node = new OneNode({ seed, behaviors, wholeSeconds: false });
          node.pod(0, spec);
          return node.run(100).log.digest();
        };
        expect(digest()).toBe(digest());
      }),
      { numRuns: 50 },
    );
  });
});
