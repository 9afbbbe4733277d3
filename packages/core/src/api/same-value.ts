// When two values of an object are the same to Kubernetes.

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "object" && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0));

/** JSON with sorted keys, in which a field that is empty is as good as one that is not there. */
export const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .filter(([, field]) => !isEmpty(field))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${textOf(field)}`).join(",")}}`;
};

/** Whatever the order of their fields, and whether what is empty is written or left out. */
export const isSameValue = (a: unknown, b: unknown): boolean => a === b || textOf(a) === textOf(b);
