// A fingerprint of many JSON values by their content, taken in one by one: the digest of a log that holds them as facts, so
// that there is one hash in the project.
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
