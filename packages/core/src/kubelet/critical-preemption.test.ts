import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { PodSpec } from "../api/pod.js";
import { nobodyToPreempt, podsToPreempt } from "./critical-preemption.js";
import type { Shortage } from "./critical-preemption.js";

const MI = 2 ** 20;
const CRITICAL = aSpec({ priority: 2_000_000_000 });

const requesting = (cpu: string, memory: string): PodSpec =>
  aSpec({ containers: [aContainer({ requests: { cpu, memory } })] });
const guaranteed = (cpu: string, memory: string): PodSpec => {
  const limits = { cpu, memory };
  return aSpec({ containers: [aContainer({ requests: limits, limits })] });
};

const PODS: Readonly<Record<string, PodSpec>> = {
  bestEffort: aSpec(),
  burstable: requesting("100m", "100Mi"),
  bigBurstable: requesting("300m", "300Mi"),
  guaranteed: guaranteed("100m", "100Mi"),
  bigGuaranteed: guaranteed("300m", "300Mi"),
  critical: aSpec({ priority: 2_000_000_000, containers: [aContainer({ requests: { cpu: "1", memory: "1Gi" } })] }),
};

const victims = (names: readonly string[], shortages: readonly Shortage[], spec = CRITICAL): readonly string[] | null =>
  podsToPreempt(
    spec,
    names.map((id) => ({ id, spec: PODS[id] ?? aSpec() })),
    shortages,
  )?.map(({ id }) => id) ?? null;

const cpu = (amount: number): Shortage => ({ resource: "cpu", amount });
const memory = (mebibytes: number): Shortage => ({ resource: "memory", amount: mebibytes * MI });

describe("whom a kubelet ends for a critical pod", () => {
  test.each<[string, readonly string[], readonly Shortage[], readonly string[] | null]>([
    ["Burstable before Guaranteed", ["guaranteed", "burstable"], [memory(50)], ["burstable"]],
    ["who requests nothing is no help", ["bestEffort", "guaranteed"], [memory(50)], ["guaranteed"]],
    ["but frees a pod's place", ["burstable", "bestEffort"], [{ resource: "pods", amount: 1 }], ["bestEffort"]],
    ["one that is enough before two", ["burstable", "bigBurstable"], [memory(150)], ["bigBurstable"]],
    ["the smaller one of those that are enough", ["bigBurstable", "burstable"], [memory(50)], ["burstable"]],
    [
      "no more Guaranteed ones than are needed beside all Burstable ones",
      ["guaranteed", "bigGuaranteed", "burstable", "bigBurstable"],
      [memory(450)],
      ["bigBurstable", "burstable", "guaranteed"],
    ],
    [
      "and of the Burstable ones only those still needed then",
      ["bigGuaranteed", "burstable", "bigBurstable"],
      [memory(550)],
      ["bigBurstable", "bigGuaranteed"],
    ],
    ["each resource counts alike", ["burstable", "bigBurstable"], [cpu(100), memory(250)], ["bigBurstable"]],
    ["critical pods stay", ["critical"], [memory(50)], null],
    ["nobody if all are not enough", ["burstable", "guaranteed"], [cpu(250)], null],
  ])("kubelet 9.17: %s", (_, names, shortages, expected) => {
    expect(victims(names, shortages)).toEqual(expected);
  });

  test("kubelet 9.17: a critical pod of a higher priority ends one of a lower", () => {
    expect(victims(["critical"], [memory(50)], aSpec({ priority: 2_000_001_000 }))).toEqual(["critical"]);
  });

  test("kubelet 9.17: what is told where nobody can go", () => {
    expect(nobodyToPreempt([cpu(250), { resource: "pods", amount: 1 }])).toBe(
      "Unexpected error while attempting to recover from admission failure: preemption: error finding a set of pods to preempt: no set of running pods found to reclaim resources: [(res: cpu, q: 250), (res: pods, q: 1), ]",
    );
  });
});
