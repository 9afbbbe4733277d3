// Output: the Kubernetes objects as JSON, several of them in a List.
import { right } from "fp-ts/lib/Either.js";
import type { OutputFormat } from "./format/output-format.js";
import { requestedValue, sortedJson } from "./format/sorted-json.js";

const INDENT = 4;

export const json: OutputFormat = {
  name: "json",
  summary: "the objects as a Kubernetes API server has them, several in a List",
  argument: null,
  printer: async () => right((request) => [JSON.stringify(sortedJson(requestedValue(request)), null, INDENT)]),
};
