// A fingerprint of JSON values by their content, the same on every platform: what names of runs, worlds and UIDs are
// made from. It is the digest of a log that holds the values as facts, so there is one hash in the project.
import type { EventDefinition } from "@podsim/core/log";
import { createColumnLog } from "@podsim/core/log";

interface Entry {
  readonly value: object;
  /** A part of the value that many entries share: it is hashed once. */
  readonly shared: object | null;
}

const entry: EventDefinition<"Entry", Entry> = {
  type: "Entry",
  entity: "cluster",
  revision: 1,
  fields: { value: "json", shared: "json?" },
  evolve: (state) => state,
  example: { value: {}, shared: null },
};

export class ContentDigest {
  readonly #log = createColumnLog([entry]);

  /** Takes in one more JSON object; order counts, the order of its keys does not. */
  add(value: object, shared: object | null = null): void {
    this.#log.append(0, entry, 0, -1, { value, shared });
  }

  /** 32 hexadecimal digits over everything taken in so far. */
  hex(): string {
    return this.#log.digest();
  }
}

export const digestOf = (value: object): string => {
  const digest = new ContentDigest();
  digest.add(value);
  return digest.hex();
};
