// When two values of an object are the same to Kubernetes.
import { textsInOrder } from "../in-order.js";

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "object" && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0));

/** JSON with sorted keys, in which a field that is empty is as good as one that is not there. */
export const textOf = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (const element of value) text += `${text === "" ? "" : ","}${textOf(element)}`;
    return `[${text}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of textsInOrder(Object.keys(fields))) {
    const field = fields[key];
    if (!isEmpty(field)) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${textOf(field)}`;
  }
  return `{${text}}`;
};

/** Whatever the order of their fields, and whether what is empty is written or left out. */
export const isSameValue = (a: unknown, b: unknown): boolean => a === b || textOf(a) === textOf(b);
