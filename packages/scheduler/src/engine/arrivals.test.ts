// Arrivals by cursor: their own order, and how they merge with the agenda.
import { NEVER } from "@podsim/core/time";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Agenda } from "./agenda.js";
import { createArrivals, sortArrivals } from "./arrivals.js";
import type { Arrival } from "./arrivals.js";

interface Ranked {
  readonly rank: number;
  readonly name: string;
}
const rankOf = (entry: Ranked): number => entry.rank;
const arrival = (at: number, rank: number, name = ""): Arrival<Ranked> => ({ at, entry: { rank, name } });

/** Takes everything from both sources in their common order. */
const merge = (arrivals: readonly Arrival<Ranked>[], agenda: Agenda<Ranked>): string[] => {
  const cursor = createArrivals(arrivals, rankOf, 0);
  const names: string[] = [];
  for (;;) {
    const next = cursor.precedes(agenda) ? cursor.take() : agenda.pop();
    if (next === undefined) return names;
    names.push(next.name);
  }
};

describe("ties between an arrival and a planned entry", () => {
  test.each([
    ["the earlier time first", 5, 9, 4, 0, ["planned", "arrival"]],
    ["at one time the lower rank first", 5, 1, 5, 0, ["planned", "arrival"]],
    ["at one time and rank the arrival first", 5, 1, 5, 1, ["arrival", "planned"]],
  ])("%s", (_, arrivalAt, arrivalRank, plannedAt, plannedRank, expected) => {
    const agenda = new Agenda<Ranked>();
    agenda.plan(plannedAt, plannedRank, { rank: plannedRank, name: "planned" });
    expect(merge([arrival(arrivalAt, arrivalRank, "arrival")], agenda)).toEqual(expected);
  });

  test("arrivals that tie with each other keep their order", () => {
    expect(merge([arrival(1, 0, "a"), arrival(1, 0, "b"), arrival(1, 1, "c")], new Agenda())).toEqual(["a", "b", "c"]);
  });
});

test("property: the order is the one of planning every arrival first", () => {
  const few = fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 12 });
  fc.assert(
    fc.property(few, few, (arriving, planned) => {
      const arrivals = sortArrivals(
        arriving.map(([at, rank], k) => arrival(at, rank, `arrival ${String(k)}`)),
        rankOf,
      );
      const all = new Agenda<Ranked>();
      for (const { at, entry } of arrivals) all.plan(at, entry.rank, entry);
      const agenda = new Agenda<Ranked>();
      for (const [k, [at, rank]] of planned.entries()) {
        const entry = { rank, name: `planned ${String(k)}` };
        all.plan(at, rank, entry);
        agenda.plan(at, rank, entry);
      }
      const expected: string[] = [];
      for (let next = all.pop(); next !== undefined; next = all.pop()) expected.push(next.name);
      expect(merge(arrivals, agenda)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

describe("the cursor", () => {
  test("counts what is left and looks at NEVER at the end", () => {
    const cursor = createArrivals([arrival(3, 0, "a"), arrival(4, 0, "b")], rankOf, 0);
    expect([cursor.remainingCount, cursor.peekTime()]).toEqual([2, 3]);
    expect(cursor.take()?.name).toBe("a");
    expect([cursor.remainingCount, cursor.peekTime()]).toEqual([1, 4]);
    cursor.take();
    expect([cursor.remainingCount, cursor.peekTime(), cursor.take()]).toEqual([0, NEVER, undefined]);
    expect(cursor.precedes(new Agenda())).toBe(false);
  });

  test.each([
    ["a time that goes back", [arrival(2, 0), arrival(1, 0)], "arrival 1 at 1 µs, rank 0, cannot follow 2 µs, rank 0"],
    ["a rank that goes back", [arrival(2, 3), arrival(2, 1)], "arrival 1 at 2 µs, rank 1, cannot follow 2 µs, rank 3"],
    ["a time before the start", [arrival(0, 0)], "arrival 0 at 0 µs, rank 0, cannot follow 1 µs, rank 0"],
    ["NEVER", [arrival(NEVER, 0)], "arrival 0"],
    ["half a microsecond", [arrival(1.5, 0)], "arrival 0"],
    ["a rank that is none", [arrival(1, 256)], "arrival 0"],
  ])("refuses %s", (_, arrivals, message) => {
    expect(() => createArrivals(arrivals, rankOf, 1)).toThrow(message);
  });
});

test("sorting is by time, then rank, and stable", () => {
  const given = [arrival(2, 1, "d"), arrival(1, 5, "a"), arrival(2, 0, "b"), arrival(2, 0, "c"), arrival(2, 1, "e")];
  expect(sortArrivals(given, rankOf).map(({ entry }) => entry.name)).toEqual(["a", "b", "c", "d", "e"]);
});
