import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RecencyMap } from "./recency-map.js";

/** The same by the obvious means: a list in order of use. */
class NaiveRecencyMap {
  entries: { key: string; value: number }[] = [];

  constructor(readonly sizeMax: number) {}

  get(key: string): number | undefined {
    const found = this.entries.find((entry) => entry.key === key);
    if (found === undefined) return undefined;
    this.entries = [...this.entries.filter((entry) => entry !== found), found];
    return found.value;
  }

  set(key: string, value: number): void {
    this.entries = [...this.entries.filter((entry) => entry.key !== key), { key, value }].slice(-this.sizeMax);
  }
}

test("forgets exactly what the obvious list forgets", () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const step = fc.oneof(fc.record({ get: key }), fc.record({ set: key, value: fc.nat() }));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), (sizeMax, steps) => {
      const [fast, naive] = [new RecencyMap<number>(sizeMax), new NaiveRecencyMap(sizeMax)];
      for (const each of steps) {
        if ("get" in each) expect(fast.get(each.get)).toBe(naive.get(each.get));
        else {
          fast.set(each.set, each.value);
          naive.set(each.set, each.value);
        }
        expect(fast.size).toBe(naive.entries.length);
      }
    }),
    { numRuns: 300 },
  );
});
