// Time in which nothing changes costs nothing: facts of more days, of workloads that are scaled by their traffic included.
import { createCluster } from "@podsim/scheduler";
import { DAY } from "@podsim/core/time";
import { expect, test } from "vitest";
import { dayBenchParts } from "../../benchmarks/day-bench.js";

test("doubling the days after the last change adds less than a twentieth to the facts", () => {
  const { simulation, log } = createCluster(dayBenchParts({ nodes: 60, pods: 300, idleDays: 0 }));
  simulation.run({ untilUs: DAY });
  const ofOneDay = log.length;
  simulation.run({ untilUs: 2 * DAY });
  expect(ofOneDay).toBeGreaterThan(5_000);
  expect(log.length - ofOneDay).toBeLessThan(ofOneDay / 20);
});
