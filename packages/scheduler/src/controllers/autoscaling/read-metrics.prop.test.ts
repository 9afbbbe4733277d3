// Looks that keep what they know of pods and of samples, against looks that read everything anew.
import type { AutoscalerState, Load, MetricSpec, PodIx, PodState } from "@podsim/core";
import { specOf } from "@podsim/core";
import { aContainer, aPod } from "@podsim/core/testing";
import { MINUTE, SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveProposal } from "../../../testing/naive-metrics.js";
import { DEFAULT_HORIZONTAL_AUTOSCALER as SETTINGS } from "../../autoscaling-settings.js";
import { MetricsServer, MIN_AGE_US } from "./metrics-server.js";
import { MetricReader } from "./read-metrics.js";
import { ReadyHistory } from "./ready-history.js";
import { TargetPods } from "./target-pods.js";

const START_US = 20 * MINUTE;
const OLD_US = Math.max(SETTINGS.cpuInitializationUs, 2 * SETTINGS.metricResolutionUs + MIN_AGE_US);

/** Two templates: one with a limit, one with a second container. */
const SPECS = [
  specOf(aPod({ containers: [aContainer({ requests: { cpu: "500m" }, limits: { cpu: "800m" } })] })),
  specOf(
    aPod({
      containers: [aContainer({ requests: { cpu: "300m" } }), aContainer({ name: "side", requests: { cpu: "200m" } })],
    }),
  ),
];

const seconds = (max: number) => fc.nat(max).map((n) => n * SECOND);

/** A pod that came so long before the first look, or after it. */
const pod = fc
  .record({
    spec: fc.constantFrom(...SPECS),
    startedUs: fc.oneof(
      fc.constant(0),
      seconds(1_500),
      seconds(30).map((us) => START_US - 15 * SECOND + us),
    ),
    readyAfterUs: fc.oneof(fc.constant(0), seconds(60)),
    ready: fc.constantFrom("True" as const, "True" as const, "False" as const, null),
    phase: fc.constantFrom(
      "Running" as const,
      "Running" as const,
      "Running" as const,
      "Pending" as const,
      "Failed" as const,
    ),
    runs: fc.constantFrom(true, true, true, false),
    isGoing: fc.constantFrom(false, false, false, true),
  })
  .map(({ spec, startedUs, readyAfterUs, ready, phase, runs, isGoing }): PodState => {
    const state = runs ? ("running" as const) : ("exited" as const);
    const record = {
      attempt: 0,
      sandbox: 0,
      state,
      id: "c",
      image: "i",
      createdAtUs: startedUs,
      startedAtUs: startedUs,
    };
    const current = { ...record, finishedAtUs: -1, exitCode: 0, reason: "", message: "" };
    const made = aPod({
      ...spec,
      deletion: isGoing ? { requestedAtUs: 0, deletionTimestampUs: 1, graceSeconds: 1, isObserved: false } : null,
      runtime: Object.fromEntries(
        spec.containers.map(({ name }) => [
          name,
          {
            current,
            previous: null,
            failure: null,
            restartBackOff: null,
            probes: { startup: "unknown", liveness: "unknown", readiness: "unknown" },
          },
        ]),
      ),
      status: {
        phase,
        startTimeUs: startedUs,
        conditions:
          ready === null
            ? []
            : [{ type: "Ready", status: ready, reason: "", message: "", lastTransitionUs: startedUs + readyAfterUs }],
      },
    });
    return { ...made, identity: { ...made.identity, template: { ...made.identity.template, spec } } };
  });

const said = (metric: string): fc.Arbitrary<Omit<Load, "before" | "knownSinceUs">> =>
  fc.record({
    target: fc.constant({ kind: "Deployment", namespace: "default", name: "web" }),
    metric: fc.constant(metric),
    container: fc.constantFrom(null, null, "app", "side"),
    spread: fc.constantFrom("shared" as const, "each" as const),
    points: fc
      .tuple(fc.nat(4_000), fc.nat(4_000), fc.constantFrom("ramp" as const, "step" as const))
      .map(([first, second, until]) => [
        { atUs: 0, amount: first, until },
        { atUs: 40 * SECOND, amount: second, until: "step" as const },
      ]),
    periodUs: fc.constantFrom(null, 70 * SECOND),
    sinceUs: seconds(1_300),
  });

