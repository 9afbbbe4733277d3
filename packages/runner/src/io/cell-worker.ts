// Starts threads that run cells, and notices when one dies.
import { Worker } from "node:worker_threads";
import type { CellReply } from "../sweep/cell-task.js";
import type { CellWorker } from "../sweep/worker-pool.js";
import { bundledFile } from "./built-files.js";

export interface CellThread extends CellWorker {
  /** Ends the thread as a crash would, whatever it is doing. */
  readonly kill: () => Promise<void>;
}

export const startCellThread = (): CellThread => {
  const thread = new Worker(bundledFile("cell-thread.js"));
  let answer: ((reply: CellReply | null) => void) | null = null;
  let isDead = false;
  const settle = (reply: CellReply | null): void => {
    const waiting = answer;
    answer = null;
    waiting?.(reply);
  };
  const die = (): void => {
    isDead = true;
    settle(null);
  };
  thread.on("message", settle);
  // An error that nobody caught, memory that ran out, an exit: for the task in hand they are all the same.
  thread.on("error", die);
  thread.on("exit", die);
  return {
    perform: (task) =>
      new Promise((resolve) => {
        if (isDead) return resolve(null);
        answer = resolve;
        thread.postMessage(task);
      }),
    stop: () => void thread.terminate(),
    kill: async () => void (await thread.terminate()),
  };
};
