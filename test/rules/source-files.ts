// The files of the project that somebody wrote: what is generated, installed or recorded is left out.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join, posix } from "node:path";

/** The root of the project this file is part of. */
export const projectRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

const notWritten = new Set(["dist", "node_modules", "coverage"]);

/** Paths under `folder`, relative to `root`, with forward slashes, in the order of their names; none if it is absent. */
export const filesUnder = (root: string, folder: string): readonly string[] => {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !notWritten.has(name) && !name.startsWith("."))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(root, path) : [path];
    });
};

/** The TypeScript of packages, tests and benchmarks. */
export const sourceFiles = (root: string): readonly string[] =>
  ["packages", "test", "benchmarks"]
    .flatMap((folder) => filesUnder(root, folder))
    .filter((path) => /\.m?ts$/.test(path));

export const isTest = (path: string): boolean => path.endsWith(".test.ts");
