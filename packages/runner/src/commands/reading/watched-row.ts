// One change of a watched object as a JSON object: when, what, and the cells of its row.
import type { Listed, ObjectKind } from "../../outputs/kinds/object-kind.js";
import type { WatchEvent } from "../../outputs/view/watch.js";

/** UP-TO-DATE -> upToDate, PORT(S) -> ports */
const keyOf = (column: string): string =>
  column
    .toLowerCase()
    .replace(/[()]/g, "")
    .replace(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase());

const cellValue = (column: string, cell: string): string | number => {
  if (column === "RESTARTS") return Number.parseInt(cell, 10);
  return cell;
};

/** Cells as printed, but for numbers; a pod's begin with namespace, name, ready, status, restarts, age. */
export const watchedRow = (
  kind: ObjectKind,
  { type, atUs, seq, item }: WatchEvent,
): Readonly<Record<string, unknown>> => {
  const cells = rowOf(kind, item);
  return { tUs: atUs, namespace: item.namespace, ...cells, type, seq: seq < 0 ? null : seq };
};

const rowOf = (kind: ObjectKind, item: Listed): Readonly<Record<string, string | number>> => {
  const cells = item.cells();
  return Object.fromEntries(kind.columns.map(({ name }, k) => [keyOf(name), cellValue(name, cells[k] ?? "")]));
};
