// Laws of time-weighted aggregation over any piecewise constant series.
import fc from "fast-check";
import { isLeft } from "fp-ts/lib/Either.js";
import { expect, test } from "vitest";
import { aggregate } from "./aggregate.js";
import { parseExpression } from "./expression.js";
import type { Series } from "./series.js";

const END = 1_000;

const anySeries: fc.Arbitrary<Series> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: END }), fc.integer({ min: -50, max: 50 })), {
    selector: ([at]) => at,
    minLength: 1,
    maxLength: 30,
  })
  .map((points) => {
    const sorted = points.sort(([a], [b]) => a - b);
    return { labels: {}, times: sorted.map(([at]) => at), values: sorted.map(([, value]) => value) };
  });

const valueOf = (series: Series, text: string, fromUs: number, toUs: number): number | null => {
  const parsed = parseExpression(text, "pods");
  if (isLeft(parsed)) throw new TypeError(text);
  return aggregate("gauge", [series], parsed.right, { fromUs, toUs }).value;
};

/** Slow and obvious: the level at every whole microsecond of [from, to). */
const levels = (series: Series, fromUs: number, toUs: number): readonly number[] => {
  const found: number[] = [];
  for (let at = fromUs; at < toUs; at += 1) {
    const ix = series.times.findLastIndex((time) => time <= at);
    if (ix >= 0) found.push(series.values[ix] ?? 0);
  }
  return found;
};

test("min, max, avg and percentiles agree with looking at every instant", () => {
  fc.assert(
    fc.property(
      anySeries,
      fc.integer({ min: 0, max: END - 1 }),
      fc.integer({ min: 1, max: 300 }),
      (series, fromUs, length) => {
        const toUs = fromUs + length;
        const all = levels(series, fromUs, toUs);
        fc.pre(all.length > 0);
        const atEnd = levels(series, toUs, toUs + 1);
        expect(valueOf(series, "min > 0", fromUs, toUs)).toBe(Math.min(...all, ...atEnd));
        expect(valueOf(series, "max > 0", fromUs, toUs)).toBe(Math.max(...all, ...atEnd));
        expect(valueOf(series, "avg > 0", fromUs, toUs)).toBeCloseTo(all.reduce((a, b) => a + b, 0) / all.length, 9);
        const sorted = [...all].sort((a, b) => a - b);
        expect(valueOf(series, "p(90) > 0", fromUs, toUs)).toBe(sorted[Math.ceil(0.9 * all.length - 1e-9) - 1]);
      },
    ),
    { numRuns: 200 },
  );
});
