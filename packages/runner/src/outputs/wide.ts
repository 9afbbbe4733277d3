// Output: kubectl's table with the columns of -o wide.
import { right } from "fp-ts/lib/Either.js";
import { printTables } from "./format/columns.js";
import type { OutputFormat } from "./format/output-format.js";

export const wide: OutputFormat = {
  name: "wide",
  summary: "the table with further columns: of a pod its IP and node",
  argument: null,
  printer: async () => right((request) => printTables(request, true)),
};
