import type { FeatureGates } from "@podsim/core";
import { containerExited, containerRestartBackedOff, containerStarted } from "@podsim/core";
import { aContainer, aProbe, aSpec } from "@podsim/core/testing";
import { SECOND } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { OneNode } from "../../testing/one-node.js";
import type { OneNodeOptions } from "../../testing/one-node.js";
import { kubeletRules } from "./kubelet-rules.js";

const cached = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: false, cached: true } };
const crash = { ...cached, run: { kind: "constant" as const, value: SECOND }, exitCode: 1 };
const SINCE_1_35 = { kubernetes: "1.35" } as const;

/** Seconds between each exit and the next start of a container that runs for 1 s. */
const waitsOf = (options: OneNodeOptions, until: number): readonly number[] => {
  const node = new OneNode({ behaviors: { app: crash }, ...options });
  node.pod(0, aSpec());
  node.run(until);
  const exits = node.facts(containerExited).map((f) => f.at);
  return node
    .facts(containerStarted)
    .slice(1)
    .map(({ at }, k) => at - (exits[k] ?? 0));
};

const percentile = (sorted: readonly number[], p: number): number => sorted[Math.floor(p * (sorted.length - 1))] ?? NaN;

/** p5, p50 and p95 of the waits before restart 1, 2, … 6, and of all after it. */
const PUBLISHED = {
  "1.34": [
    [0, 1, 1],
    [12, 14, 16],
    [24, 27, 31],
    [41, 49, 54],
    [81, 88, 94],
    [161, 167, 173],
    [301, 307, 313],
  ],
  "1.35": [
    [0, 1, 1],
    [11, 13, 16],
    [21, 26, 30],
    [42, 51, 60],
    [81, 84, 90],
    [161, 164, 174],
    [301, 306, 323],
  ],
} as const;

describe("waits between restarts", () => {
  test.each(["1.34", "1.35"] as const)("kubelet 4.14: percentiles over seeds under %s", (kubernetes) => {
    const waits: number[][] = PUBLISHED[kubernetes].map(() => []);
    for (let seed = 1; seed <= 200; seed += 1) {
      const all = waitsOf({ seed, wholeSeconds: false, profile: { kubernetes } }, 1_700);
      all.forEach((wait, k) => waits[Math.min(k, 6)]?.push(wait));
    }
    PUBLISHED[kubernetes].forEach((expected, k) => {
      const sorted = (waits[k] ?? []).sort((a, b) => a - b);
      expected.forEach((seconds, i) => {
        const found = percentile(sorted, [0.05, 0.5, 0.95][i] ?? 0);
        expect(Math.abs(found - seconds), `restart ${k + 1}: ${found.toFixed(1)} for ${seconds}`).toBeLessThan(1.6);
      });
    });
  });

  test("kubelet 4.10: with the reduced decay 1, 2, 4, … 60 s", () => {
    const waits = waitsOf(
      { profile: { ...SINCE_1_35, featureGates: { ReduceDefaultCrashLoopBackOffDecay: true } } },
      600,
    );
    const backOffs = [0, 1, 2, 4, 8, 16, 32, 60, 60, 60];
    expect(waits.length).toBeGreaterThan(backOffs.length - 2);
    waits.slice(0, backOffs.length).forEach((wait, k) => {
      const backOff = backOffs[k] ?? 0;
      expect(wait, `wait ${k}`).toBeGreaterThanOrEqual(backOff);
      expect(wait, `wait ${k}`).toBeLessThanOrEqual(1.5 * backOff + 3);
    });
  });

  test("kubelet 4.10: with a node's own maximum no wait goes beyond it", () => {
    const kubelet = { maxContainerRestartPeriodUs: 25 * SECOND };
    const waits = waitsOf({ profile: { ...SINCE_1_35, kubelet } }, 600);
    expect(Math.max(...waits)).toBeLessThan(1.5 * 25 + 3);
    expect(waits.slice(4).every((wait) => wait >= 25)).toBe(true);
    const without = waitsOf({ profile: { kubernetes: "1.34", kubelet } }, 600);
    expect(Math.max(...without)).toBeGreaterThan(150);
  });
});

describe("the limits of the restart back-off", () => {
  const limitsOf = (featureGates: FeatureGates, maxSeconds: number | null): readonly number[] => {
    const kubelet = maxSeconds === null ? {} : { maxContainerRestartPeriodUs: maxSeconds * SECOND };
    const { initialUs, maxUs } = kubeletRules({ kubernetes: "1.34", featureGates, kubelet }).restartBackOff;
    return [initialUs / SECOND, maxUs / SECOND];
  };
  const reduced = { ReduceDefaultCrashLoopBackOffDecay: true };
  const own = { KubeletCrashLoopBackOffMax: true };

  test.each([
    ["no gate", {}, null, [10, 300]],
    ["no gate, and a maximum nobody looks at", {}, 5, [10, 300]],
    ["the reduced decay", reduced, null, [1, 60]],
    ["a maximum of the node's own", own, 100, [10, 100]],
    ["one below the initial wait, which it lowers", own, 5, [5, 5]],
    ["the gate alone", own, null, [10, 300]],
    ["both, where the node's own wins", { ...reduced, ...own }, 200, [1, 200]],
  ] as const)("kubelet 4.10: %s", (_, gates, maxSeconds, limits) => {
    expect(limitsOf(gates, maxSeconds)).toEqual(limits);
  });
});

