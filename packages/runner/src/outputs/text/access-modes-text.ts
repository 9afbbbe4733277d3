// Access modes as kubectl abbreviates them.

const SHORT: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};
const ORDER = Object.keys(SHORT);

/** "RWO,ROX": each once, in kubectl's order. */
export const accessModesText = (modes: readonly string[]): string =>
  ORDER.filter((mode) => modes.includes(mode))
    .map((mode) => SHORT[mode])
    .join(",");
