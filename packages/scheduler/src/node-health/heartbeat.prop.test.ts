import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Heartbeats } from "./heartbeat.js";

/** The same, by making every renewal and every pass. */
const ticked = (lease: number, monitor: number, joinedUs: number, silentUs: number): number => {
  const renewals = [joinedUs];
  for (let at = lease; at <= silentUs; at += 10 * SECOND) if (at >= joinedUs) renewals.push(at);
  let seen = -1;
  let seenAtUs = 0;
  for (let at = monitor; ; at += 5 * SECOND) {
    const newest = renewals.filter((renewal) => renewal <= at).at(-1);
    if (newest !== undefined && newest !== seen) {
      seen = newest;
      seenAtUs = at;
    }
    if (seen >= 0 && at > silentUs && at - seenAtUs >= 50 * SECOND) return at;
  }
};

describe("controllers 1.1-1.7: heartbeats", () => {
  test("what is computed is what ticking would find, 40 to 55 s after the last word", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 100 * SECOND }),
        fc.integer({ min: 10 * SECOND, max: 200 * SECOND }),
        (lease, monitor, joinedUs, livedUs) => {
          const heartbeats = new Heartbeats((stream) => (stream === "node/lease" ? lease : monitor));
          const silentUs = joinedUs + livedUs;
          const lostAtUs = heartbeats.lostAt({ name: "node-1" }, joinedUs, silentUs);
          const leaseUs = Math.floor(lease * 10 * SECOND);
          const monitorUs = Math.floor(monitor * 5 * SECOND);
          expect(lostAtUs).toBe(ticked(leaseUs, monitorUs, joinedUs, silentUs));
          expect(lostAtUs - silentUs).toBeGreaterThan(40 * SECOND);
          expect(lostAtUs - silentUs).toBeLessThan(55 * SECOND);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a node that speaks only once counts from then", () => {
    const heartbeats = new Heartbeats(() => 0);
    expect(heartbeats.lostAt({ name: "node-1" }, 12 * SECOND, 13 * SECOND)).toBe(65 * SECOND);
  });
});
