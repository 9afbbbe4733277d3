// Results of cells that were run before, each under a name made of all that goes into it, the program's code included.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Files } from "../io/files.js";
import { fingerprint } from "../run/fingerprint.js";
import type { SeedResult } from "../run/seed-result.js";
import type { StoreLocation } from "../store/location.js";

interface KeptCell {
  readonly kind: "Cell";
  readonly key: CellKey;
  readonly result: SeedResult;
}

export interface CellKey {
  readonly inputDigest: string;
  readonly seed: number;
  /** Digest of the code that ran it: other code may come to other results. */
  readonly code: string;
}

const nameOf = ({ inputDigest, seed, code }: CellKey): string => fingerprint({ inputDigest, seed, code });

/** Cells as files of the store; a file is whole or not there. */
export class CellStore {
  readonly #files: Files;
  readonly #directory: string;

  constructor(files: Files, store: StoreLocation) {
    this.#files = files;
    this.#directory = `${store.directory}/cells`;
  }

  #pathOf(key: CellKey): string {
    return `${this.#directory}/${nameOf(key)}.json`;
  }

  /** null = it was not run yet, or what is there cannot be used. */
  find(key: CellKey): SeedResult | null {
    const read = this.#files.read(this.#pathOf(key), () => Number.MAX_SAFE_INTEGER);
    if (isLeft(read)) return null;
    try {
      const kept = JSON.parse(new TextDecoder().decode(read.right.bytes)) as Partial<KeptCell>;
      const isIt = kept.kind === "Cell" && kept.key !== undefined && nameOf(kept.key) === nameOf(key);
      return isIt ? (kept.result ?? null) : null;
    } catch {
      return null;
    }
  }

  /** False when it could not be written. What is not complete is not kept: it would be another tomorrow. */
  keep(key: CellKey, result: SeedResult): boolean {
    if (!result.complete) return true;
    const kept: KeptCell = { kind: "Cell", key, result };
    this.#files.makeDirectory(this.#directory);
    return !isLeft(this.#files.replace(this.#pathOf(key), `${JSON.stringify(kept)}\n`));
  }
}
