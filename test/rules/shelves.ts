// Shelves: folders where every file is one more of the same kind and index.ts is the registry that lists them.
import { readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { filesUnder, isTest } from "./source-files.js";

const shelfNames = new Set([
  "events",
  "plugins",
  "controllers",
  "invariants",
  "interventions",
  "outputs",
  "checks",
  "workloads",
  "commands",
  "metrics",
]);

/** The shelves of every package, relative to `root`. */
export const shelves = (root: string): readonly string[] => {
  const folders = filesUnder(root, "packages")
    .filter((path) => /^packages\/[^/]+\/src\//.test(path) && path.endsWith(".ts"))
    .map((path) => posix.dirname(path));
  return [...new Set(folders)].filter((folder) => shelfNames.has(posix.basename(folder)));
};

/** What stands on a shelf: its files, without the registry and the tests. */
export const filesOnShelf = (root: string, shelf: string): readonly string[] =>
  filesUnder(root, shelf).filter(
    (path) => posix.dirname(path) === shelf && path.endsWith(".ts") && !path.endsWith("/index.ts") && !isTest(path),
  );

const readIfPresent = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** One sentence per file that its registry does not import. */
export const missingFromRegistry = (root: string, shelf: string): readonly string[] => {
  const registry = readIfPresent(join(root, shelf, "index.ts"));
  return filesOnShelf(root, shelf)
    .filter((path) => !registry.includes(`from "./${posix.basename(path, ".ts")}.js"`))
    .map((path) => `${path} is not registered: add it to ${shelf}/index.ts`);
};

/** NodeResourcesFit → node-resources-fit. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();

/**
 * One sentence per file that is not named for what it defines: `field` is where a definition says its name ("name" of a
 * plugin, "type" of an event).
 */
export const misnamed = (root: string, shelf: string, field: "name" | "type"): readonly string[] =>
  filesOnShelf(root, shelf).flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const names = [...text.matchAll(new RegExp(`\\b${field}: "([A-Z]\\w*)"`, "g"))].map(([, name = ""]) => kebab(name));
    const expected = basename(path, ".ts");
    if (names.includes(expected)) return [];
    const found = names.length === 0 ? "nothing" : names.join(", ");
    return [`${dirname(path)}: ${expected}.ts defines ${found}; a file is named for its ${field}, in kebab case`];
  });
