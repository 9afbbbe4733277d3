import { describe, expect, test } from "vitest";
import { DEFAULT_LATENCIES } from "@podsim/scheduler";
import { MINUTE } from "@podsim/core/time";
import type { PreparedRun, ThresholdSpec } from "./prepared.js";
import { renderHeader } from "./render-header.js";
import { renderVerdict } from "./render-verdict.js";
import type { RunFacts } from "./run-facts.js";
import type { SeedResult } from "./seed-result.js";
import { judge } from "./verdict.js";

const threshold = (metric: string, expression: string, over: Partial<ThresholdSpec> = {}): ThresholdSpec => ({
  metric,
  expression,
  name: null,
  severity: "fail",
  onNoData: "fail",
  window: null,
  ...over,
});

const prepared = (thresholds: readonly ThresholdSpec[], seeds = 1, require = 1): PreparedRun => ({
  name: "zone-outage",
  question: "Do we survive?",
  seeds: Array.from({ length: seeds }, (_, ix) => ix + 1),
  require,
  settings: { kubernetes: "1.34", latencies: DEFAULT_LATENCIES },
  horizonUs: 40 * MINUTE,
  quietUs: null,
  clockStart: "2026-01-01T00:00:00Z",
  behaviorOf: () => {
    throw new TypeError("not run here");
  },
  behaviors: () => [],
  timeline: [],
  thresholds,
  warnings: [],
  notModelled: [
    { code: "W501", field: "spec.template.spec.securityContext", consequence: "", objects: ["Deployment web"] },
    { code: "W502", field: "kind ServiceAccount", consequence: "", objects: ["ServiceAccount web"] },
  ],
  counts: { files: 4, nodes: 24, pods: 45, timelineEntries: 1 },
  inputDigest: () => "0".repeat(32),
});

type Judged = readonly [isMet: boolean, value: number | null, firstBreachUs?: number];

const result = (seed: number, judged: readonly Judged[], over: Partial<SeedResult> = {}): SeedResult => ({
  seed,
  complete: true,
  stopReason: "horizon",
  hottest: null,
  virtualEndUs: 40 * MINUTE,
  facts: 1_000,
  digest: "d",
  thresholds: judged.map(([isMet, value, firstBreachUs = null]) => ({ isMet, value, firstBreachUs, labels: {} })),
  broken: [],
  measures: [
    { label: "at rest after dark", unit: "seconds", better: "low", value: 363 + seed },
    { label: "restarts", unit: "count", better: "low", value: seed },
  ],
  scheduling: { placedPods: 0, busySeconds: 0, mean: 0, p50: 0, p90: 0, p99: 0, max: 0 },
  refusals: [],
  pods: { total: 3, running: 3, pending: 0, succeeded: 0, failed: 0, unknown: 0, ready: 3, terminating: 0 },
  workloads: [],
  deployments: [
    { namespace: "shop", name: "web", replicas: 3, ready: 3, available: 3, isAvailable: true, reason: null },
  ],
  troubles: [],
  ...over,
});

const RATIO = threshold("sim_available_ratio", "min >= 0.8");
const PENDING = threshold("sim_pending_pods", "last == 0", { window: { fromUs: 15 * MINUTE, toUs: 40 * MINUTE } });

const facts: RunFacts = {
  run: "zone-outage@9f3c2e1",
  factCount: 64_218,
  virtualEndUs: 40 * MINUTE,
  wallMillis: 500,
  peakRssBytes: 180 * 2 ** 20,
};
const plain = { color: false, ascii: false };

