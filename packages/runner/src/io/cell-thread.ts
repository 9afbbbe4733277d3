// The thread in which cells of a sweep are run: tasks in, answers out, nothing shared.
import { parentPort } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import type { CellTask } from "../sweep/cell-task.js";
import { cellRunner } from "../sweep/cell-task.js";
import { nodeFiles } from "./node-files.js";

const perform = cellRunner({ files: nodeFiles(), importModule: (path) => import(pathToFileURL(path).href) });

parentPort?.on("message", (task: CellTask) => {
  void perform(task).then((reply) => parentPort?.postMessage(reply));
});
