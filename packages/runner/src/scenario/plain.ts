// Decoded input as plain data: what is read has objects without a prototype behind it, which no log records.

type PlainObject = Record<string, unknown>;

const put = (into: PlainObject, key: string, value: unknown): void => {
  if (key !== "__proto__") into[key] = value;
  else Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
};

/** What JSON makes of a number: it has no infinity and no negative zero. */
const plainNumber = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null);

const copied = (value: unknown): unknown => {
  if (typeof value === "number") return plainNumber(value);
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const each of value as readonly unknown[]) list.push(copied(each) ?? null);
    return list;
  }
  const given = value as Readonly<PlainObject>;
  const copy: PlainObject = {};
  for (const key in given) {
    const each = copied(given[key]);
    if (each !== undefined) put(copy, key, each);
  }
  return copy;
};

/**
 * An equal value made of ordinary objects and lists, as JSON would hold it: fields that are undefined, or functions, are
 * left out. For values without classes that JSON treats in a way of their own (dates).
 */
export const plain = <T>(value: T): T => copied(value) as T;
