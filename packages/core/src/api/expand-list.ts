// Lists of objects, as kubectl get prints them, taken apart.
import { isRecord } from "./api-type.js";
import { isListKind } from "./decode-object.js";
import type { Path } from "./errors.js";

export interface ListItem {
  readonly value: unknown;
  /** From the root of the document to the item; empty for an object that is no list. */
  readonly path: Path;
}

const MAX_DEPTH = 8;

/** In a typed list the items need not say again what they are. */
const withType = (item: unknown, apiVersion: unknown, kind: string): unknown => {
  if (!isRecord(item) || kind === "List" || item["kind"] !== undefined) return item;
  return { apiVersion, kind: kind.slice(0, -"List".length), ...item };
};

const expand = (value: unknown, path: Path): readonly ListItem[] => {
  const kind = isRecord(value) ? value["kind"] : undefined;
  if (!isRecord(value) || !isListKind(kind) || path.length > MAX_DEPTH) return [{ value, path }];
  const items = value["items"] ?? [];
  if (!Array.isArray(items)) return [{ value, path }];
  return items.flatMap((item: unknown, i) => expand(withType(item, value["apiVersion"], kind), [...path, "items", i]));
};

/** The objects of a List, PodList …, lists within lists included; a value that is no list is its own only item. */
export const expandList = (value: unknown): readonly ListItem[] => expand(value, []);
