// How many holds (take the next entry, plan another) a second the agenda makes, beside two queues that do less.
import { pathToFileURL } from "node:url";
import { Agenda } from "@podsim/scheduler";
import FlatQueue from "flatqueue";
import TinyQueue from "tinyqueue";

/** How far ahead entries are planned: few at one time, or whole milliseconds, where most tie with others. */
export type Workload = "spread" | "ties";

export interface AgendaBenchRow {
  readonly queue: "agenda" | "tinyqueue" | "flatqueue";
  readonly workload: Workload;
  /** Entries in the queue throughout. */
  readonly size: number;
  /** The best of the rounds: the one least disturbed by whatever else the machine did. */
  readonly holdsPerSecond: number;
  /** Of the times popped, in order: the same for every queue. */
  readonly timesHash: string;
  /** Of which entry was popped when: the same for every queue that orders ties; null where ties come in any order. */
  readonly orderHash: string | null;
}

/** A queue of `size` entries, numbered from 0; its clock is the time of the entry popped last. */
interface Queue {
  readonly nowUs: number;
  plan(at: number, id: number): void;
  /** The number of the entry that comes next. */
  pop(): number;
}

interface Kind {
  readonly queue: AgendaBenchRow["queue"];
  readonly ordersTies: boolean;
  readonly create: (size: number) => Queue;
}

const ROUNDS = 5;
const DELAYS = 2 ** 16;
const HOLDS_MIN = 200_000;
const HOLDS_MAX = 1_000_000;

const rankOf = (id: number): number => id & 3;

interface Entry {
  readonly id: number;
}

/** The whole of what a run asks for: ties by rank and sequence, and a token to withdraw each entry by. */
const createAgenda = (size: number): Queue => {
  const agenda = new Agenda<Entry>();
  const entries = Array.from({ length: size }, (_, id) => ({ id }));
  return {
    get nowUs() {
      return agenda.nowUs;
    },
    plan(at, id) {
      const entry = entries[id];
      if (entry !== undefined) agenda.plan(at, rankOf(id), entry);
    },
    pop: () => agenda.pop()?.id ?? -1,
  };
};

interface Item {
  readonly id: number;
  at: number;
  sequence: number;
}

/** The same total order from a comparator over objects; nothing can be withdrawn. */
const createTinyQueue = (size: number): Queue => {
  const queue = new TinyQueue<Item>(
    [],
    (a, b) => a.at - b.at || rankOf(a.id) - rankOf(b.id) || a.sequence - b.sequence,
  );
  const items = Array.from({ length: size }, (_, id): Item => ({ id, at: 0, sequence: 0 }));
  let nowUs = 0;
  let sequence = 0;
  return {
    get nowUs() {
      return nowUs;
    },
    plan(at, id) {
      const item = items[id];
      if (item === undefined) return;
      item.at = at;
      item.sequence = sequence;
      sequence += 1;
      queue.push(item);
    },
    pop() {
      const item = queue.pop();
      nowUs = item?.at ?? nowUs;
      return item?.id ?? -1;
    },
  };
};

/** Times and numbers in typed arrays, ties in any order; nothing can be withdrawn. */
const createFlatQueue = (size: number): Queue => {
  const queue = new FlatQueue(size);
  let nowUs = 0;
  return {
    get nowUs() {
      return nowUs;
    },
    plan(at, id) {
      queue.push(id, at);
    },
    pop() {
      nowUs = queue.peekValue() ?? nowUs;
      return queue.pop() ?? -1;
    },
  };
};

const KINDS: readonly Kind[] = [
  { queue: "agenda", ordersTies: true, create: createAgenda },
  { queue: "tinyqueue", ordersTies: true, create: createTinyQueue },
  { queue: "flatqueue", ordersTies: false, create: createFlatQueue },
];

