// Which laws are judged after which facts: worked out once per list of laws, however many histories are held against it.
import type { Invariant } from "./invariant.js";

/** Positions in a list of laws, by type of fact. */
export class LawsByFact {
  readonly #laws: readonly Invariant[];
  readonly #positions = new Map<string, readonly number[]>();

  constructor(laws: readonly Invariant[]) {
    this.#laws = laws;
  }

  /** In the order of the list: the laws that hear of facts of this type, and those that hear of all. */
  hearing(type: string): readonly number[] {
    let positions = this.#positions.get(type);
    if (positions === undefined) {
      positions = this.#laws.flatMap(({ hears }, position) => (hears?.includes(type) === false ? [] : [position]));
      this.#positions.set(type, positions);
    }
    return positions;
  }
}

const known = new WeakMap<readonly Invariant[], LawsByFact>();

/** Lists of laws never change. */
export const lawsByFact = (laws: readonly Invariant[]): LawsByFact => {
  let made = known.get(laws);
  if (made === undefined) known.set(laws, (made = new LawsByFact(laws)));
  return made;
};
