import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { controllersShape } from "./controllers-shape.js";
import { decodeAt } from "./schema/schema.js";

const read = (value: unknown): unknown => {
  const decoded = decodeAt(controllersShape, value, []);
  return isLeft(decoded) ? decoded.left.map(({ path, message }) => `${path.join(".")}: ${message}`) : decoded.right;
};

const NOTHING = { settings: {}, autoscaler: null, karpenter: null };

describe("controllers 4.2: what a scenario says of its controllers", () => {
  test.each<[unknown, unknown]>([
    [{}, NOTHING],
    [{ hpa: "on", cronJob: true }, NOTHING],
    [
      { hpa: "off", cronJob: false },
      { ...NOTHING, settings: { controllersOff: ["horizontal-pod-autoscaler-controller", "cronjob-controller"] } },
    ],
    [
      { hpa: { tolerance: 0.2, downscaleStabilization: "1m" } },
      {
        ...NOTHING,
        settings: {
          horizontalAutoscaler: {
            syncPeriodUs: 15 * SECOND,
            tolerance: 0.2,
            downscaleStabilizationUs: MINUTE,
            cpuInitializationUs: 5 * MINUTE,
            initialReadinessUs: 30 * SECOND,
            metricResolutionUs: 15 * SECOND,
          },
        },
      },
    ],
  ])("%j", (written, meant) => {
    expect(read(written)).toEqual(meant);
  });

  test("controllers 0.5: the control plane's cost, which is off unless it is asked for", () => {
    expect(read({ client: {} })).toMatchObject({ settings: { controllerClient: { qps: 20, burst: 30 } } });
    expect(read({ client: "off", watchDelay: "50ms" })).toMatchObject({
      settings: { latencies: { controllerSync: { kind: "constant", value: 50_000 } } },
    });
  });

  test.each<[unknown, readonly string[]]>([
    [{ hpa: "maybe" }, ['hpa: expected on, off, or settings, got "maybe"']],
    [{ cronJob: { every: 1 } }, ["cronJob: expected on or off, got an object"]],
    [{ hpa: { syncPeriod: "0s" } }, ["hpa.syncPeriod: this must be more than 0s"]],
    [{ vpa: "on" }, ['vpa: unknown field "vpa" in controllers']],
  ])("%j is refused", (written, messages) => {
    expect(read(written)).toEqual(messages);
  });
});
