// Keyed randomness: pinned numbers, keys that cannot be confused, and numbers that know nothing of each other.
import { describe, expect, test } from "vitest";
import { draw, generatorOf, mix, saltGeneratorOf, tieSalt } from "./draw.js";

const PODS = Array.from({ length: 20_000 }, (_, k) => `default/web-${String(k)}`);

/** How many standard deviations a chi-square statistic over equally likely cells lies from its mean. */
const excess = (counts: ArrayLike<number>): number => {
  const cells = Array.from(counts);
  const expected = cells.reduce((sum, count) => sum + count, 0) / cells.length;
  const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chiSquare - (cells.length - 1)) / Math.sqrt(2 * (cells.length - 1));
};

const spread = (shares: readonly number[], cellCount: number): number => {
  const counts = new Float64Array(cellCount);
  for (const share of shares) counts[Math.floor(share * cellCount)]! += 1;
  return excess(counts);
};

/** Both together, on a square of cells: finds any dependence, not only a straight line. */
const jointSpread = (a: readonly number[], b: readonly number[]): number => {
  const counts = new Float64Array(256);
  for (const [k, share] of a.entries()) counts[Math.floor(share * 16) * 16 + Math.floor(b[k]! * 16)]! += 1;
  return excess(counts);
};

/** The correlation in units of its standard error. */
const correlation = (a: readonly number[], b: readonly number[]): number => {
  let product = 0;
  for (const [k, share] of a.entries()) product += (share - 0.5) * (b[k]! - 0.5);
  return (12 * product) / Math.sqrt(a.length);
};

describe("draw", () => {
  test("numbers that will never change", () => {
    expect([
      draw(42, "image-pull", "default/web-1", 0),
      draw(42, "image-pull", "default/web-1", 1),
      draw(42, "image-pull", "default/web-2", 0),
      draw(43, "image-pull", "default/web-1", 0),
      draw(42, "startup", "default/web-1", 0),
      draw(-7, "", "", Number.MAX_SAFE_INTEGER),
    ]).toEqual([
      0.19749036628727368, 0.3934158535899066, 0.937668827682859, 0.35732718452815304, 0.806676763041418,
      0.02260148936146611,
    ]);
  });

  test("depends on nothing that was drawn before", () => {
    const before = draw(1, "a", "b", 0);
    for (let n = 0; n < 100; n += 1) draw(1, "a", "b", n);
    expect(draw(1, "a", "b", 0)).toBe(before);
  });

  test("no two of these keys are the same key", () => {
    const keys: [number, string, string, number][] = [
      [0, "a", "b/c", 0],
      [0, "a/b", "c", 0],
      [0, "a/", "b/c", 0],
      [0, "ab", "c", 0],
      [0, "a", "bc", 0],
      [0, "abc", "", 0],
      [0, "", "abc", 0],
      [0, "", "abc\u0000", 0],
      [0, "abc", "\u0000", 0],
      [0, "a", "b", 0],
      [0, "b", "a", 0],
      [0, "a", "b1", 0],
      [0, "a", "b", 10],
      [1, "a", "b", 0],
      [0, "a", "b", 1],
      [-1, "a", "b", 0],
      [0, "a", "b", -1],
      [2 ** 32, "a", "b", 0],
      [0, "a", "b", 2 ** 32],
      [2 ** 52, "a", "b", 0],
      [0, "\u0101", "b", 0],
      [0, "\u0001\u0001", "b", 0],
    ];
    expect(new Set(keys.map((key) => draw(...key))).size).toBe(keys.length);
  });

  test("is in [0, 1) with 53 bits, each of them set half the time", () => {
    const ones = new Float64Array(53);
    for (const pod of PODS) {
      let scaled = draw(1, "bits", pod, 0) * 2 ** 53;
      expect(Number.isSafeInteger(scaled) && scaled >= 0 && scaled < 2 ** 53).toBe(true);
      for (let bit = 0; bit < 53; bit += 1, scaled = Math.floor(scaled / 2)) ones[bit]! += scaled % 2;
    }
    for (const count of ones) expect(Math.abs(count - 10_000) / Math.sqrt(5_000)).toBeLessThan(4);
  });

  test.each([[NaN], [0.5], [2 ** 53], [Infinity]])("%d is neither a seed nor a number of a draw", (n) => {
    expect(() => draw(n, "a", "b", 0)).toThrow("no key");
    expect(() => draw(0, "a", "b", n)).toThrow("no key");
  });
});

