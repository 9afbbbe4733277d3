import { containerKillBegan, containerStarted, probeFailed, probeResultStored } from "@podsim/core";
import type { Probe, ProbeBehavior, ProbeType } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { expect, test } from "vitest";
import { naiveProbing } from "../../testing/naive-prober.js";
import type { NaiveProbeLog } from "../../testing/naive-prober.js";
import { OneNode } from "../../testing/one-node.js";

const HORIZON = 200;
/** Probe workers are made at 0.5 s, the container starts at 1.5 s and is reported at 2 s. */
const [ANCHOR_US, STARTED_US, REPORTED_US] = [0.5 * SECOND, 1.5 * SECOND, 2 * SECOND];
const STARTUP_US = SECOND;

const tenths = (max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: max * 10 }).map((n) => (n * SECOND) / 10);

const behavior: fc.Arbitrary<ProbeBehavior> = fc
  .record({
    passAfter: fc.oneof(tenths(40), fc.constantFrom("startup" as const, "never" as const)),
    failFrom: fc.option(tenths(120), { nil: null }),
    takes: fc.option(tenths(6), { nil: undefined }),
  })
  .map(({ takes, ...rest }) => ({ ...rest, failure: "no", ...(takes === undefined ? {} : { takes }) }));

const probe = (successMax: number): fc.Arbitrary<Probe> =>
  fc
    .record({
      initialDelaySeconds: fc.integer({ min: 0, max: 15 }),
      timeoutSeconds: fc.integer({ min: 1, max: 4 }),
      periodSeconds: fc.integer({ min: 1, max: 9 }),
      successThreshold: fc.integer({ min: 1, max: successMax }),
      failureThreshold: fc.integer({ min: 1, max: 6 }),
    })
    .map((over) => aProbe({ ...over, httpGet: { path: "/", port: 8080, scheme: "HTTP" } }));

const common = {
  anchorUs: ANCHOR_US,
  startedAtUs: STARTED_US,
  reportedAtUs: REPORTED_US,
  startupUs: STARTUP_US,
};

const seen = (node: OneNode, type: ProbeType, untilUs: number): NaiveProbeLog => ({
  failedAtUs: node
    .facts(probeFailed)
    .flatMap(({ at, data }) =>
      data.probe === type && Math.round(at * SECOND) <= untilUs ? [Math.round(at * SECOND)] : [],
    ),
  stored: node
    .facts(probeResultStored)
    .flatMap(({ at, data }) =>
      data.probe === type && Math.round(at * SECOND) <= untilUs && data.result !== "unknown"
        ? [[Math.round(at * SECOND), data.result] as const]
        : [],
    ),
});

test("kubelet 6.3-6.9, 6.14: skipping the ticks that say nothing new finds what taking every tick finds", () => {
  fc.assert(
    fc.property(
      fc.option(fc.tuple(probe(1), behavior), { nil: null }),
      probe(1),
      behavior,
      (startup, livenessProbe, liveness) => {
        const image = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
        const probes = { startup: startup?.[1] ?? null, liveness, readiness: null };
        const node = new OneNode({ behaviors: { app: { image, probes, onSigterm: "ignore" } } });
        const container = aContainer({ livenessProbe, ...(startup === null ? {} : { startupProbe: startup[0] }) });
        node.pod(0, aSpec({ containers: [container] }));
        node.run(HORIZON);
        expect(node.facts(containerStarted)[0]?.at).toBe(STARTED_US / SECOND);
        // From the first kill on it is about another instance.
        const untilUs = Math.round((node.facts(containerKillBegan)[0]?.at ?? HORIZON) * SECOND);
        const starting =
          startup === null
            ? null
            : naiveProbing({
                ...common,
                probe: startup[0],
                behavior: startup[1],
                idleUntilUs: -1,
                stopsAt: "any",
                stored: "unknown",
                untilUs,
              });
        if (starting !== null) expect(seen(node, "startup", untilUs)).toEqual(starting);
        const [startedAt, result] = starting?.stored[0] ?? [untilUs, "failure"];
        const idleUntilUs = starting === null ? -1 : result === "success" ? startedAt : untilUs;
        const living = naiveProbing({
          ...common,
          probe: livenessProbe,
          behavior: liveness,
          idleUntilUs,
          stopsAt: "failure",
          stored: "success",
          untilUs,
        });
        expect(seen(node, "liveness", untilUs)).toEqual(living);
      },
    ),
    { numRuns: 150 },
  );
});
