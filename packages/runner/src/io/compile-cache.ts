// Lets node keep what it made of the program's text, so that the next command need not read it again.
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { bundledFile } from "./built-files.js";

/** Node 22.1 and later; what is older, or may not write there, goes on without. */
export const keepCompiledCode = (): void => {
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: (folder: string) => unknown };
  enableCompileCache?.(fileURLToPath(bundledFile("compiled")));
};
