// JSON values as fields of facts: what counts as one, and the canonical text two equal ones share.
import { textsInOrder } from "../in-order.js";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Values nested deeper than this are refused, so that no recursion over a recorded value can exhaust the stack. */
export const JSON_DEPTH_MAX = 256;

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const isJsonWithin = (value: unknown, depthLeft: number): boolean => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depthLeft === 0) return false;
  if (Array.isArray(value)) {
    // An index loop, because `every` would skip holes.
    for (let i = 0; i < value.length; i += 1) if (!isJsonWithin(value[i], depthLeft - 1)) return false;
    return true;
  }
  if (!isPlain(value)) return false;
  for (const key in value) {
    const child = (value as Record<string, unknown>)[key];
    if (child !== undefined && !isJsonWithin(child, depthLeft - 1)) return false;
  }
  return true;
};

/**
 * Finite numbers, strings, booleans, null, and arrays and plain objects of them, at most JSON_DEPTH_MAX deep. A
 * property that is undefined counts as absent.
 */
export const isJson = (value: unknown): value is JsonValue => isJsonWithin(value, JSON_DEPTH_MAX);

/** The JSON text with keys in code-unit order: equal values, whatever their key order, give equal text. */
export const canonicalJson = (value: JsonValue): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i += 1) text += (i === 0 ? "" : ",") + canonicalJson(value[i] ?? null);
    return `${text}]`;
  }
  let text = "{";
  for (const key of textsInOrder(Object.keys(value))) {
    const child = value[key];
    if (child === undefined) continue;
    text += `${text === "{" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(child)}`;
  }
  return `${text}}`;
};

// Array.isArray does not narrow a readonly array out of a union.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
