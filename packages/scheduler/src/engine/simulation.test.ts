// One step of the loop, rule by rule, on models of a few lines.
import { createColumnLog } from "@podsim/core/log";
import type { Envelope, EventDefinition, EventLog } from "@podsim/core/log";
import { NEVER } from "@podsim/core/time";
import { describe, expect, test } from "vitest";
import { NO_TOKEN } from "./agenda.js";
import type { Arrival } from "./arrivals.js";
import { createSimulation } from "./simulation.js";
import type { FactSink, Model, Outbox, RunLimits, Simulation } from "./simulation.js";

interface Noted {
  readonly text: string;
}
const noted: EventDefinition<"Noted", Noted, number> = {
  type: "Noted",
  entity: "cluster",
  revision: 1,
  fields: { text: "string" },
  evolve: (count) => count + 1,
  example: { text: "x" },
};

/** An entry is what its handler does. */
interface Entry {
  readonly rank: number;
  readonly act: (out: Outbox<Entry>, now: number, world: World) => void;
}
/** The texts noted so far. */
type World = string[];
type Reaction = (fact: Envelope<Noted>, out: Outbox<Entry>, world: World) => void;

const entry = (act: Entry["act"], rank = 0): Entry => ({ rank, act });
const note = (text: string, rank = 0): Entry => entry((out) => out.record(noted, 0, { text }), rank);
const at = (time: number, what: Entry): Arrival<Entry> => ({ at: time, entry: what });
const END: RunLimits = { untilUs: NEVER - 1 };

interface Bench {
  readonly simulation: Simulation;
  readonly log: EventLog & FactSink;
  readonly world: World;
}

const setUp = (arrivals: readonly Arrival<Entry>[], react: Reaction = () => undefined, startUs = 0): Bench => {
  const world: World = [];
  const log = createColumnLog([noted]);
  const model: Model<World, Entry> = {
    rank: (planned) => planned.rank,
    handle: (planned, now, seen, out) => planned.act(out, now, seen),
    apply: (written, fact) => written.push((fact.data as Noted).text),
    react: (fact, seen, out) => react(fact as Envelope<Noted>, out, seen),
  };
  return { simulation: createSimulation({ model, world, log, arrivals, startUs }), log, world };
};

const facts = (log: EventLog): readonly string[] =>
  Array.from({ length: log.length }, (_, seq) => {
    const fact = log.read(seq);
    return `${String(fact.at)} ${(fact.data as Noted).text} <- ${String(fact.causedBy)}`;
  });

const runAll = (arrivals: readonly Arrival<Entry>[], react?: Reaction): readonly string[] => {
  const { simulation, log } = setUp(arrivals, react);
  expect(simulation.run(END)).toBe("agenda-empty");
  return facts(log);
};

describe("order", () => {
  test("entries by time, then rank, then arrivals, then the order of planning", () => {
    const plans = entry((out) => {
      out.plan(20, note("planned second", 1));
      out.plan(20, note("planned third", 1));
      out.plan(20, note("planned, but of lower rank", 0));
      out.plan(15, note("planned for earlier", 9));
    });
    expect(runAll([at(10, plans), at(20, note("arrived", 1))])).toEqual([
      "15 planned for earlier <- -1",
      "20 planned, but of lower rank <- -1",
      "20 arrived <- -1",
      "20 planned second <- -1",
      "20 planned third <- -1",
    ]);
  });

  test("what is planned for now comes after the present entry, whatever its rank", () => {
    const now = entry((out, present) => {
      out.plan(present, note("b", 0));
      out.record(noted, 0, { text: "a" });
    }, 5);
    expect(runAll([at(1, now), at(1, note("c", 6))])).toEqual(["1 a <- -1", "1 b <- -1", "1 c <- -1"]);
  });

  test("a withdrawn entry is not handled, and is withdrawn once", () => {
    const answers: boolean[] = [];
    const act = entry((out) => {
      const token = out.plan(5, note("never"));
      out.plan(6, note("after"));
      answers.push(out.withdraw(token), out.withdraw(token), out.withdraw(NO_TOKEN));
    });
    expect(runAll([at(1, act)])).toEqual(["6 after <- -1"]);
    expect(answers).toEqual([true, false, false]);
  });
});

