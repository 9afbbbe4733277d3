// Spreads tasks over workers. A worker that dies takes no task with it: another one does it again.
import type { CellReply, CellTask } from "./cell-task.js";

/** A worker does one task at a time. */
export interface CellWorker {
  /** null = the worker died before it answered. */
  readonly perform: (task: CellTask) => Promise<CellReply | null>;
  readonly stop: () => void;
}

export interface PoolOptions {
  /** Workers at a time, >= 1. */
  readonly jobs: number;
  readonly startWorker: () => CellWorker;
  /** Asked before each task; true ends the pool, and tasks under way are given up. */
  readonly isOver: () => boolean;
  /** Resolves a little later: how often isOver is asked while all workers are busy. */
  readonly pause: () => Promise<void>;
  /** Told of each answer as it comes, in whatever order. */
  readonly onReply: (ix: number, reply: CellReply) => void;
}

/** How often a task may take its worker with it before it counts as the cause. */
const ATTEMPTS_MAX = 3;

class Pool {
  #next = 0;
  readonly #again: number[] = [];
  readonly #attempts = new Map<number, number>();
  readonly #workers = new Set<CellWorker>();
  isStopped = false;

  constructor(
    private readonly tasks: readonly CellTask[],
    private readonly options: PoolOptions,
  ) {}

  #take(): number | null {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    return this.#next < this.tasks.length ? this.#next++ : null;
  }

  /** One worker after another does tasks until none is left. */
  async serve(): Promise<void> {
    let worker: CellWorker | null = null;
    for (;;) {
      const ix = this.isStopped ? null : this.#take();
      const task = ix === null ? undefined : this.tasks[ix];
      if (ix === null || task === undefined) break;
      if (worker === null) this.#workers.add((worker = this.options.startWorker()));
      const reply = await worker.perform(task);
      if (this.isStopped) break;
      if (reply !== null) {
        this.options.onReply(ix, reply);
        continue;
      }
      this.#workers.delete(worker);
      worker = null;
      this.#retry(ix);
    }
    if (worker !== null) this.#release(worker);
  }

  #retry(ix: number): void {
    const attempts = (this.#attempts.get(ix) ?? 0) + 1;
    this.#attempts.set(ix, attempts);
    if (attempts < ATTEMPTS_MAX) this.#again.push(ix);
    else {
      const message = `its worker died ${String(attempts)} times, perhaps for want of memory`;
      this.options.onReply(ix, { kind: "failed", message });
    }
  }

  #release(worker: CellWorker): void {
    worker.stop();
    this.#workers.delete(worker);
  }

  stop(): void {
    this.isStopped = true;
    for (const worker of [...this.#workers]) this.#release(worker);
  }
}

/** Does every task once, as far as nobody ends it; true = all were done. The order of answers depends on the workers. */
export const performAll = async (tasks: readonly CellTask[], options: PoolOptions): Promise<boolean> => {
  const pool = new Pool(tasks, options);
  const count = Math.min(options.jobs, tasks.length);
  let areDone = false;
  const serving = Promise.all(Array.from({ length: count }, () => pool.serve())).then(() => {
    areDone = true;
  });
  try {
    // Workers at work answer when they answer; whether it is over is asked meanwhile.
    do await Promise.race([serving, options.pause()]);
    while (!areDone && !options.isOver());
  } finally {
    pool.stop();
  }
  return areDone;
};
