import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { MINUTE, SECOND } from "@podsim/core/time";
import { aggregate } from "./aggregate.js";
import type { Aggregated, Window } from "./aggregate.js";
import { parseExpression } from "./expression.js";
import type { Expression } from "./expression.js";
import type { MetricKind } from "./metric.js";
import { SeriesRecorder } from "./series.js";
import type { Series } from "./series.js";

const expression = (text: string): Expression => {
  const parsed = parseExpression(text, "pods");
  if (isLeft(parsed)) throw new TypeError(parsed.left.reason);
  return parsed.right;
};

/** [second, value] pairs. */
const series = (
  points: readonly (readonly [number, number])[],
  labels: Readonly<Record<string, string>> = {},
): Series => ({
  labels,
  times: points.map(([at]) => at * SECOND),
  values: points.map(([, value]) => value),
});

const over = (kind: MetricKind, all: readonly Series[], text: string, window: Partial<Window> = {}): Aggregated =>
  aggregate(kind, all, expression(text), { fromUs: 0, toUs: MINUTE, ...window });

describe("gauges are levels that hold until the next change", () => {
  const level = series([
    [0, 4],
    [10, 8],
    [40, 2],
  ]);

  test.each([
    ["min > 0", 2],
    ["max > 0", 8],
    ["last > 0", 2],
    // 10 s of 4, 30 s of 8, 20 s of 2.
    ["avg > 0", (10 * 4 + 30 * 8 + 20 * 2) / 60],
    ["p(50) > 0", 4],
    ["p(51) > 0", 8],
    ["p(33) > 0", 2],
  ])("%s: %d", (text, value) => {
    expect(over("gauge", [level], text).value).toBeCloseTo(value, 12);
  });

  test("only what lies in the window counts, both ends included", () => {
    const window = { fromUs: 20 * SECOND, toUs: 40 * SECOND };
    expect(over("gauge", [level], "max > 0", window).value).toBe(8);
    expect(over("gauge", [level], "last > 0", window).value).toBe(2);
    expect(over("gauge", [level], "avg > 0", window).value).toBe(8);
    expect(over("gauge", [level], "min > 0", { fromUs: 41 * SECOND, toUs: 41 * SECOND }).value).toBe(2);
  });

  test("what is not there is not measured", () => {
    const gone = series([
      [0, 1],
      [10, NaN],
      [30, 3],
    ]);
    expect(over("gauge", [gone], "avg > 0").value).toBe((10 * 1 + 30 * 3) / 40);
    expect(over("gauge", [gone], "min > 0", { fromUs: 15 * SECOND, toUs: 25 * SECOND }).value).toBeNull();
    expect(over("gauge", [], "min > 0").value).toBeNull();
  });

  test("a breach is told from the moment it began; of last, the final one", () => {
    expect(over("gauge", [level], "max < 8").firstBreachUs).toBe(10 * SECOND);
    expect(over("gauge", [level], "min >= 4").firstBreachUs).toBe(40 * SECOND);
    expect(
      over(
        "gauge",
        [
          series([
            [0, 1],
            [10, 0],
            [20, 1],
            [30, 2],
          ]),
        ],
        "last == 0",
      ).firstBreachUs,
    ).toBe(20 * SECOND);
    expect(over("gauge", [level], "last == 2").firstBreachUs).toBeNull();
  });

  test("of several series the one furthest from what is wanted counts", () => {
    const all = [
      series([[0, 0.9]], { deployment: "a" }),
      series([[0, 0.4]], { deployment: "b" }),
      series([[0, 1]], { deployment: "c" }),
    ];
    expect(over("gauge", all, "min >= 0.8")).toMatchObject({ value: 0.4, group: { deployment: "b" } });
    expect(over("gauge", all, "max < 0.95")).toMatchObject({ value: 1, group: { deployment: "c" } });
  });
});

describe("counters are added up", () => {
  const all = [
    series(
      [
        [5, 1],
        [20, 1],
        [50, 1],
      ],
      { pod: "a", container: "x" },
    ),
    series([[30, 2]], { pod: "b", container: "x" }),
    series([], { pod: "c", container: "x" }),
  ];

  test.each([
    ["sum < 9", 5],
    ["last < 9", 5],
    ["max < 9", 3],
    ["rate < 9", 5 / 60],
  ])("%s: %d", (text, value) => {
    expect(over("counter", all, text).value).toBeCloseTo(value, 12);
  });

  test("within a window; last is where the counter stands", () => {
    const window = { fromUs: 25 * SECOND, toUs: 40 * SECOND };
    expect(over("counter", all, "sum < 9", window).value).toBe(2);
    expect(over("counter", all, "last < 9", window).value).toBe(4);
  });

  test("by a label, each group is judged on its own", () => {
    expect(over("counter", all, "sum by (pod) < 3")).toMatchObject({
      value: 3,
      group: { pod: "a" },
      firstBreachUs: 50 * SECOND,
    });
    expect(over("counter", all, "sum by (container) < 3")).toMatchObject({
      value: 5,
      group: { container: "x" },
      firstBreachUs: 30 * SECOND,
    });
  });
});

describe("distributions are pooled", () => {
  const all = [
    series(
      [
        [1, 10],
        [2, 30],
      ],
      { cause: "a" },
    ),
    series(
      [
        [3, 20],
        [4, 40],
      ],
      { cause: "b" },
    ),
  ];

  test.each([
    ["min > 0", 10],
    ["max > 0", 40],
    ["avg > 0", 25],
    ["count > 0", 4],
    ["sum > 0", 100],
    ["last > 0", 40],
    ["p(50) > 0", 20],
    ["p(51) > 0", 30],
    ["p(100) > 0", 40],
  ])("%s: %d", (text, value) => {
    expect(over("distribution", all, text).value).toBe(value);
  });

  test("no sample is no data, but for a count of them", () => {
    expect(over("distribution", [], "max < 3").value).toBeNull();
    expect(over("distribution", [series([])], "count == 0").value).toBe(0);
  });

  test("a breach is told by the first sample that is not as wanted", () => {
    expect(over("distribution", all, "p(95) < 25").firstBreachUs).toBe(2 * SECOND);
  });
});

describe("recording a gauge", () => {
  test("of several values at one instant the last counts, and equal ones are not repeated", () => {
    const recorder = new SeriesRecorder({});
    for (const [at, value] of [
      [0, 1],
      [5, 2],
      [5, 3],
      [9, 3],
      [10, 1],
    ] as const)
      recorder.set(at, value);
    expect([recorder.times, recorder.values]).toEqual([
      [0, 5, 10],
      [1, 3, 1],
    ]);
  });

  test("a beginning cuts off what was before it, and keeps the level", () => {
    const recorder = new SeriesRecorder({});
    for (const [at, value] of [
      [0, 0],
      [5, 2],
      [10, 3],
    ] as const)
      recorder.set(at, value);
    recorder.beginAt(7);
    expect([recorder.times, recorder.values]).toEqual([
      [7, 10],
      [2, 3],
    ]);
  });
});
