// Laws of every run, on a model that records, plans and withdraws at random: the same twice, in pieces, and after a replay.
import { createColumnLog } from "@podsim/core/log";
import type { ColumnLog, Envelope, EventDefinition } from "@podsim/core/log";
import { NEVER } from "@podsim/core/time";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Token } from "./agenda.js";
import { sortArrivals } from "./arrivals.js";
import type { Arrival } from "./arrivals.js";
import { draw } from "./draw.js";
import { createSimulation } from "./simulation.js";
import type { Model, RunLimits, Simulation } from "./simulation.js";

interface Grown {
  readonly name: string;
  /** What the handler saw of its subject. */
  readonly before: number;
}
interface World {
  readonly counts: Map<number, number>;
}

const grown: EventDefinition<"Grown", Grown, number> = {
  type: "Grown",
  entity: "cluster",
  revision: 1,
  fields: { name: "string", before: "int" },
  evolve: (count) => count + 1,
  example: { name: "a", before: 0 },
};

interface Entry {
  readonly name: string;
  readonly rank: number;
  /** How many generations may still follow; an entry of none does nothing at all. */
  readonly depth: number;
}

const SUBJECTS = 5;
const idle = (name: string, rank: number): Entry => ({ name, rank, depth: 0 });

/** Every choice is a draw keyed by the entry's name, so runs differ only in what the engine makes of them. */
const branching = (seed: number): Model<World, Entry> => {
  const tokens: Token[] = [];
  const choose = (name: string, n: number, count: number): number => Math.floor(draw(seed, "choice", name, n) * count);
  const child = (parent: string, depth: number, k: number): Entry => {
    const name = `${parent}.${String(k)}`;
    return { name, rank: choose(name, 99, 3), depth };
  };
  return {
    rank: (entry) => entry.rank,
    handle: (entry, now, world, out) => {
      if (entry.depth === 0) return;
      const { name, depth } = entry;
      for (let k = 0; k < choose(name, 0, 4); k += 1) {
        const subject = choose(name, 10 + k, SUBJECTS);
        if (choose(name, 20 + k, 2) === 0)
          tokens.push(out.plan(now + choose(name, 30 + k, 3), child(name, depth - 1, k)));
        out.record(grown, subject, { name, before: world.counts.get(subject) ?? 0 });
      }
      const spent = tokens[choose(name, 1, tokens.length + 1)];
      if (spent !== undefined && choose(name, 2, 4) === 0) out.withdraw(spent);
    },
    apply: (world, fact) => world.counts.set(fact.subject, (world.counts.get(fact.subject) ?? 0) + 1),
    react: (fact, world, out) => {
      const { name } = fact.data as Grown;
      const depth = 3 - name.split(".").length;
      if (depth > 0 && (world.counts.get(fact.subject) ?? 0) % 3 === 0) {
        tokens.push(out.plan(fact.at + choose(name, 3, 4), child(`${name}~${String(fact.seq)}`, depth, 0)));
      }
    },
  };
};

interface Run {
  readonly simulation: Simulation;
  readonly log: ColumnLog;
  readonly world: World;
}

const begin = (seed: number, arrivals: readonly Arrival<Entry>[]): Run => {
  const log = createColumnLog([grown]);
  const world: World = { counts: new Map() };
  return { simulation: createSimulation({ model: branching(seed), world, log, arrivals, startUs: 0 }), log, world };
};

const END: RunLimits = { untilUs: NEVER - 1, maxEntries: 5_000 };

const finish = (seed: number, arrivals: readonly Arrival<Entry>[]): Run => {
  const run = begin(seed, arrivals);
  expect(run.simulation.run(END)).toBe("agenda-empty");
  return run;
};

const sorted = (arrivals: readonly Arrival<Entry>[]): readonly Arrival<Entry>[] =>
  sortArrivals(arrivals, (entry) => entry.rank);

