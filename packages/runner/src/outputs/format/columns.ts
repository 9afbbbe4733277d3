// Tables of objects: which columns, in what order, and one table per kind.
import { NONE } from "../text/none.js";
import { keyValues } from "../text/indented-writer.js";
import { Table } from "../text/table.js";
import type { Listed, ObjectKind } from "../kinds/object-kind.js";
import { qualifiedName } from "../kinds/object-kind.js";
import type { PrintRequest, Selection } from "./output-format.js";

export interface ColumnChoice {
  readonly wide: boolean;
  readonly showNamespace: boolean;
  readonly showLabels: boolean;
  readonly qualifyNames: boolean;
}

/** The headers of a kind's table. */
export const headerCells = (kind: ObjectKind, choice: ColumnChoice): readonly string[] => [
  ...(choice.showNamespace && kind.namespaced ? ["NAMESPACE"] : []),
  ...kind.columns.filter(({ wide }) => choice.wide || wide !== true).map(({ name }) => name),
  ...(choice.showLabels ? ["LABELS"] : []),
];

/** The cells of one object, below those headers. */
export const rowCells = (kind: ObjectKind, item: Listed, choice: ColumnChoice): readonly string[] => {
  const cells = item.cells();
  const shown = kind.columns.flatMap(({ name, wide }, k) => {
    if (wide === true && !choice.wide) return [];
    const cell = cells[k] ?? "";
    return [name === "NAME" && choice.qualifyNames ? qualifiedName(kind, cell) : cell];
  });
  const labels = keyValues(item.labels).join(",");
  return [
    ...(choice.showNamespace && kind.namespaced ? [item.namespace] : []),
    ...shown,
    ...(choice.showLabels ? [labels === "" ? NONE : labels] : []),
  ];
};

const tableOf = ({ kind, items }: Selection, request: PrintRequest, wide: boolean): readonly string[] => {
  const choice = { ...request, wide };
  const headers = headerCells(kind, choice);
  const rows = items.map((item) => rowCells(kind, item, choice));
  const table = new Table((cell, column) => request.paint(headers[column] ?? "", cell));
  return table.lines(request.headers ? [headers, ...rows] : rows);
};

/** One table per kind, a blank line between them. */
export const printTables = (request: PrintRequest, wide: boolean): readonly string[] =>
  request.selections.flatMap((selection, k) => [...(k > 0 ? [""] : []), ...tableOf(selection, request, wide)]);
