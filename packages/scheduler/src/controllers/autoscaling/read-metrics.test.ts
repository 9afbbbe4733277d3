import type { AutoscalerState, ConditionStatus, Load } from "@podsim/core";
import { measuredPod } from "@podsim/core";
import { aContainer, aPod } from "@podsim/core/testing";
import { MINUTE } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { DEFAULT_HORIZONTAL_AUTOSCALER as SETTINGS } from "../../autoscaling-settings.js";
import { MetricsServer } from "./metrics-server.js";
import { MetricReader } from "./read-metrics.js";
import { ReadyHistory } from "./ready-history.js";
import type { AlikePods } from "./target-pods.js";

const NOW = 30 * MINUTE;

/** A pod whose container has run for twenty minutes. */
const running = (ready: ConditionStatus): AlikePods => {
  const record = { attempt: 0, sandbox: 0, state: "running" as const, id: "c", image: "i" };
  const times = { createdAtUs: 10 * MINUTE, startedAtUs: 10 * MINUTE, finishedAtUs: -1 };
  const current = { ...record, ...times, exitCode: 0, reason: "", message: "" };
  const probes = { startup: "unknown" as const, liveness: "unknown" as const, readiness: "unknown" as const };
  const conditions = [
    { type: "Ready" as const, status: ready, reason: "", message: "", lastTransitionUs: 10 * MINUTE },
  ];
  return {
    pod: measuredPod(
      aPod({
        containers: [aContainer({ requests: { cpu: "500m" } })],
        runtime: { app: { current, previous: null, failure: null, restartBackOff: null, probes } },
        status: { phase: "Running", startTimeUs: 10 * MINUTE, conditions },
      }),
    ),
    count: 1,
  };
};

const load = (sinceUs: number): Load => ({
  target: { kind: "Deployment", namespace: "default", name: "web" },
  metric: "cpu",
  container: null,
  spread: "shared",
  points: [{ atUs: 0, amount: 400, until: "step" }],
  periodUs: null,
  sinceUs,
  before: null,
  knownSinceUs: sinceUs,
});

const read = (pods: readonly AlikePods[], loads: readonly Load[]): string => {
  const found = new MetricReader(new MetricsServer({ draw: () => 0 }, SETTINGS), SETTINGS).read(
    { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
    {
      autoscaler: { object: { metadata: { namespace: "default" } } } as AutoscalerState,
      scale: { specReplicas: 1, statusReplicas: 1 } as never,
      pods,
      loads,
      history: new ReadyHistory(0, 1),
      now: NOW,
    },
  );
  return found._tag === "Left" ? found.left.message : String(found.right.reading.averageUtilization);
};

describe("controllers 4.5, 4.6: what a CPU metric says", () => {
  const nothing =
    "failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API";
  test.each<[string, AlikePods[], Load[], string]>([
    ["of a ready pod its share", [running("True")], [load(0)], "80"],
    [
      "of pods that are not ready that they might be unready",
      [running("False")],
      [load(0)],
      "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
    ],
    ["without a load nothing", [running("True")], [], nothing],
    ["of a load that began with the last sample nothing yet", [running("True")], [load(NOW)], nothing],
    ["of one that began within it what it was since", [running("True")], [load(NOW - 5_000_000)], "80"],
  ])("%s", (_, pods, loads, expected) => {
    expect(read(pods, loads)).toBe(expected);
  });
});
