// Output: the Kubernetes objects as YAML, several of them in a List.
import { right } from "fp-ts/lib/Either.js";
import type { OutputFormat } from "./format/output-format.js";
import { requestedValue, sortedJson } from "./format/sorted-json.js";

export const yaml: OutputFormat = {
  name: "yaml",
  summary: "the same as YAML",
  argument: null,
  printer: async () => {
    const { stringify } = await import("yaml");
    return right((request) => {
      const text = stringify(sortedJson(requestedValue(request)), {
        aliasDuplicateObjects: false,
        indentSeq: false,
        lineWidth: 0,
        version: "1.1",
      });
      return [text.trimEnd()];
    });
  },
};