describe("a sync that did something", () => {
  const startOf = (profile: OneNodeOptions["profile"]): readonly string[] => {
    const node = new OneNode(profile === undefined ? {} : { profile });
    node.pod(0.1, aSpec());
    return node.statuses(60).map(({ at, status }) => `${(at / SECOND).toFixed(2)} ${status}`);
  };

  test("kubelet 0.6, D1: asks for a relist at once since 1.35, so the status follows the start", () => {
    expect(startOf({ kubernetes: "1.34" }).at(-1)).toBe("4.00 Running");
    expect(startOf(SINCE_1_35).at(-1)).toBe("3.65 Running");
  });

  test("kubelet 0.6: a sync that failed asks for none", () => {
    const missing = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: true, cached: false } };
    const shown = (profile: OneNodeOptions["profile"]): number => {
      const node = new OneNode({ behaviors: { app: missing }, ...(profile === undefined ? {} : { profile }) });
      node.pod(0, aSpec());
      return (node.statuses(20).find(({ status }) => status === "ErrImagePull")?.at ?? 0) / SECOND;
    };
    expect(shown(SINCE_1_35)).toBe(shown({ kubernetes: "1.34" }));
  });
});

describe("a back-off that a sync meets", () => {
  const attempts = (kubernetes: "1.34" | "1.35"): readonly number[] => {
    const node = new OneNode({ behaviors: { app: crash }, profile: { kubernetes } });
    node.pod(0, aSpec());
    node.run(330);
    return node.facts(containerRestartBackedOff).map((f) => f.at);
  };

  test("kubelet 0.10, 4.12: until 1.34 a BackOff every 10 to 15 s, since 1.35 one per wait, or two from 60 s on", () => {
    // Waits of 10, 20, 40, 80 s, and most of one of 160 s.
    expect(attempts("1.34").length).toBeGreaterThan(15);
    expect(attempts("1.35").length).toBeLessThan(9);
    expect(attempts("1.35").length).toBeGreaterThanOrEqual(5);
  });

  test("kubelet 4.13: since 1.35 the end of the container shows for the whole wait", () => {
    const node = new OneNode({ behaviors: { app: crash }, profile: SINCE_1_35 });
    node.pod(0, aSpec());
    const shown = node.statuses(40).map(({ at, status }) => ({ at: at / SECOND, status }));
    const second = shown.filter(({ status }) => status === "Error")[1];
    const next = shown[shown.findIndex((each) => each === second) + 1];
    expect(next?.status).toBe("CrashLoopBackOff");
    expect((next?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(8.9);
  });

  test("kubelet 0.10: image pulls keep to 10 to 15 s", () => {
    const missing = { image: { sizeBytes: 1, pullBytesPerSecond: 1, missing: true, cached: false } };
    const alone = new OneNode({ behaviors: { app: missing }, profile: SINCE_1_35, wholeSeconds: false });
    alone.pod(0, aSpec());
    const changes = alone.statuses(60).filter(({ status }) => status.includes("mage"));
    const gap = ((changes[1]?.at ?? 0) - (changes[0]?.at ?? 0)) / SECOND;
    expect(gap).toBeGreaterThanOrEqual(9.9);
    expect(gap).toBeLessThanOrEqual(17);
  });
});

test("kubelet 4.13: a probe kill that meets the back-off shows CrashLoopBackOff at once and never Error", () => {
  const refused = { passAfter: "never" as const, failFrom: null, failure: "" };
  const behaviors = { app: { ...cached, probes: { startup: null, liveness: refused, readiness: null } } };
  const httpGet = { path: "/", port: 8080, scheme: "HTTP" as const };
  const node = new OneNode({ behaviors });
  node.pod(0, aSpec({ containers: [aContainer({ name: "app", livenessProbe: aProbe({ httpGet }) })] }));
  const shown = node.statuses(200);
  expect(shown.map(({ status }) => status)).not.toContain("Error");
  const waits = shown.find(({ status }) => status === "CrashLoopBackOff");
  expect((waits?.at ?? 0) / SECOND).toBeGreaterThanOrEqual(150);
  expect((waits?.at ?? 0) / SECOND).toBeLessThanOrEqual(152);
});
