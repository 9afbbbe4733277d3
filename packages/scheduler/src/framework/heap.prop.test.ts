import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "./heap.js";

interface Item {
  rank: number;
  readonly id: number;
  heapIx: number;
}

const isBefore = (a: Item, b: Item): boolean => a.rank < b.rank || (a.rank === b.rank && a.id < b.id);

test("whatever is pushed, moved or taken out, the least comes first", () => {
  const step = fc.record({ kind: fc.constantFrom("push", "pop", "remove", "fix"), n: fc.nat({ max: 9 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const heap = new Heap<Item>(isBefore);
      let expected: Item[] = [];
      steps.forEach(({ kind, n }, id) => {
        const chosen = expected[n % Math.max(1, expected.length)];
        if (kind === "push") {
          const item: Item = { rank: n, id, heapIx: -1 };
          heap.push(item);
          expected.push(item);
        } else if (kind === "pop") {
          expected.sort((a, b) => (isBefore(a, b) ? -1 : 1));
          expect(heap.pop()).toBe(expected.shift());
        } else if (chosen !== undefined && kind === "remove") {
          heap.remove(chosen);
          expected = expected.filter((item) => item !== chosen);
          expect(heap.has(chosen)).toBe(false);
        } else if (chosen !== undefined) {
          chosen.rank = (chosen.rank * 7 + n) % 10;
          heap.fix(chosen);
        }
        expect(heap.size).toBe(expected.length);
      });
      expected.sort((a, b) => (isBefore(a, b) ? -1 : 1));
      for (const item of expected) expect(heap.pop()).toBe(item);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
