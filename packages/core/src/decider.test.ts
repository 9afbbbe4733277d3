import { isRight, left, right } from "fp-ts/lib/Either.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldEvents, replay, type Decider, type Timed } from "./decider.js";
import { InvariantViolation } from "./invariant.js";

type Command = { readonly type: "Deposit" | "Withdraw"; readonly amount: number } | { readonly type: "Close" };
type Event = { readonly type: "Deposited" | "Withdrawn"; readonly amount: number } | { readonly type: "Closed" };
type Refusal = "NotEnough" | "AlreadyClosed";
interface Account {
  readonly balance: number;
  readonly closed: boolean;
  readonly changedAt: number;
}

const account: Decider<Command, Account, Event, Refusal> = {
  initial: { balance: 0, closed: false, changedAt: 0 },
  decide: (command, state) => {
    if (state.closed) return left("AlreadyClosed");
    switch (command.type) {
      case "Deposit":
        return right([{ type: "Deposited", amount: command.amount }]);
      case "Withdraw":
        return command.amount > state.balance
          ? left("NotEnough")
          : right([{ type: "Withdrawn", amount: command.amount }]);
      case "Close":
        return right([
          ...(state.balance > 0 ? [{ type: "Withdrawn", amount: state.balance } as const] : []),
          { type: "Closed" },
        ]);
    }
  },
  evolve: (state, event, at) => {
    switch (event.type) {
      case "Deposited":
        return { balance: state.balance + event.amount, closed: false, changedAt: at };
      case "Withdrawn":
        return { balance: state.balance - event.amount, closed: false, changedAt: at };
      case "Closed":
        return { balance: state.balance, closed: true, changedAt: at };
    }
  },
  isFinal: (state) => state.closed,
};

describe("replay", () => {
  test("no history leaves the initial state", () => {
    expect(replay(account, [])).toBe(account.initial);
  });

  test("folds every event, in order, with its instant", () => {
    const history: Timed<Event>[] = [
      { at: 10, event: { type: "Deposited", amount: 7 } },
      { at: 10, event: { type: "Withdrawn", amount: 2 } },
      { at: 30, event: { type: "Closed" } },
    ];
    expect(replay(account, history)).toEqual({ balance: 5, closed: true, changedAt: 30 });
  });

  test("what was decided step by step is what a replay rebuilds", () => {
    const command = fc.oneof(
      fc.record({ type: fc.constantFrom("Deposit" as const, "Withdraw" as const), amount: fc.nat(20) }),
      fc.constant({ type: "Close" as const }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), command), { maxLength: 30 }), (steps) => {
        const history: Timed<Event>[] = [];
        let state = account.initial;
        let now = 0;
        for (const [wait, next] of steps) {
          now += wait;
          const decided = account.decide(next, state, now);
          expect(isRight(decided)).toBe(
            !account.isFinal(state) && (next.type !== "Withdraw" || next.amount <= state.balance),
          );
          if (!isRight(decided)) continue;
          for (const event of decided.right) {
            state = account.evolve(state, event, now);
            history.push({ at: now, event });
          }
        }
        expect(replay(account, history)).toEqual(state);
      }),
      { numRuns: 50 },
    );
  });
});

describe("foldEvents", () => {
  const append = (text: string, event: string, at: number): string => `${text}${event}@${at} `;

  test("continues from a given state and reads any iterable once", () => {
    function* history(): Generator<Timed<string>> {
      yield { at: 1, event: "a" };
      yield { at: 2, event: "b" };
    }
    expect(foldEvents(append, "0 ", history())).toBe("0 a@1 b@2 ");
  });

  test("a history in two parts gives what the whole gives", () => {
    const whole = ["a", "b", "c", "d"].map((event, at) => ({ at, event }));
    for (let cut = 0; cut <= whole.length; cut++) {
      const middle = foldEvents(append, "", whole.slice(0, cut));
      expect(foldEvents(append, middle, whole.slice(cut))).toBe(foldEvents(append, "", whole));
    }
  });

  test("time going back is a broken invariant", () => {
    const history = [
      { at: 5, event: "a" },
      { at: 4, event: "b" },
    ];
    expect(() => foldEvents(append, "", history)).toThrow(InvariantViolation);
    expect(() => foldEvents(append, "", history)).toThrow("from 5 to 4");
  });
});
