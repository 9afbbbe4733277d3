// Values as Go prints them: what kubectl shows of a map or list where it has no words of its own for it.

/** "map[app:web tier:a]" in order of keys, "[a b]", texts as they are. */
export const goText = (value: unknown): string => {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const map = value as Readonly<Record<string, unknown>>;
  const entries = Object.keys(map)
    .sort()
    .map((key) => `${key}:${goText(map[key])}`);
  return `map[${entries.join(" ")}]`;
};