/** Up to four seconds ahead, the nearer the likelier; from whole numbers alone, so that hashes agree everywhere. */
const delaysOf = (workload: Workload): Float64Array => {
  const delays = new Float64Array(DELAYS);
  let state = 1;
  for (let k = 0; k < DELAYS; k += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const share = state >>> 16;
    const delayUs = Math.floor((share * share * 4_000_000) / 2 ** 32);
    delays[k] = workload === "ties" ? delayUs - (delayUs % 1_000) : delayUs;
  }
  return delays;
};

interface Round {
  readonly holdsPerSecond: number;
  readonly timesHash: number;
  readonly orderHash: number;
}

const runRound = (queue: Queue, size: number, delays: Float64Array): Round => {
  const holdCount = Math.min(HOLDS_MAX, Math.max(HOLDS_MIN, size));
  for (let id = 0; id < size; id += 1) queue.plan(delays[id & (DELAYS - 1)] ?? 0, id);
  let timesHash = 0x811c9dc5;
  let orderHash = 0x811c9dc5;
  const start = performance.now();
  for (let k = 0; k < holdCount; k += 1) {
    const id = queue.pop();
    const nowUs = queue.nowUs;
    timesHash = Math.imul(timesHash ^ nowUs, 0x01000193);
    orderHash = Math.imul(orderHash ^ id, 0x01000193);
    // By the count, not by the entry: queues that order ties differently still see the same times.
    queue.plan(nowUs + (delays[(size + k) & (DELAYS - 1)] ?? 0), id);
  }
  return { holdsPerSecond: (holdCount * 1_000) / (performance.now() - start), timesHash, orderHash };
};

const hex = (hash: number): string => (hash >>> 0).toString(16).padStart(8, "0");

/** Throws unless all rounds popped one sequence. */
const rowOf = (kind: Kind, workload: Workload, size: number, rounds: readonly Round[]): AgendaBenchRow => {
  const hashOf = (of: (round: Round) => number): string => {
    const hashes = new Set(rounds.map((round) => hex(of(round))));
    if (hashes.size !== 1) throw new Error(`${kind.queue} popped different sequences: ${[...hashes].join(", ")}`);
    return [...hashes].join();
  };
  return {
    queue: kind.queue,
    workload,
    size,
    holdsPerSecond: Math.max(...rounds.map((round) => round.holdsPerSecond)),
    timesHash: hashOf((round) => round.timesHash),
    orderHash: kind.ordersTies ? hashOf((round) => round.orderHash) : null,
  };
};

/** The queues take turns, so that what disturbs the machine for a while disturbs them all. */
const measure = (workload: Workload, size: number): readonly AgendaBenchRow[] => {
  const delays = delaysOf(workload);
  const rounds = Array.from({ length: ROUNDS }, () => KINDS.map((kind) => runRound(kind.create(size), size, delays)));
  return KINDS.map((kind, k) =>
    rowOf(
      kind,
      workload,
      size,
      rounds.flatMap((round) => round.slice(k, k + 1)),
    ),
  );
};

const requireOne = (what: string, hashes: readonly (string | null)[]): void => {
  const different = new Set(hashes.filter((hash) => hash !== null));
  if (different.size > 1) throw new Error(`the queues do not agree on ${what}: ${[...different].join(", ")}`);
};

/** Measures every queue at every size (>= 1) in one go. Throws if they do not pop the same sequence. */
export const benchAgenda = (sizes: readonly number[]): readonly AgendaBenchRow[] =>
  sizes.flatMap((size) =>
    (["spread", "ties"] as const).flatMap((workload) => {
      const rows = measure(workload, size);
      requireOne(
        "the times",
        rows.map((row) => row.timesHash),
      );
      requireOne(
        "the order of ties",
        rows.map((row) => row.orderHash),
      );
      return rows;
    }),
  );

const runAlone = (): void => {
  const rows = benchAgenda([1e3, 1e5, 1e6]);
  console.table(
    rows.map((row) => ({ ...row, holdsPerSecond: `${(row.holdsPerSecond / 1e6).toFixed(2)} M` })),
    ["queue", "workload", "size", "holdsPerSecond", "timesHash", "orderHash"],
  );
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) runAlone();
