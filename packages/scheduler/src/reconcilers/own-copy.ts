// A deep copy of JSON, so that who is handed an object may change it.

export const ownCopy = <T>(value: T): T => {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(ownCopy) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, ownCopy(each as unknown)])) as T;
};