const moments = fc.array(fc.tuple(fc.nat(8), fc.nat(2)), { minLength: 1, maxLength: 10 });
const scenario = moments.map((given) =>
  sorted(given.map(([at, rank], k) => ({ at, entry: { name: `a${String(k)}`, rank, depth: 4 } }))),
);
const seed = fc.nat(1_000_000);

test("property: the same run twice is the same run", () => {
  fc.assert(
    fc.property(seed, scenario, (number, arrivals) => {
      const [one, other] = [finish(number, arrivals), finish(number, arrivals)];
      expect(one.log.digest()).toBe(other.log.digest());
      expect(one.world).toEqual(other.world);
    }),
    { numRuns: 60 },
  );
});

test("property: paused anywhere and resumed, it is the same run", () => {
  const pauses = fc.array(fc.record({ untilUs: fc.nat(20), maxEntries: fc.nat(6) }), { maxLength: 20 });
  fc.assert(
    fc.property(seed, scenario, pauses, (number, arrivals, limits) => {
      const whole = finish(number, arrivals);
      const pieces = begin(number, arrivals);
      for (const limit of limits) pieces.simulation.run(limit);
      expect(pieces.simulation.run(END)).toBe("agenda-empty");
      expect(pieces.log.digest()).toBe(whole.log.digest());
      expect(pieces.simulation.handledCount).toBe(whole.simulation.handledCount);
      expect(pieces.simulation.nowUs).toBe(whole.simulation.nowUs);
    }),
    { numRuns: 100 },
  );
});

test("property: entries that do nothing leave no trace", () => {
  fc.assert(
    fc.property(seed, scenario, moments, (number, arrivals, idlers) => {
      const more = sorted([...idlers.map(([at, rank]) => ({ at, entry: idle("idle", rank) })), ...arrivals]);
      expect(finish(number, more).log.digest()).toBe(finish(number, arrivals).log.digest());
    }),
    { numRuns: 60 },
  );
});

/** `parent`, then what the entry was planned by: react to the fact `heard`, or the k-th round of the parent's handler. */
const ANCESTRY = /^(?<parent>.+?)(?:~(?<heard>\d+))?\.(?<round>\d+)$/;

test("property: every fact has the cause that its entry's name tells, and handlers saw what had been applied", () => {
  fc.assert(
    fc.property(seed, scenario, (number, arrivals) => {
      const { log } = finish(number, arrivals);
      const seqsOf = new Map<string, number[]>();
      const counts = new Map<number, number>();
      let seen = counts;
      for (let seq = 0; seq < log.length; seq += 1) {
        const fact = log.read(seq);
        const { name, before } = fact.data as Grown;
        const own = seqsOf.get(name) ?? [];
        if (own.length === 0) seen = new Map(counts);
        expect(before).toBe(seen.get(fact.subject) ?? 0);
        expect(fact.causedBy).toBe(causeOf(name, log, seqsOf));
        counts.set(fact.subject, (counts.get(fact.subject) ?? 0) + 1);
        seqsOf.set(name, [...own, seq]);
      }
    }),
    { numRuns: 60 },
  );
});

/** A handler plans and then records in each round: the first plan has the entry's own cause, others the fact before. */
const causeOf = (name: string, log: ColumnLog, seqsOf: ReadonlyMap<string, readonly number[]>): number => {
  const { parent, heard, round } = ANCESTRY.exec(name)?.groups ?? {};
  if (parent === undefined) return -1;
  if (heard !== undefined) return Number(heard);
  const facts = seqsOf.get(parent)!;
  return round === "0" ? log.causedBy(facts[0]!) : facts[Number(round) - 1]!;
};

test("property: replaying the log rebuilds the world", () => {
  fc.assert(
    fc.property(seed, scenario, (number, arrivals) => {
      const { log, world } = finish(number, arrivals);
      const rebuilt: World = { counts: new Map() };
      const model = branching(number);
      log.forEach(0, log.length, (fact: Envelope) => {
        model.apply(rebuilt, fact);
      });
      expect(rebuilt).toEqual(world);
    }),
    { numRuns: 40 },
  );
});
