import { diskNotFreed, imageRemoved, nodeReclaimBegan, podFailedByKubelet, podRemoved } from "@podsim/core";
import type { EvictionThreshold, UsagePoint } from "@podsim/core";
import { aContainer, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";

const MI = 2 ** 20;
const cached = { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true };
const size = { cpu: "4", memory: "4Gi", "ephemeral-storage": "1000Mi", pods: "110" };
const named = (name: string, mebibytes: number) => ({ names: [name], sizeBytes: mebibytes * MI });
const disk = (points: readonly UsagePoint[]) => ({
  image: cached,
  use: { memory: null, killedAtLimit: true, disk: { kind: "curve" as const, points }, volumes: {}, processes: null },
});
const constant = (mebibytes: number): readonly UsagePoint[] => [{ atUs: 0, amount: mebibytes * MI, until: "step" }];

/** No thresholds, so that nobody is evicted; 1000 MiB of disk. */
const nodeWith = (options: OneNodeOptions, thresholds: readonly EvictionThreshold[] = []): OneNode =>
  new OneNode({
    ...options,
    profile: { kubelet: { evictionThresholds: thresholds } },
    node: { capacity: size, allocatable: size, ...options.node },
  });

describe("image garbage collection", () => {
  const images = [named("old:1", 100), named("older:1", 100), named("registry.example/app:1", 100)];

  test("kubelet 5.21: from 85% on, every five minutes, down to 80%; what is in use stays", () => {
    const node = nodeWith({ behaviors: { app: disk(constant(560)) }, node: { images } });
    node.pod(0, aSpec());
    node.run(700);
    // 860 MiB are used; 60 are to go.
    expect(node.facts(imageRemoved).map(({ at, data }) => [at, data.image])).toEqual([[300, "old:1"]]);
    expect(node.facts(diskNotFreed)).toEqual([]);
  });

  test("kubelet 5.21: nothing goes below 85%", () => {
    const node = nodeWith({ behaviors: { app: disk(constant(540)) }, node: { images } });
    node.pod(0, aSpec());
    node.run(2_000);
    expect(node.facts(imageRemoved)).toEqual([]);
  });

  test("kubelet 5.21: the longest unused goes first", () => {
    const behaviors = { app: disk(constant(560)), once: { image: cached } };
    const node = nodeWith({ behaviors, node: { images } });
    const once = node.pod(0, aSpec({ containers: [aContainer({ name: "once", image: "old:1" })] }));
    node.delete(20, once, 1);
    node.pod(0, aSpec());
    node.run(700);
    expect(node.facts(podRemoved, once)).toHaveLength(1);
    expect(node.facts(imageRemoved).map(({ data }) => data.image)).toEqual(["older:1"]);
  });

  test("kubelet 5.21: too little to throw out is told every time", () => {
    const node = nodeWith({ behaviors: { app: disk(constant(900)) }, node: { images: [named("old:1", 50)] } });
    node.pod(0, aSpec());
    node.run(700);
    expect(node.facts(imageRemoved)).toHaveLength(1);
    expect(node.facts(diskNotFreed).map(({ at, data }) => [at, data.freedBytes])).toEqual([
      [300, 50 * MI],
      [600, 0],
    ]);
  });

  test("kubelet 9.8: a disk that is short gets its unused images back before a pod has to go", () => {
    const threshold: EvictionThreshold = {
      signal: "nodefs.available",
      value: { share: 0.1 },
      graceUs: 0,
      minReclaim: null,
    };
    const node = nodeWith({ behaviors: { app: disk(constant(650)) }, node: { images } }, [threshold]);
    node.pod(0, aSpec());
    node.run(100);
    expect(node.facts(nodeReclaimBegan).map(({ at }) => at)).toEqual([10]);
    expect(node.facts(imageRemoved).map(({ data }) => data.image)).toEqual(["old:1", "older:1"]);
    expect(node.facts(podFailedByKubelet)).toEqual([]);
  });
});

const curve = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 90 }),
      amount: fc.integer({ min: 0, max: 3_000 }),
      until: fc.constantFrom("step" as const, "ramp" as const),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((pieces): readonly UsagePoint[] => {
    let at = -(pieces[0]?.gap ?? 0);
    return pieces.map(({ gap, amount, until }) => ({ atUs: (at += gap) * SECOND, amount: amount * MI, until }));
  });

/** The curve at an instant, piece by piece. */
const amountOf = (points: readonly UsagePoint[], atUs: number): number => {
  const ix = points.findLastIndex((point) => point.atUs <= atUs);
  const [from, to] = [points[ix], points[ix + 1]];
  if (from === undefined) return 0;
  if (to === undefined || from.until === "step") return from.amount;
  return Math.floor(from.amount + ((to.amount - from.amount) * (atUs - from.atUs)) / (to.atUs - from.atUs));
};

test("the first look that acts is the first of all looks, every 10 s, that finds too little", () => {
  const threshold: EvictionThreshold = {
    signal: "memory.available",
    value: { amount: 100 * MI },
    graceUs: 0,
    minReclaim: null,
  };
  fc.assert(
    fc.property(curve, curve, (a, b) => {
      const memory = (points: readonly UsagePoint[]) => ({
        image: cached,
        use: {
          memory: { kind: "curve" as const, points },
          killedAtLimit: false,
          disk: null,
          volumes: {},
          processes: null,
        },
      });
      const roomy = { cpu: "4", memory: "8Gi", pods: "110" };
      const limit: EvictionThreshold = { ...threshold, value: { amount: 4_192 * MI } };
      const node = new OneNode({
        behaviors: { a: memory(a), b: memory(b) },
        profile: { kubelet: { evictionThresholds: [limit] } },
        node: { capacity: roomy, allocatable: roomy },
      });
      for (const name of ["a", "b"]) node.pod(0, aSpec({ containers: [aContainer({ name })] }));
      node.run(400);
      const startUs = 1.5 * SECOND;
      let expected: number | undefined;
      for (let at = 10; at <= 400 && expected === undefined; at += 10) {
        const pages = (points: readonly UsagePoint[]): number => {
          const bytes = amountOf(points, at * SECOND - startUs);
          return bytes - (bytes % 4_096);
        };
        if (8_192 * MI - pages(a) - pages(b) < 4_192 * MI) expected = at;
      }
      expect(node.facts(nodeReclaimBegan)[0]?.at).toBe(expected);
    }),
    { numRuns: 60 },
  );
});