describe("handlers see a finished world", () => {
  test("a handler does not see its own facts, the next one does", () => {
    const seen: string[][] = [];
    const look = entry((out, _, world) => {
      seen.push([...world]);
      out.record(noted, 0, { text: String(world.length) });
      out.record(noted, 0, { text: "again" });
      seen.push([...world]);
    });
    runAll([at(1, look), at(1, look)]);
    expect(seen).toEqual([[], [], ["0", "again"], ["0", "again"]]);
  });

  test("reactions come in the order of the facts, after all facts of the handler were applied", () => {
    const seen: string[] = [];
    const two = entry((out) => {
      out.record(noted, 0, { text: "a" });
      out.record(noted, 0, { text: "b" });
    });
    runAll([at(1, two)], (fact, _, world) => seen.push(`${fact.data.text} of ${world.join("")}`));
    expect(seen).toEqual(["a of ab", "b of ab"]);
  });

  test("a fact is handed on as it stands in the log", () => {
    const heard: Envelope[] = [];
    const { simulation, log } = setUp([at(3, note("x")), at(4, note("y"))], (fact) => heard.push(fact));
    simulation.run(END);
    expect(heard).toEqual([log.read(0), log.read(1)]);
  });
});

describe("causes", () => {
  test("scenario input has none; a plan of react has the fact that react heard of", () => {
    const react: Reaction = (fact, out) => {
      if (fact.data.text.length < 3) out.plan(fact.at + 1, note(`${fact.data.text}+`));
    };
    expect(runAll([at(1, note("a")), at(1, note("b"))], react)).toEqual([
      "1 a <- -1",
      "1 b <- -1",
      "2 a+ <- 0",
      "2 b+ <- 1",
      "3 a++ <- 2",
      "3 b++ <- 3",
    ]);
  });

  test("a plan of a handler has the fact recorded last, or else what caused the handler's entry", () => {
    const chain = entry((out, now) => {
      out.plan(now + 1, note("before any fact"));
      out.record(noted, 0, { text: "first" });
      out.plan(now + 2, note("after the first"));
      out.record(noted, 0, { text: "second" });
      out.plan(now + 3, note("after the second"));
    });
    const start = entry((out, now) => {
      out.record(noted, 0, { text: "start" });
      out.plan(now + 1, chain);
    });
    expect(runAll([at(0, start)])).toEqual([
      "0 start <- -1",
      "1 first <- 0",
      "1 second <- 0",
      "2 before any fact <- 0",
      "3 after the first <- 1",
      "4 after the second <- 2",
    ]);
  });
});

describe("limits", () => {
  const three = [at(1, note("a")), at(2, note("b")), at(3, note("c"))];

  test("the horizon itself is still handled", () => {
    const { simulation, log } = setUp(three);
    expect(simulation.run({ untilUs: 2 })).toBe("horizon-reached");
    expect([log.length, simulation.nowUs, simulation.nextUs]).toEqual([2, 2, 3]);
    expect([simulation.handledCount, simulation.pendingCount]).toEqual([2, 1]);
    expect(simulation.run({ untilUs: 1 })).toBe("horizon-reached");
    expect(log.length).toBe(2);
    expect(simulation.run({ untilUs: 3 })).toBe("agenda-empty");
    expect([log.length, simulation.nowUs, simulation.nextUs]).toEqual([3, 3, NEVER]);
  });

  test("the budget counts the entries of one call", () => {
    const { simulation, log } = setUp(three);
    expect(simulation.run({ ...END, maxEntries: 0 })).toBe("budget-spent");
    expect(simulation.run({ ...END, maxEntries: 2 })).toBe("budget-spent");
    expect(log.length).toBe(2);
    expect(simulation.run({ ...END, maxEntries: 1 })).toBe("agenda-empty");
    expect(simulation.handledCount).toBe(3);
  });

  test("facts are counted over all calls, and what one entry records stays together", () => {
    const two = entry((out) => {
      for (const text of ["b", "c"]) out.record(noted, 0, { text });
    });
    const { simulation, log } = setUp([at(1, note("a")), at(2, two), at(3, note("d"))]);
    expect(simulation.run({ ...END, maxFacts: 1 })).toBe("log-full");
    expect(log.length).toBe(1);
    expect(simulation.run({ ...END, maxFacts: 2 })).toBe("log-full");
    expect(log.length).toBe(3);
    expect(simulation.run({ ...END, maxFacts: 4 })).toBe("agenda-empty");
  });

  test("where both are reached, the horizon is the reason", () => {
    expect(setUp(three).simulation.run({ untilUs: 2, maxEntries: 2, maxFacts: 2 })).toBe("horizon-reached");
  });

  test("a model that never leaves an instant is stopped by the budget", () => {
    const spin: Entry = entry((out, now) => out.plan(now, spin));
    const { simulation } = setUp([at(1, spin)]);
    expect(simulation.run({ ...END, maxEntries: 1_000 })).toBe("budget-spent");
    expect([simulation.nowUs, simulation.handledCount, simulation.pendingCount]).toEqual([1, 1_000, 1]);
  });

  test("a run begins where it is told to", () => {
    const { simulation } = setUp([at(50, note("a"))], undefined, 50);
    expect(simulation.nowUs).toBe(50);
    expect(() => setUp([at(49, note("a"))], undefined, 50)).toThrow("arrival 0 at 49 µs");
  });

  test.each([
    [{ untilUs: NaN }],
    [{ untilUs: 1.5 }],
    [{ untilUs: 1, maxEntries: -1 }],
    [{ untilUs: 1, maxEntries: NaN }],
    [{ untilUs: 1, maxFacts: NaN }],
  ])("%o are none", (limits) => {
    expect(() => setUp([]).simulation.run(limits)).toThrow("no limits");
  });
});

