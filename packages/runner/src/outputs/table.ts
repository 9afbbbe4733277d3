// Output: kubectl's table of a kind.
import { right } from "fp-ts/lib/Either.js";
import { printTables } from "./format/columns.js";
import type { OutputFormat } from "./format/output-format.js";

export const table: OutputFormat = {
  name: "table",
  summary: "kubectl's columns (the default)",
  argument: null,
  printer: async () => right((request) => printTables(request, false)),
};
