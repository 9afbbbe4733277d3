// Output: just the names, as kind/name.
import { right } from "fp-ts/lib/Either.js";
import type { OutputFormat } from "./format/output-format.js";
import { qualifiedName } from "./kinds/object-kind.js";

export const name: OutputFormat = {
  name: "name",
  summary: "names only: pod/web-1",
  argument: null,
  printer: async () =>
    right(({ selections }) =>
      selections.flatMap(({ kind, items }) => items.map((item) => qualifiedName(kind, item.name))),
    ),
};
