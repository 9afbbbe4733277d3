// Probes cost what their flips cost, however often they are tried.
import { expect, test } from "vitest";
import { benchProbes } from "../../benchmarks/probe-bench.js";

test("kubelet 6: three probes a second that go on passing record nothing, in an hour or in a day", () => {
  const { factCount, startFactCount, probeCount, readyCount, pods } = benchProbes({ pods: 200, days: 1 });
  expect(readyCount).toBe(pods);
  expect(probeCount).toBe(34_560_000);
  expect(factCount).toBe(startFactCount);
});

test("kubelet 6: a pod that is killed once a day records its restarts and nothing else", () => {
  const { factCount, startFactCount, restartCount } = benchProbes({ pods: 200, days: 3 });
  expect(restartCount).toBe(200);
  // Three failures, the stored result, kill, exit, start, reports, the new results; endpoint and replica counts follow.
  const perRestart = (factCount - startFactCount) / restartCount;
  expect(perRestart).toBeGreaterThan(10);
  expect(perRestart).toBeLessThan(24);
});
