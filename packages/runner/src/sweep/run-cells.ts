// Runs what is not known yet of some cells and gathers the results of all, in the order they were asked for.
import type { SeedResult } from "../run/seed-result.js";
import type { CellKey, CellStore } from "./cell-store.js";
import type { CellInput, CellTask } from "./cell-task.js";
import { performAll } from "./worker-pool.js";
import type { PoolOptions } from "./worker-pool.js";

/** One combination of parameters. */
export interface CellPlan {
  readonly params: Readonly<Record<string, unknown>>;
  readonly input: CellInput;
  readonly inputDigest: string;
  readonly seeds: readonly number[];
}

/** Why the cells cannot be gone on with. */
export interface CellsFailure {
  readonly kind: "stale" | "failed" | "plugin-failed" | "not-kept";
  readonly cell: CellPlan;
  readonly seed: number;
  readonly message: string;
}

export interface CellsRun {
  /** By cell, then by seed as planned; seeds that were not run are left out. */
  readonly results: readonly (readonly SeedResult[])[];
  /** Runs that were known from before, and runs made now. */
  readonly known: number;
  readonly made: number;
  readonly isWhole: boolean;
  readonly failure: CellsFailure | null;
}

export interface CellsOptions extends Omit<PoolOptions, "onReply"> {
  readonly store: CellStore;
  readonly code: string;
  /** Run again what is known. */
  readonly isFresh: boolean;
  readonly guards: Pick<CellTask, "maxFacts" | "maxWallMillis">;
  /** Told after each run. */
  readonly onRun: (done: number, total: number, result: SeedResult) => void;
}

interface Slot {
  readonly cell: CellPlan;
  readonly cellIx: number;
  readonly seed: number;
  readonly key: CellKey;
}

const slotsOf = (cells: readonly CellPlan[], code: string): readonly Slot[] =>
  cells.flatMap((cell, cellIx) =>
    cell.seeds.map((seed) => ({ cell, cellIx, seed, key: { inputDigest: cell.inputDigest, seed, code } })),
  );

const slotName = ({ key }: Slot): string => `${key.inputDigest} ${String(key.seed)}`;

class Gathering {
  readonly #bySlot = new Map<string, SeedResult>();
  known = 0;
  made = 0;
  failure: CellsFailure | null = null;

  constructor(
    private readonly slots: readonly Slot[],
    private readonly options: CellsOptions,
  ) {}

  /** Slots to be run: each combination of input and seed once, however many cells ask for it. */
  missing(): readonly Slot[] {
    const missing = new Map<string, Slot>();
    for (const slot of this.slots) {
      const name = slotName(slot);
      if (this.#bySlot.has(name) || missing.has(name)) continue;
      const result = this.options.isFresh ? null : this.options.store.find(slot.key);
      if (result === null) missing.set(name, slot);
      else this.#bySlot.set(name, result);
    }
    this.known = this.#bySlot.size;
    return [...missing.values()];
  }

  take(slot: Slot, result: SeedResult): void {
    this.#bySlot.set(slotName(slot), result);
    this.made += 1;
    if (!this.options.store.keep(slot.key, result)) this.fail(slot, "not-kept", "the result cannot be written");
  }

  fail({ cell, seed }: Slot, kind: CellsFailure["kind"], message: string): void {
    this.failure ??= { kind, cell, seed, message };
  }

  results(cells: readonly CellPlan[]): CellsRun["results"] {
    const byCell = cells.map((): SeedResult[] => []);
    for (const slot of this.slots) {
      const result = this.#bySlot.get(slotName(slot));
      if (result !== undefined) byCell[slot.cellIx]?.push(result);
    }
    return byCell;
  }
}

export const runCells = async (cells: readonly CellPlan[], options: CellsOptions): Promise<CellsRun> => {
  const gathering = new Gathering(slotsOf(cells, options.code), options);
  const missing = gathering.missing();
  const tasks = missing.map(({ cell, seed }): CellTask => ({
    input: cell.input,
    inputDigest: cell.inputDigest,
    seed,
    ...options.guards,
  }));
  const isWhole = await performAll(tasks, {
    ...options,
    isOver: () => gathering.failure !== null || options.isOver(),
    onReply: (ix, reply) => {
      const slot = missing[ix];
      if (slot === undefined) return;
      if (reply.kind === "stale") return gathering.fail(slot, "stale", "its files have changed meanwhile");
      if (reply.kind === "failed") return gathering.fail(slot, "failed", reply.message);
      if (reply.pluginFailure !== null) return gathering.fail(slot, "plugin-failed", reply.pluginFailure.message);
      gathering.take(slot, reply.result);
      options.onRun(gathering.made, missing.length, reply.result);
    },
  });
  return {
    results: gathering.results(cells),
    known: gathering.known,
    made: gathering.made,
    isWhole: isWhole && gathering.failure === null,
    failure: gathering.failure,
  };
};
