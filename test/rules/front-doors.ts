// The front doors of the packages: each entry of a package.json's exports, with the source file it is built from.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export interface FrontDoor {
  /** What others import: "@podsim/core/time". */
  readonly specifier: string;
  /** The source behind it, relative to the root of the project: "packages/core/src/time.ts". */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly default: string }>>;
}

/** "./dist/src/time.js" is compiled from "src/time.ts". */
const sourceOf = (target: string): string => target.replace(/^\.\/dist\//, "").replace(/\.js$/, ".ts");

const doorsOf = (root: string, folder: string): readonly FrontDoor[] => {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
  return Object.entries(manifest.exports ?? {}).map(([door, target]) => ({
    specifier: posix.join(manifest.name, door),
    source: posix.join(folder, sourceOf(target.default)),
  }));
};

/** Every front door of every package under `root`/packages. */
export const frontDoors = (root: string): readonly FrontDoor[] =>
  readdirSync(join(root, "packages"))
    .map((name) => posix.join("packages", name))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .flatMap((folder) => doorsOf(root, folder));
