// The fast agenda does what the naive one does, whatever is planned, withdrawn and popped in whatever order.
import fc from "fast-check";
import { expect, test } from "vitest";
import { NaiveAgenda } from "../../testing/naive-agenda.js";
import { Agenda } from "./agenda.js";

interface Numbered {
  readonly number: number;
}

type Operation =
  | { readonly kind: "plan"; readonly delay: number; readonly rank: number }
  /** Any token ever given, the spent ones included. */
  | { readonly kind: "withdraw"; readonly share: number }
  | { readonly kind: "pop" }
  | { readonly kind: "advance"; readonly delay: number };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  // Few times and ranks, so that most entries tie with others.
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("plan" as const), delay: fc.nat(3), rank: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), share: fc.nat(999) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pop" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("advance" as const), delay: fc.nat(3) }) },
);

/** Both agendas under the same operations, and all tokens they gave. */
class Twins {
  readonly fast: Agenda<Numbered>;
  readonly naive = new NaiveAgenda<Numbered>(5);
  readonly tokens: { readonly fast: number; readonly naive: number }[] = [];

  constructor(generationMax: number) {
    this.fast = new Agenda<Numbered>({ startUs: 5, generationMax });
  }

  run(op: Operation): void {
    const { fast, naive, tokens } = this;
    switch (op.kind) {
      case "plan": {
        const entry = { number: tokens.length };
        const at = naive.nowUs + op.delay;
        const cause = tokens.length * 3 - 1;
        tokens.push({ fast: fast.plan(at, op.rank, entry, cause), naive: naive.plan(at, op.rank, entry, cause) });
        break;
      }
      case "withdraw": {
        const pair = tokens[Math.floor((op.share / 1_000) * tokens.length)];
        if (pair !== undefined) expect(fast.withdraw(pair.fast)).toBe(naive.withdraw(pair.naive));
        break;
      }
      case "pop":
        expect(fast.pop()).toBe(naive.pop());
        break;
      case "advance": {
        const at = Math.min(naive.peekTime(), naive.nowUs + op.delay);
        fast.advanceTo(at);
        naive.advanceTo(at);
      }
    }
    this.compare();
  }

  compare(): void {
    const seen = (agenda: Agenda<Numbered> | NaiveAgenda<Numbered>): readonly number[] => [
      agenda.size,
      agenda.nowUs,
      agenda.causedBy,
      agenda.peekTime(),
      agenda.peekRank(),
    ];
    expect(seen(this.fast)).toEqual(seen(this.naive));
  }
}

const check = (operations: fc.Arbitrary<Operation[]>, numRuns: number): void => {
  fc.assert(
    fc.property(operations, fc.integer({ min: 1, max: 4 }), (ops, generationMax) => {
      const twins = new Twins(generationMax);
      for (const op of ops) twins.run(op);
      while (twins.naive.size > 0) twins.run({ kind: "pop" });
      expect(new Set(twins.tokens.map((pair) => pair.fast)).size).toBe(twins.tokens.length);
    }),
    { numRuns },
  );
};

test("short sequences", () => {
  check(fc.array(operation, { maxLength: 60 }), 400);
});

test("long sequences, past the first growth", () => {
  check(fc.array(operation, { minLength: 400, maxLength: 900, size: "max" }), 8);
});
