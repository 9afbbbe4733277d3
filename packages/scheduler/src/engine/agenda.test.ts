// The agenda, rule by rule.
import { NEVER } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { Agenda, NO_TOKEN, RANK_MAX } from "./agenda.js";

interface Named {
  readonly name: string;
}
const named = (name: string): Named => ({ name });

const drain = (agenda: Agenda<Named>): string[] => {
  const names: string[] = [];
  for (let next = agenda.pop(); next !== undefined; next = agenda.pop()) names.push(next.name);
  return names;
};

describe("order", () => {
  test("earlier times first", () => {
    const agenda = new Agenda<Named>();
    for (const at of [30, 10, 20]) agenda.plan(at, 0, named(String(at)));
    expect(drain(agenda)).toEqual(["10", "20", "30"]);
  });

  test("at one time the lower rank first, at one rank the one planned first", () => {
    const agenda = new Agenda<Named>();
    agenda.plan(5, 2, named("c"));
    agenda.plan(5, 1, named("a"));
    agenda.plan(5, 2, named("d"));
    agenda.plan(5, 1, named("b"));
    expect(drain(agenda)).toEqual(["a", "b", "c", "d"]);
  });

  test("a time outranks a rank, however far apart the ranks are", () => {
    const agenda = new Agenda<Named>();
    agenda.plan(2, 0, named("second"));
    agenda.plan(1, RANK_MAX, named("first"));
    expect(drain(agenda)).toEqual(["first", "second"]);
  });

  test("many at one instant come in the order of planning, through several growths", () => {
    const agenda = new Agenda<Named>();
    const names = Array.from({ length: 3_000 }, (_, k) => String(k));
    for (const name of names) agenda.plan(7, 3, named(name));
    expect(agenda.size).toBe(3_000);
    expect(drain(agenda)).toEqual(names);
  });

  test("the largest instant before NEVER keeps its last microsecond", () => {
    const agenda = new Agenda<Named>();
    agenda.plan(NEVER - 1, 0, named("later"));
    agenda.plan(NEVER - 2, 0, named("sooner"));
    expect(drain(agenda)).toEqual(["sooner", "later"]);
    expect(agenda.nowUs).toBe(NEVER - 1);
  });
});

describe("looking ahead", () => {
  test("an empty agenda looks at NEVER, and nothing is popped", () => {
    const agenda = new Agenda<Named>({ startUs: 40 });
    expect([agenda.peekTime(), agenda.peekRank(), agenda.pop(), agenda.nowUs]).toEqual([
      NEVER,
      RANK_MAX + 1,
      undefined,
      40,
    ]);
  });

  test("time and rank of the next entry are shown without taking it", () => {
    const agenda = new Agenda<Named>();
    agenda.plan(9, 200, named("x"));
    expect([agenda.peekTime(), agenda.peekRank(), agenda.size, agenda.nowUs]).toEqual([9, 200, 1, 0]);
  });

  test("popping moves the clock and gives back the cause", () => {
    const agenda = new Agenda<Named>();
    agenda.plan(9, 0, named("x"), 17);
    agenda.plan(9, 0, named("y"));
    agenda.pop();
    expect([agenda.nowUs, agenda.causedBy]).toEqual([9, 17]);
    agenda.pop();
    expect([agenda.nowUs, agenda.causedBy]).toEqual([9, -1]);
  });
});

describe("withdrawing", () => {
  test("takes the entry out, once", () => {
    const agenda = new Agenda<Named>();
    const token = agenda.plan(1, 0, named("gone"));
    agenda.plan(2, 0, named("stays"));
    expect([agenda.withdraw(token), agenda.withdraw(token), agenda.size]).toEqual([true, false, 1]);
    expect(drain(agenda)).toEqual(["stays"]);
  });

  test("the token of a popped entry does not touch the one that took its place", () => {
    const agenda = new Agenda<Named>();
    const old = agenda.plan(1, 0, named("old"));
    agenda.pop();
    const young = agenda.plan(1, 0, named("young"));
    expect(young).not.toBe(old);
    expect(agenda.withdraw(old)).toBe(false);
    expect(drain(agenda)).toEqual(["young"]);
  });

  test("a slot whose tokens are used up is given up, and no token comes twice", () => {
    const agenda = new Agenda<Named>({ generationMax: 3 });
    const tokens = new Set<number>();
    for (let k = 0; k < 5_000; k += 1) {
      tokens.add(agenda.plan(k, 0, named("x")));
      agenda.pop();
    }
    expect(tokens.size).toBe(5_000);
    expect(Math.max(...tokens)).toBeLessThan(4 * 2 ** 26);
    expect([...tokens].some((token) => agenda.withdraw(token))).toBe(false);
  });

  test("what never was a token names nothing", () => {
    const agenda = new Agenda<Named>();
    const token = agenda.plan(1, 0, named("x"));
    for (const other of [
      NO_TOKEN,
      -1,
      1,
      NaN,
      Infinity,
      0.5,
      token + 1,
      token + 2 ** 26,
      token - 2 ** 26,
      token + 0.5,
    ]) {
      expect(agenda.withdraw(other)).toBe(false);
    }
    expect(agenda.size).toBe(1);
  });

  test("from the middle of the heap, what fills the gap may have to rise", () => {
    const agenda = new Agenda<Named>();
    const at = [0, 10, 1, 1, 1, 11, 12, 13, 14, 2];
    const tokens = at.map((time) => agenda.plan(time, 0, named(String(time))));
    expect(agenda.withdraw(tokens[6]!)).toBe(true);
    expect(drain(agenda)).toEqual(["0", "1", "1", "1", "2", "10", "11", "13", "14"]);
  });
});

describe("what is refused", () => {
  test("the past, NEVER, and what is no whole microsecond", () => {
    const agenda = new Agenda<Named>({ startUs: 10 });
    for (const at of [9, -1, NaN, 10.5, NEVER, Infinity, 2 ** 53]) {
      expect(() => agenda.plan(at, 0, named("x"))).toThrow(`cannot plan for ${String(at)} µs at 10 µs`);
    }
    expect(agenda.size).toBe(0);
    expect(agenda.plan(10, 0, named("now"))).toBeGreaterThan(0);
  });

  test("a rank outside 0 to RANK_MAX", () => {
    const agenda = new Agenda<Named>();
    for (const rank of [-1, RANK_MAX + 1, 1.5, NaN]) expect(() => agenda.plan(0, rank, named("x"))).toThrow("no rank");
  });

  test("advancing backward or past the next entry", () => {
    const agenda = new Agenda<Named>();
    agenda.plan(20, 0, named("x"));
    agenda.advanceTo(20);
    expect(() => {
      agenda.advanceTo(21);
    }).toThrow("cannot go to 21 µs from 20 µs");
    expect(() => {
      agenda.advanceTo(19);
    }).toThrow("cannot go to 19 µs from 20 µs");
    expect(() => agenda.plan(19, 0, named("y"))).toThrow("cannot plan for 19 µs at 20 µs");
  });
});
