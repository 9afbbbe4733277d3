import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { podCreated } from "@podsim/core";
import { aWorkload, aNodeOf, WholeCluster } from "../testing/whole-cluster.js";
import { ClientLimit } from "./client-limit.js";

describe("controllers 0.5: 20 writes a second, 30 at once after a pause", () => {
  test("a burst is free, what is above it is paid for in time", () => {
    const limit = new ClientLimit({ qps: 20, burst: 30 });
    expect(limit.readyAt(0)).toBe(0);
    limit.spend(29, 0);
    expect(limit.readyAt(0)).toBe(0);
    limit.spend(21, 0);
    expect(limit.readyAt(0)).toBeCloseTo(SECOND, -1);
  });

  test("2.2: 300 pods take a quarter of a minute instead of a moment", () => {
    const lastOf = (controllerClient?: { readonly qps: number; readonly burst: number }): number =>
      new WholeCluster({
        nodes: [aNodeOf("node-1", "4")],
        ...(controllerClient === undefined ? {} : { controllerClient }),
      })
        .apply(1, aWorkload({ replicas: 300, cpu: "1m" }))
        .run(60)
        .facts(podCreated)
        .reduce((last, { at }) => Math.max(last, at), 0);
    expect(lastOf()).toBeLessThan(2);
    const paced = lastOf({ qps: 20, burst: 30 });
    expect(paced).toBeGreaterThan(6);
    expect(paced).toBeLessThan(18);
  });

  test("a pause fills it up again, and no further", () => {
    const limit = new ClientLimit({ qps: 20, burst: 30 });
    limit.spend(50, 0);
    expect(limit.readyAt(10 * SECOND)).toBe(10 * SECOND);
    limit.spend(50, 10 * SECOND);
    expect(limit.readyAt(10 * SECOND)).toBeCloseTo(11 * SECOND, -1);
  });
});
