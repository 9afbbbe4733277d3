// Which runs a store holds and in what order they were started: a line per run in a file that only grows.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Files } from "../io/files.js";
import type { StoreLocation } from "./location.js";
import { runsDirectory } from "./location.js";

export interface CatalogEntry {
  /** "zone-outage-9f3c2e1" */
  readonly id: string;
  readonly name: string;
  /** The first seven digits. */
  readonly hash: string;
  /** Absolute. */
  readonly directory: string;
  /** Position among all runs started, the latest highest; -1 for one that was put here by hand. */
  readonly order: number;
  /** A run whose writer was stopped before it could put it in its place. */
  readonly isPartial: boolean;
}

const ENTRY = /^(.+)-([0-9a-f]{7})(\.partial-\d+)?$/;

/** "zone-outage@9f3c2e1", the way a run is written for people. */
export const shownRun = ({ name, hash }: Pick<CatalogEntry, "name" | "hash">): string => `${name}@${hash}`;

const orderFile = ({ directory }: StoreLocation): string => `${directory}/order`;

const readText = (files: Files, path: string): string => {
  const read = files.read(path, () => Number.MAX_SAFE_INTEGER);
  return isLeft(read) ? "" : new TextDecoder().decode(read.right.bytes);
};

/** The last line of each run counts. */
const orders = (files: Files, store: StoreLocation): ReadonlyMap<string, number> => {
  const lines = readText(files, orderFile(store)).split("\n");
  return new Map(lines.flatMap((id, order) => (id === "" ? [] : [[id, order] as const])));
};

/** Notes that a run begins. Lines of several writers cannot mix, as each is one short append. */
export const noteStart = (files: Files, store: StoreLocation, id: string): void => {
  const file = files.open(orderFile(store), "append");
  if (isLeft(file)) return;
  file.right.write(`${id}\n`);
  file.right.close();
};

/** Every run, the latest first. What a killed writer left counts where there is no finished run of that name. */
export const listRuns = (files: Files, store: StoreLocation): readonly CatalogEntry[] => {
  const listed = files.list(runsDirectory(store));
  if (isLeft(listed)) return [];
  const started = orders(files, store);
  const byId = new Map<string, CatalogEntry>();
  for (const { name: folder, kind } of listed.right) {
    const match = kind === "directory" ? ENTRY.exec(folder) : null;
    if (match === null) continue;
    const [, name = "", hash = "", partial] = match;
    const id = `${name}-${hash}`;
    const isPartial = partial !== undefined;
    if (isPartial && byId.get(id)?.isPartial === false) continue;
    byId.set(id, {
      id,
      name,
      hash,
      directory: `${runsDirectory(store)}/${folder}`,
      order: started.get(id) ?? -1,
      isPartial,
    });
  }
  return [...byId.values()].sort((a, b) => b.order - a.order || (a.id < b.id ? -1 : 1));
};
