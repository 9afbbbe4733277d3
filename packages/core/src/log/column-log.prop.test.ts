import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryData, arbitraryRecording, recordAll } from "../../testing/log-arbitraries.js";
import type { Fact, Recording } from "../../testing/log-arbitraries.js";
import { createNaiveLog } from "../../testing/naive-log.js";
import type { Envelope } from "../event.js";
import { createColumnLog } from "./column-log.js";
import type { EventLog } from "./event-log.js";

const envelopes = (log: EventLog, from: number, to: number): readonly Envelope[] => {
  const seen: Envelope[] = [];
  log.forEach(from, to, (envelope) => seen.push(envelope));
  return seen;
};

/** The recording with one of its facts changed, left out, or put elsewhere; maybe the same after all. */
const arbitraryChange = ({ registry, facts }: Recording): fc.Arbitrary<readonly Fact[]> => {
  if (facts.length === 0) return fc.constant(facts);
  return fc.nat({ max: facts.length - 1 }).chain((seq) => {
    const changed = (change: (fact: Fact) => Fact): readonly Fact[] =>
      facts.map((fact, i) => (i === seq ? change(fact) : fact));
    const { definition, data } = facts[seq] as Fact;
    const shift = (by: number): readonly Fact[] =>
      facts.map((fact, i) => (i < seq ? fact : { ...fact, at: fact.at + by }));
    const names = Object.keys(data);
    return fc.oneof(
      fc.constant(facts),
      fc.constant(facts.slice(0, -1)),
      fc.constantFrom(0, 1, 2 ** 32).map(shift),
      fc.integer().map((subject) => changed((fact) => ({ ...fact, subject }))),
      fc.integer({ min: -1, max: seq - 1 }).map((causedBy) => changed((fact) => ({ ...fact, causedBy }))),
      fc
        .constantFrom(...registry)
        .chain((other) =>
          arbitraryData(other).map((mine) => changed((fact) => ({ ...fact, definition: other, data: mine }))),
        ),
      // Two fields change places with their neighbours: equal words in another order.
      fc.nat({ max: Math.max(0, names.length - 1) }).chain((k) =>
        arbitraryData(definition).map((mine) => {
          const name = names[k] ?? "";
          const picked = names.length === 0 ? {} : { [name]: (mine as Record<string, unknown>)[name] };
          return changed((fact) => ({ ...fact, data: { ...data, ...picked } }));
        }),
      ),
    );
  });
};

describe("the column log", () => {
  test("reads back what the naive log reads back", () => {
    fc.assert(
      fc.property(arbitraryRecording, fc.nat(), fc.nat(), ({ registry, facts }, a, b) => {
        const log = recordAll(createColumnLog(registry), facts);
        const naive = recordAll(createNaiveLog(registry), facts);
        const [from = 0, to = 0] = [a % (facts.length + 1), b % (facts.length + 1)].sort((x, y) => x - y);
        expect(log.length).toBe(naive.length);
        expect(log.endUs).toBe(naive.endUs);
        expect(envelopes(log, from, to)).toEqual(envelopes(naive, from, to));
        for (let seq = 0; seq < facts.length; seq += 1) {
          const { definition, ...envelope } = log.read(seq);
          expect(definition).toBe(registry[log.typeOf(seq)]);
          expect(envelope).toEqual({
            seq,
            at: naive.at(seq),
            subject: naive.subject(seq),
            causedBy: naive.causedBy(seq),
            data: naive.data(seq),
          });
          expect([log.at(seq), log.subject(seq), log.causedBy(seq)]).toEqual([
            naive.at(seq),
            naive.subject(seq),
            naive.causedBy(seq),
          ]);
          expect(log.data(seq)).toEqual(naive.data(seq));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("has equal digests exactly for equal facts", () => {
    fc.assert(
      fc.property(
        arbitraryRecording.chain((recording) => fc.tuple(fc.constant(recording), arbitraryChange(recording))),
        ([{ registry, facts }, changed]) => {
          const digests = [facts, changed].map((list) => recordAll(createColumnLog(registry), list).digest());
          const texts = [facts, changed].map((list) => recordAll(createNaiveLog(registry), list).digest());
          expect(digests[0] === digests[1]).toBe(texts[0] === texts[1]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("has a digest that does not depend on when it was asked for, nor on the registry's order", () => {
    fc.assert(
      fc.property(arbitraryRecording, ({ registry, facts }) => {
        const once = recordAll(createColumnLog(registry), facts).digest();
        const often = createColumnLog(registry);
        for (const fact of facts) {
          often.digest();
          recordAll(often, [fact]);
        }
        expect(often.digest()).toBe(once);
        expect(recordAll(createColumnLog(registry.toReversed()), facts).digest()).toBe(once);
      }),
      { numRuns: 200 },
    );
  });
});