/** One that was there first, or took the place of another. */
const load = (metric: string): fc.Arbitrary<Load> =>
  fc.tuple(said(metric), fc.option(seconds(1_300))).map(([later, agoUs]): Load => {
    const sinceUs = later.sinceUs + (agoUs ?? 0);
    const knownSinceUs = later.sinceUs;
    const points = later.points.map(({ amount, ...point }) => ({ ...point, amount: 5_000 - amount }));
    const before = agoUs === null ? null : { ...later, before: null, knownSinceUs, points };
    return { ...later, sinceUs, before, knownSinceUs };
  });

const target = fc.constantFrom(
  { isShare: true, target: 20 },
  { isShare: true, target: 60 },
  { isShare: false, target: 200 },
  { isShare: false, target: 700 },
);

const measured = fc.constantFrom({ resource: "cpu", container: null }, { resource: "cpu", container: "app" }, null);

const specFor = (
  of: { resource: string; container: string | null } | null,
  isShare: boolean,
  aim: number,
): MetricSpec => {
  const wanted = isShare
    ? { type: "Utilization" as const, averageUtilization: aim }
    : { type: "AverageValue" as const, averageValue: `${String(aim)}m` };
  if (of === null) return { type: "Pods", pods: { metric: { name: "cpu" }, target: wanted } };
  if (of.container === null) return { type: "Resource", resource: { name: "cpu", target: wanted } };
  const containerResource = { name: "cpu", container: of.container, target: wanted };
  return { type: "ContainerResource", containerResource };
};

const newServer = (): MetricsServer => new MetricsServer({ draw: () => 0.4 }, SETTINGS);

/** What happens to the pods between two looks: places get another pod, or none. */
const changes = fc.array(fc.tuple(fc.nat(7), fc.option(pod, { freq: 4 })), { maxLength: 3 });

test("looks that keep what they know come to what looks come to that read everything anew", () => {
  let compared = 0;
  let merged = 0;
  fc.assert(
    fc.property(
      fc.array(pod, { minLength: 1, maxLength: 8 }),
      fc.array(load("cpu"), { minLength: 1, maxLength: 2 }),
      fc.array(fc.record({ changes, ready: fc.nat(8), afterUs: seconds(20).map((us) => us + SECOND) }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.record({ measured, target, currentReplicas: fc.integer({ min: 1, max: 9 }), isCounted: fc.boolean() }),
      (first, loads, looks, { measured: of, target: { isShare, target: aim }, currentReplicas, isCounted }) => {
        fc.pre(of !== null || !isShare);
        const server = newServer();
        const reader = new MetricReader(server, SETTINGS);
        const known = new TargetPods();
        const places: (PodState | null)[] = [...first];
        const history = new ReadyHistory(0, 3);
        let now = START_US;
        let changeCount = 0;
        for (const { changes: changed, ready, afterUs } of looks) {
          now += afterUs;
          for (const [place, other] of changed) if (place < places.length) places[place] = other;
          history.note(now - SECOND, ready, 4 * SETTINGS.metricResolutionUs);
          if (changed.length > 0) changeCount += 1;
          const members = [
            {
              pods: new Set(places.keys()) as ReadonlySet<number> as ReadonlySet<PodIx>,
              changeCount: isCounted ? changeCount : null,
            },
          ];
          const pods = known.measure(
            members,
            (ix) => places[ix] ?? undefined,
            now,
            OLD_US,
            SETTINGS.initialReadinessUs,
          );
          if (pods.length === 0) continue;
          for (const { pod: each, count } of pods) {
            if (count > 1) merged += 1;
            const afresh = newServer().sample(each, loads, history, of?.container ?? null, now);
            expect(server.sample(each, loads, history, of?.container ?? null, now)).toEqual(afresh);
          }
          const read = reader.read(specFor(of, isShare, aim), {
            autoscaler: { object: { metadata: { namespace: "default" } } } as AutoscalerState,
            scale: { specReplicas: currentReplicas, statusReplicas: 3 } as never,
            pods,
            loads,
            history,
            now,
          });
          const naive = naiveProposal({
            pods: places.filter((state) => state !== null),
            loads,
            history,
            resource: of?.resource ?? null,
            container: of?.container ?? null,
            isShare,
            target: aim,
            currentReplicas,
            lookedUs: server.lookedAt(now),
            now,
            settings: SETTINGS,
          });
          if (naive !== null) compared += 1;
          const got =
            read._tag === "Left"
              ? null
              : {
                  replicas: read.right.replicas,
                  utilization: read.right.reading.averageUtilization,
                  averageMilli: read.right.reading.averageValueMilli,
                };
          expect(got).toEqual(naive);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(compared).toBeGreaterThan(300);
  expect(merged).toBeGreaterThan(50);
});
