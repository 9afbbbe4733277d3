import { describe, expect, test } from "vitest";
import { aContainer, aSpec } from "../../testing/pod-builder.js";
import type { PodSpec, ResourceRequirements } from "../api/pod.js";
import { InvariantViolation } from "../invariant.js";
import { oomScoreAdj } from "./oom-score.js";

const Gi = 2 ** 30;
const NODE = 16 * Gi;

const requesting = (...memory: readonly string[]): PodSpec =>
  aSpec({ containers: memory.map((text, i) => aContainer({ name: `r${i}`, requests: { memory: text } })) });

describe("oomScoreAdj", () => {
  test("kubelet A9: node 16Gi, request 4Gi -> 1000-250=750", () => {
    expect(oomScoreAdj(requesting("4Gi"), 0, NODE)).toBe(750);
  });

  test("kubelet A9: request 0 but cpu set -> 999", () => {
    expect(oomScoreAdj(aSpec({ containers: [aContainer({ requests: { cpu: "1" } })] }), 0, NODE)).toBe(999);
  });

  test("kubelet A9: request 16Gi -> 3", () => {
    expect(oomScoreAdj(requesting("16Gi"), 0, NODE)).toBe(3);
    expect(oomScoreAdj(requesting("20Gi"), 0, NODE)).toBe(3);
  });

  test("kubelet 9.3: the share of memory is cut to whole thousandths", () => {
    expect(oomScoreAdj(requesting("16Mi"), 0, NODE)).toBe(999);
    expect(oomScoreAdj(requesting("17Mi"), 0, NODE)).toBe(999);
    expect(oomScoreAdj(requesting("33Mi"), 0, NODE)).toBe(998);
  });

  test("kubelet 9.3: each container of a pod has its own", () => {
    const spec = requesting("4Gi", "8Gi");
    expect([oomScoreAdj(spec, 0, NODE), oomScoreAdj(spec, 1, NODE)]).toEqual([750, 500]);
  });

  test("kubelet 9.3: Guaranteed and node-critical -997, BestEffort 1000", () => {
    const guaranteed = aSpec({ containers: [aContainer({ limits: { cpu: "1", memory: "1Gi" } })] });
    expect(oomScoreAdj(guaranteed, 0, NODE)).toBe(-997);
    expect(oomScoreAdj(aSpec({ priority: 2_000_001_000 }), 0, NODE)).toBe(-997);
    expect(oomScoreAdj(aSpec({ priority: 2_000_000_000 }), 0, NODE)).toBe(1000);
    expect(oomScoreAdj(aSpec(), 0, NODE)).toBe(1000);
  });

  test("kubelet 9.3: a sidecar is spared at least as much as the smallest regular container", () => {
    const withSidecar = (memory: string): PodSpec =>
      aSpec({
        initContainers: [aContainer({ name: "proxy", sidecar: true, requests: { memory } })],
        containers: requesting("4Gi", "8Gi").containers,
      });
    expect(oomScoreAdj(withSidecar("64Mi"), 0, NODE)).toBe(750);
    expect(oomScoreAdj(withSidecar("6Gi"), 0, NODE)).toBe(625);
    const plain = aSpec({
      initContainers: [aContainer({ name: "setup", requests: { memory: "64Mi" } })],
      containers: requesting("4Gi").containers,
    });
    expect(oomScoreAdj(plain, 0, NODE)).toBe(997);
  });

  test("a pod-level memory request is shared out to the containers as far as they do not claim it", () => {
    const podLevel = (resources: Partial<ResourceRequirements>): PodSpec => ({
      ...requesting("2Gi", "4Gi"),
      resources: { requests: {}, limits: {}, ...resources },
    });
    const shared = podLevel({ requests: { memory: "8Gi" } });
    expect([oomScoreAdj(shared, 0, NODE), oomScoreAdj(shared, 1, NODE)]).toEqual([1000 - 187, 1000 - 312]);
    expect(oomScoreAdj(podLevel({ limits: { memory: "8Gi" } }), 0, NODE)).toBe(875);
  });

  test("is exact for the largest machines", () => {
    const capacity = 24 * 1024 * Gi;
    expect(oomScoreAdj(requesting("12Ti"), 0, capacity)).toBe(500);
  });

  test("a node has memory", () => {
    expect(() => oomScoreAdj(requesting("1Gi"), 0, 0)).toThrow(InvariantViolation);
  });
});
