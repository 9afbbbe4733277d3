// Output: a table of one's own columns, each a header and a path.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { OutputFormat } from "./format/output-format.js";
import { requestedObjects } from "./format/sorted-json.js";
import type { Step } from "./jsonpath/path.js";
import { evaluatePath } from "./jsonpath/path.js";
import { readRelaxedPath } from "./jsonpath/path-reader.js";
import type { Json } from "./objects/kube-object.js";
import { goText } from "./text/go-value.js";
import { NONE } from "./text/none.js";
import { Table } from "./text/table.js";

interface OwnColumn {
  readonly header: string;
  readonly steps: readonly Step[];
}

const readColumns = (spec: string): Either<string, readonly OwnColumn[]> => {
  const columns: OwnColumn[] = [];
  // A comma inside brackets or quotes belongs to its path.
  for (const part of spec.split(/,(?=[^,:[\]]*:)/)) {
    const colon = part.indexOf(":");
    if (colon < 1) return left(`each column is HEADER:PATH, got ${JSON.stringify(part)}`);
    const steps = readRelaxedPath(part.slice(colon + 1));
    if (isLeft(steps)) return left(`${part.slice(colon + 1)}: ${steps.left}`);
    columns.push({ header: part.slice(0, colon), steps: steps.right });
  }
  return right(columns);
};

const cellOf = (steps: readonly Step[], object: Json): string => {
  const found = evaluatePath(steps, [object]);
  return found.length === 0 ? NONE : found.map(goText).join(",");
};

export const customColumns: OutputFormat = {
  name: "custom-columns",
  summary: "your own columns, e.g. custom-columns=NAME:.metadata.name,NODE:.spec.nodeName",
  argument: "HEADER:PATH,…",
  printer: async (spec) => {
    const columns = readColumns(spec);
    if (isLeft(columns)) return columns;
    return right((request) => {
      const headers = columns.right.map(({ header }) => header);
      const rows = requestedObjects(request).map((object) => columns.right.map(({ steps }) => cellOf(steps, object)));
      return new Table().lines(request.headers ? [headers, ...rows] : rows);
    });
  },
};