describe("what a model may not do", () => {
  const broken = (arrivals: readonly Arrival<Entry>[], message: string, react?: Reaction): Bench => {
    const bench = setUp(arrivals, react);
    expect(() => bench.simulation.run(END)).toThrow(message);
    return bench;
  };

  test("record while reacting", () => {
    broken([at(1, note("a"))], "Noted recorded while reacting", (_, out) => out.record(noted, 0, { text: "b" }));
  });

  test("plan for the past", () => {
    broken(
      [
        at(
          5,
          entry((out) => out.plan(4, note("a"))),
        ),
      ],
      "cannot plan for 4 µs at 5 µs",
    );
    // The clock is the arrival's, not that of the entry popped last.
    broken(
      [
        at(
          1,
          entry((out) => out.plan(2, note("a"))),
        ),
        at(
          5,
          entry((out) => out.plan(4, note("b"))),
        ),
      ],
      "at 5 µs",
    );
  });

  test("use the outbox between calls", () => {
    let kept: Outbox<Entry> | undefined;
    const { simulation } = setUp([
      at(
        1,
        entry((out) => void (kept = out)),
      ),
    ]);
    simulation.run(END);
    expect(() => kept?.record(noted, 0, { text: "a" })).toThrow("Noted recorded while idle");
    expect(() => kept?.plan(9, note("a"))).toThrow("an entry was planned while idle");
    expect(() => kept?.withdraw(1)).toThrow("an entry was withdrawn while idle");
  });

  test("run the simulation from within", () => {
    const bench: { inner?: Simulation } = {};
    const { simulation } = setUp([
      at(
        1,
        entry(() => void bench.inner?.run(END)),
      ),
    ]);
    bench.inner = simulation;
    expect(() => simulation.run(END)).toThrow("cannot be run while, or after it failed, handling");
  });

  test("go on after it failed", () => {
    const fails = entry(() => {
      throw new Error("boom");
    });
    const { simulation, log } = broken([at(1, note("a")), at(2, fails), at(3, note("b"))], "boom");
    expect(() => simulation.run(END)).toThrow("cannot be run while, or after it failed, handling");
    expect(facts(log)).toEqual(["1 a <- -1"]);
  });

  test("write the log behind the engine's back", () => {
    const world: World = [];
    const log = createColumnLog([noted]);
    const model: Model<World, Entry> = {
      rank: () => 0,
      handle: (planned, now, seen, out) => {
        log.append(now, noted, 0, -1, { text: "smuggled" });
        planned.act(out, now, seen);
      },
      apply: () => undefined,
      react: () => undefined,
    };
    const simulation = createSimulation({ model, world, log, arrivals: [at(1, note("a"))], startUs: 0 });
    expect(() => simulation.run(END)).toThrow("the log took fact 0 as 1: somebody else writes it");
  });
});