describe("first draws", () => {
  const first = PODS.map((pod) => draw(1, "startup", pod, 0));

  test("fall evenly over entities, over seeds, and over n", () => {
    const bySeed = PODS.map((_, seed) => draw(seed, "startup", "default/web-0", 0));
    const byNumber = PODS.map((_, n) => draw(1, "startup", "default/web-0", n));
    for (const shares of [first, bySeed, byNumber]) {
      expect(Math.abs(spread(shares, 64))).toBeLessThan(4);
      expect(Math.abs(spread(shares, 1_000))).toBeLessThan(4);
    }
  });

  // A generator that is linear in its key fails nearly all of these outright.
  test.each<[string, (pod: string, k: number) => number]>([
    ["another stream of the same length", (pod) => draw(1, "runtime", pod, 0)],
    ["a stream that differs in one bit", (pod) => draw(1, "startuq", pod, 0)],
    ["the next draw", (pod) => draw(1, "startup", pod, 1)],
    ["the tenth draw", (pod) => draw(1, "startup", pod, 9)],
    ["the next seed", (pod) => draw(2, "startup", pod, 0)],
    ["a seed that differs high up", (pod) => draw(1 + 2 ** 40, "startup", pod, 0)],
    ["the neighbour", (_, k) => first[(k + 1) % first.length]!],
    ["the neighbour ten further", (_, k) => first[(k + 10) % first.length]!],
    ["the neighbour a hundred further", (_, k) => first[(k + 100) % first.length]!],
    ["a longer name", (pod) => draw(1, "startup", `${pod}0`, 0)],
  ])("say nothing about %s", (_, other) => {
    const others = PODS.map(other);
    expect(Math.abs(correlation(first, others))).toBeLessThan(4);
    expect(Math.abs(jointSpread(first, others))).toBeLessThan(4);
  });

  test("of two streams and two seeds do not cancel each other", () => {
    const bits = (seed: number, stream: string, pod: string): number => draw(seed, stream, pod, 0) * 2 ** 32;
    const sums = PODS.map((pod) => {
      const four =
        bits(1, "startup", pod) ^ bits(2, "startup", pod) ^ bits(1, "runtime", pod) ^ bits(2, "runtime", pod);
      return (four >>> 0) / 2 ** 32;
    });
    expect(Math.abs(spread(sums, 64))).toBeLessThan(4);
  });
});

describe("ties", () => {
  const nodes = Array.from({ length: 7 }, (_, k) => tieSalt(1, "tie", `node-${String(k)}`));
  const winner = (chooser: number, among: readonly number[]): number =>
    among.reduce((best, salt, k) => (mix(chooser, salt) > mix(chooser, among[best]!) ? k : best), 0);

  test("numbers that will never change", () => {
    const salt = tieSalt(42, "node-tie", "default/web-1");
    expect([salt, tieSalt(42, "node-tie", "default/web-2"), mix(salt, nodes[0]!), mix(0, 0), mix(1, 2)]).toEqual([
      3_270_661_583, 3_854_367_397, 868_507_332, 340_428_713, 1_499_487_130,
    ]);
  });

  test("salts and mixes are unsigned 32-bit numbers, and a salt is no draw of the same key", () => {
    for (const pod of PODS.slice(0, 500)) {
      const salt = tieSalt(1, "tie", pod);
      expect([salt >>> 0, mix(salt, 5) >>> 0]).toEqual([salt, mix(salt, 5)]);
      expect(Math.floor(draw(1, "tie", pod, 0) * 2 ** 32)).not.toBe(salt);
    }
  });

  test("every candidate wins its share", () => {
    const wins = new Float64Array(7);
    for (const pod of PODS) wins[winner(tieSalt(1, "tie", pod), nodes)]! += 1;
    expect(Math.abs(excess(wins))).toBeLessThan(4);
  });

  test("so it does with salts that merely count", () => {
    const wins = new Float64Array(16);
    const candidates = Array.from({ length: 16 }, (_, k) => k);
    for (let chooser = 0; chooser < 20_000; chooser += 1) wins[winner(chooser, candidates)]! += 1;
    expect(Math.abs(excess(wins))).toBeLessThan(4);
  });

  test("a candidate that goes away changes only the choices that fell on it", () => {
    for (const pod of PODS.slice(0, 2_000)) {
      const chooser = tieSalt(1, "tie", pod);
      const before = winner(chooser, nodes);
      if (before !== 6) expect(winner(chooser, nodes.slice(0, 6))).toBe(before);
    }
  });

  test("different candidates never tie again", () => {
    const mixed = new Set(Array.from({ length: 50_000 }, (_, k) => mix(12_345, k)));
    expect(mixed.size).toBe(50_000);
  });

  test("one bit in, half of the bits out, from either side", () => {
    const ones = (n: number): number => n.toString(2).replaceAll("0", "").length;
    for (let bit = 0; bit < 32; bit += 1) {
      let changed = 0;
      for (let k = 0; k < 1_000; k += 1) {
        const [a, b] = [Math.imul(k, 0x9e3779b1), Math.imul(k + 77, 0x85ebca6b)];
        changed += ones((mix(a, b) ^ mix(a ^ (1 << bit), b)) >>> 0) + ones((mix(a, b) ^ mix(a, b ^ (1 << bit))) >>> 0);
      }
      expect(changed / 64_000).toBeGreaterThan(0.47);
      expect(changed / 64_000).toBeLessThan(0.53);
    }
  });
});

test("a draw is the first double of seedrandom's own generator in that state", () => {
  for (let n = 0; n < 2_000; n++) {
    expect(draw(n * 7919, "stream", `entity-${n}`, n)).toBe(generatorOf(n * 7919, "stream", `entity-${n}`, n).double());
  }
});

test("a salt is the first word of seedrandom's own generator in that state", () => {
  for (let n = 0; n < 2_000; n++) {
    const salt = saltGeneratorOf(n * 7919, "tie", `node-${n}`).int32() >>> 0;
    expect(tieSalt(n * 7919, "tie", `node-${n}`)).toBe(salt);
  }
});