describe("a verdict", () => {
  test("passes when every threshold of severity fail is met", () => {
    const warn = { ...PENDING, severity: "warn" } as const;
    const verdict = judge(prepared([RATIO, warn]), [
      result(1, [
        [true, 0.83],
        [false, 6, 20 * MINUTE],
      ]),
    ]);
    expect(verdict).toMatchObject({ status: "pass", exitCode: 0, share: { passed: 1, total: 1, interval: null } });
    expect(verdict.thresholds.map(({ isMet }) => isMet)).toEqual([true, false]);
  });

  test("fails with 99 when fewer seeds pass than required, and says how sure that is", () => {
    const seeds = Array.from({ length: 20 }, (_, ix) => result(ix + 1, [[ix >= 7, ix >= 7 ? 0 : 6 - ix, 20 * MINUTE]]));
    const verdict = judge(prepared([PENDING], 20, 0.95), seeds);
    expect(verdict).toMatchObject({ status: "fail", exitCode: 99, shownSeed: 1 });
    expect(verdict.share).toMatchObject({ passed: 13, total: 20 });
    expect(verdict.share.interval?.map((share) => Math.round(share * 100))).toEqual([43, 82]);
    expect(verdict.thresholds[0]?.worst).toMatchObject({ seed: 1, value: 6 });
    expect(judge(prepared([PENDING], 20, 0.65), seeds).status).toBe("pass");
  });

  test("each seed has to meet all of them: seeds that fail different thresholds add up", () => {
    const verdict = judge(prepared([RATIO, PENDING], 2, 0.5), [
      result(1, [
        [true, 0.9],
        [false, 1],
      ]),
      result(2, [
        [false, 0.1],
        [true, 0],
      ]),
    ]);
    expect(verdict.thresholds.map(({ isMet }) => isMet)).toEqual([true, true]);
    expect(verdict.status).toBe("fail");
  });

  test("an incomplete run outranks any verdict", () => {
    const stopped = result(1, [[true, 1]], {
      complete: false,
      stopReason: "max-events",
      hottest: { object: "pod shop/web-1", factType: "ContainerCreated", factCount: 90, ofCount: 100 },
    });
    const verdict = judge(prepared([RATIO]), [stopped]);
    expect(verdict).toMatchObject({ status: "incomplete", exitCode: 5, complete: false });
    expect(renderVerdict(verdict, facts, plain)).toContain(
      "INCOMPLETE  seed 1 stopped at 00:40:00.000: it recorded as many facts as --max-events allows · busiest: pod shop/web-1, ContainerCreated   exit 5",
    );
  });

  test("without data a threshold is the worst of all, unless that is fine", () => {
    const verdict = judge(prepared([RATIO], 2), [result(1, [[false, 0.1]]), result(2, [[false, null]])]);
    expect(verdict.thresholds[0]?.worst.seed).toBe(2);
    const fine = judge(prepared([{ ...RATIO, onNoData: "pass" }], 2), [
      result(1, [[true, 0.9]]),
      result(2, [[true, null]]),
    ]);
    expect(fine.thresholds[0]?.worst.seed).toBe(1);
  });

  test("is plain data", () => {
    const verdict = judge(prepared([RATIO]), [result(1, [[true, 0.83]])]);
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
  });

  test("the outcome over seeds: half, nearly all, the worst and whose it is", () => {
    const verdict = judge(prepared([], 3), [result(1, []), result(2, []), result(3, [])]);
    expect(verdict.measures[0]).toEqual({
      label: "at rest after dark",
      unit: "seconds",
      better: "low",
      p50: 365,
      p95: 366,
      worst: 366,
      worstSeed: 3,
      seedCount: 3,
      seeds: [1, 2, 3].map((seed) => ({ seed, value: 363 + seed })),
    });
  });
});

