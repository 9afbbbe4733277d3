// Where the bundle of the command line lies, seen from wherever this module is run: sources, what was compiled, or itself.

/** The folder of this module decides: src/io, dist/src/io or dist/cli. */
const bundleFolder = (): URL => {
  const here = import.meta.url;
  if (here.endsWith(".ts")) return new URL("../../dist/cli/", here);
  return new URL(here.includes("/dist/src/") ? "../../cli/" : "./", here);
};

/** @param name of a file of the bundle, such as "cell-thread.js"; "" for the folder itself */
export const bundledFile = (name: string): URL => new URL(name, bundleFolder());
