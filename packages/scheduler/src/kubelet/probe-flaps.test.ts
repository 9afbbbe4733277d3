import { probeFailed, probeResultStored } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import type { ProbeFlap } from "@podsim/core";
import { NEVER, SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import { draw } from "../engine/draw.js";
import { ProbeFlaps } from "./probe-flaps.js";

const PERIOD = 10 * SECOND;
const lasting = (seconds: number): ProbeFlap["lasts"] => ({ kind: "constant", value: seconds * SECOND });
const flapsOf = (chance: number, seconds: number, seed: number): ProbeFlaps =>
  new ProbeFlaps({ chance, lasts: lasting(seconds) }, (what, n) => draw(seed, what, "probe", n), SECOND, PERIOD);

describe("the spells in which a probe fails", () => {
  test("one begins at the stated share of the executions outside of spells", () => {
    const flaps = flapsOf(0.05, 12, 1);
    let [at, spells, periods] = [SECOND, 0, 0];
    while (spells < 2000) {
      const { fromUs, toUs } = flaps.at(at);
      periods += (fromUs - at) / PERIOD + 1;
      spells += 1;
      at = toUs;
    }
    expect(spells / periods).toBeGreaterThan(0.047);
    expect(spells / periods).toBeLessThan(0.053);
  });

  test("they are the same in whichever order they are asked about", () => {
    const moments = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 1_000 }), (seconds, seed) => {
        const inOrder = flapsOf(0.1, 12, seed);
        const known = new Map([...seconds].sort((a, b) => a - b).map((each) => [each, inOrder.at(each * SECOND)]));
        const asAsked = flapsOf(0.1, 12, seed);
        for (const each of seconds) expect(asAsked.at(each * SECOND)).toEqual(known.get(each));
      }),
      { numRuns: 50 },
    );
  });

  test("no chance is no spell, a certain one is a probe that never passes", () => {
    expect(flapsOf(0, 12, 1).at(SECOND).fromUs).toBe(NEVER);
    expect(flapsOf(1, 12, 1).at(SECOND)).toEqual({ fromUs: SECOND, toUs: 13 * SECOND });
  });
});

test("kubelet 6.8: a readiness probe that flaps takes the pod out after its threshold and brings it back", () => {
  const node = new OneNode({
    behaviors: {
      app: {
        image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true },
        probes: {
          startup: null,
          liveness: null,
          readiness: { passAfter: 0, failFrom: null, failure: "no", flap: { chance: 0.05, lasts: lasting(35) } },
        },
      },
    },
  });
  const readinessProbe = aProbe({ httpGet: { path: "/", port: 8080, scheme: "HTTP" }, periodSeconds: 10 });
  node.pod(0.1, aSpec({ containers: [aContainer({ name: "app", readinessProbe })] }));
  node.run(3600);
  const failures = node.facts(probeFailed).map(({ at }) => at);
  const stored = node.facts(probeResultStored).map(({ data }) => data.result);
  expect(failures.length).toBeGreaterThan(20);
  // 35 s hold three or four tries ten seconds apart, so every spell reaches the threshold of three and passes again.
  expect(stored.slice(0, 5)).toEqual(["success", "failure", "success", "failure", "success"]);
  const quiet = failures.filter((at, ix) => at - (failures[ix - 1] ?? 0) > 11).length;
  expect(stored.filter((result) => result === "failure")).toHaveLength(quiet);
});