describe("what is printed", () => {
  test("before the run", () => {
    expect(renderHeader(prepared([]), plain)).toBe(`zone-outage   Do we survive?
24 nodes · 45 pods · 1 timeline entry · kubernetes 1.34 profile
! 2 fields and kinds are not modelled and ignored: spec.template.spec.securityContext, kind ServiceAccount   (--strict refuses)
`);
  });

  test("one seed that fails", () => {
    const down = {
      namespace: "shop",
      name: "web",
      replicas: 3,
      ready: 1,
      available: 1,
      isAvailable: false,
      reason: "2 pods Pending: 0/3 nodes are available: 3 Insufficient cpu.",
    };
    const failed = result(
      1,
      [
        [true, 0.8333],
        [false, 6, 20 * MINUTE],
        [false, 0.7999],
      ],
      {
        deployments: [down],
        pods: { total: 3, running: 1, pending: 2, succeeded: 0, failed: 0, unknown: 0, ready: 1, terminating: 0 },
      },
    );
    const named = threshold("sim_available_ratio", "min >= 0.8", { name: "never-below-80" });
    const verdict = judge(prepared([RATIO, PENDING, named]), [failed]);
    expect(renderVerdict(verdict, facts, plain)).toMatchInlineSnapshot(`
      "█ THRESHOLDS                                  seeds  worst       limit
        ✓ sim_available_ratio                       1/1    min 0.83    min >= 0.8
        ✗ sim_pending_pods  from 15m                0/1    last 6      last == 0
            first breach 00:20:00.000 · try: podsim get pods -A --run zone-outage@9f3c2e1 --at 20m
        ✗ never-below-80                            0/1    min 0.7999  min >= 0.8
            over the whole window · try: podsim get pods -A --run zone-outage@9f3c2e1
      █ OUTCOME
        at rest after dark              6m4s
        restarts                        1
      █ AT THE END  0 of 1 Deployments available · 1 of 3 pods ready · 2 pending
        ! deployment shop/web   1/3 available: 2 pods Pending: 0/3 nodes are available: 3 Insufficient cpu.

      FAIL  2 of 3 thresholds   exit 99
      run   zone-outage@9f3c2e1   seed 1   virtual 40m   64k facts   wall 0.5s   128k facts/s wall   180 MiB at most
      next  podsim get pods -A --run zone-outage@9f3c2e1 --at 20m      podsim describe deployment/web -n shop --run zone-outage@9f3c2e1      podsim events -A --run zone-outage@9f3c2e1
      "
    `);
  });

  test("many seeds, in colour and in plain ASCII", () => {
    const seeds = Array.from({ length: 20 }, (_, ix) => result(ix + 1, [[ix >= 7, ix >= 7 ? 0 : 6 - ix, 20 * MINUTE]]));
    const verdict = judge(prepared([PENDING], 20, 0.95), seeds);
    const many = { ...facts, wallMillis: null, peakRssBytes: null };
    expect(renderVerdict(verdict, many, { color: false, ascii: true })).toMatchInlineSnapshot(`
      "== THRESHOLDS                                    seeds  worst   limit
        FAIL sim_pending_pods  from 15m                13/20  last 6  last == 0
            worst seed 1 - first breach 00:20:00.000 - try: podsim get pods -A --run zone-outage@9f3c2e1:1 --at 20m
      == OUTCOME                          p50      p95      worst    seed
        at rest after dark              6m13s    6m22s    6m23s    20
        restarts                        10       19       20       20
      == AT THE END  1 of 1 Deployments available - 3 of 3 pods ready   (seed 1)

      FAIL  1 of 1 thresholds - needed 19/20 seeds, got 13/20 (95% CI 43-82%)   exit 99
      run   zone-outage@9f3c2e1   seeds 1..20   virtual 40m x 20   64k facts
      next  podsim get pods -A --run zone-outage@9f3c2e1:1 --at 20m      podsim events -A --run zone-outage@9f3c2e1:1
      "
    `);
    const coloured = renderVerdict(verdict, many, { color: true, ascii: true });
    expect(coloured.replace(/\u001b\[[\d;]*m/g, "")).toBe(renderVerdict(verdict, many, { color: false, ascii: true }));
    expect(coloured).toContain("\u001b[31;1mFAIL\u001b[0m");
  });

  test("nothing red about a success", () => {
    const text = renderVerdict(judge(prepared([RATIO]), [result(1, [[true, 0.83]])]), facts, {
      color: true,
      ascii: false,
    });
    expect(text).not.toContain("\u001b[31");
    expect(text).toContain("\u001b[32;1mPASS\u001b[0m  1 of 1 thresholds   exit 0\n");
  });

  test("names from manifests cannot move the cursor", () => {
    const evil = result(1, [], { refusals: ["Pod \u001b[2Jx: no"] });
    expect(renderVerdict(judge(prepared([]), [evil]), facts, plain)).not.toContain("\u001b");
  });
});
