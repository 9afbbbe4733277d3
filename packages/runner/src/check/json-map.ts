// Plain JSON that nobody has checked.

export type JsonMap = Readonly<Record<string, unknown>>;

/** The value if it is a mapping; an empty one otherwise. */
export const asMap = (value: unknown): JsonMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};

export const textIn = (map: JsonMap, key: string): string => {
  const value = map[key];
  return typeof value === "string" ? value : "";
};
