// The digest of a log: every fact's content mixed into 128 bits in order, each fact once however often it is asked for.
import { createLanes, finish, hashText, hexOf, mixBlock } from "./hash128.js";
import { canonicalJson } from "./json-value.js";
import { NULL_WORD } from "./layout.js";
import type { FieldLayout, Layout } from "./layout.js";
import type { PackedFacts } from "./packed-facts.js";

/** Raised when the same facts are to give another digest than before. */
const DIGEST_VERSION = 1;

/** Content hashes, two 32-bit halves each, of values known by index. */
class ContentHashes {
  readonly #textOf: (index: number) => string;
  #halves = new Int32Array(32);
  #hashed = 0;

  constructor(textOf: (index: number) => string) {
    this.#textOf = textOf;
  }

  /** Hashes the values up to `size` that were not hashed before. */
  catchUp(size: number): void {
    if (this.#halves.length < 2 * size) {
      const halves = new Int32Array(3 * size);
      halves.set(this.#halves);
      this.#halves = halves;
    }
    for (; this.#hashed < size; this.#hashed += 1) {
      const hash = hashText(this.#textOf(this.#hashed));
      this.#halves[2 * this.#hashed] = hash[0] ?? 0;
      this.#halves[2 * this.#hashed + 1] = hash[1] ?? 0;
    }
  }

  low(index: number): number {
    return this.#halves[2 * index] ?? 0;
  }

  high(index: number): number {
    return this.#halves[2 * index + 1] ?? 0;
  }
}

/** Per type: a hash of its name and revision, and per field the hashes its words point to; null where the word is the content. */
interface TypeHash {
  readonly low: number;
  readonly high: number;
  readonly contents: readonly (ContentHashes | null)[];
}

/** Closed lists never change: each is hashed once, however many logs are made. */
const knownChoices = new WeakMap<readonly string[], ContentHashes>();

const choiceHashes = (choices: readonly string[]): ContentHashes => {
  let hashes = knownChoices.get(choices);
  if (hashes === undefined) {
    hashes = new ContentHashes((position) => choices[position] ?? "");
    hashes.catchUp(choices.length);
    knownChoices.set(choices, hashes);
  }
  return hashes;
};

// The halves of a whole number by arithmetic rather than by a view on its bytes: the same on every platform.
const low = (word: number): number => word | 0;
const high = (word: number): number => Math.floor(word * 2 ** -32) | 0;

const nameHashes = new WeakMap<Layout, { readonly low: number; readonly high: number }>();

/** Of an event type's name and revision. */
const nameHashOf = (layout: Layout): { readonly low: number; readonly high: number } => {
  let known = nameHashes.get(layout);
  if (known === undefined) {
    const { type, revision } = layout.definition;
    const [first = 0, second = 0] = hashText(`${type} ${String(revision)}`);
    nameHashes.set(layout, (known = { low: first, high: second }));
  }
  return known;
};

export class FactDigest {
  readonly #facts: PackedFacts;
  readonly #strings: ContentHashes;
  readonly #objects: ContentHashes;
  /** By type, each worked out at its first fact: of most types a log has none. */
  readonly #types: (TypeHash | undefined)[] = [];
  readonly #lanes = createLanes().fill(DIGEST_VERSION);
  #absorbed = 0;

  constructor(facts: PackedFacts) {
    const { tables } = facts;
    this.#facts = facts;
    this.#strings = new ContentHashes((index) => tables.strings.value(index));
    this.#objects = new ContentHashes((index) => canonicalJson(tables.objects.value(index)));
  }

  /** The digest of all facts recorded so far; costs what was recorded since the last call. */
  hex(): string {
    const facts = this.#facts;
    this.#strings.catchUp(facts.tables.strings.size);
    this.#objects.catchUp(facts.tables.objects.size);
    for (; this.#absorbed < facts.length; this.#absorbed += 1) this.#absorb(this.#absorbed);
    const lanes = this.#lanes.slice();
    finish(lanes, facts.length);
    return hexOf(lanes);
  }

  #typeHash(layout: Layout): TypeHash {
    const { low: first, high: second } = nameHashOf(layout);
    return { low: first, high: second, contents: layout.fields.map((field) => this.#contentsOf(field)) };
  }

  #contentsOf(field: FieldLayout): ContentHashes | null {
    switch (field.storage) {
      case "int":
      case "boolean":
        return null;
      case "string":
        return this.#strings;
      case "json":
        return this.#objects;
      case "oneOf":
        return choiceHashes(field.choices);
    }
  }

  // One block of time, subject and cause; then type and fields, two 64-bit items to a block, the last filled with 0.
  #absorb(seq: number): void {
    const facts = this.#facts;
    const lanes = this.#lanes;
    const at = facts.at(seq);
    const type = (this.#types[facts.typeOf(seq)] ??= this.#typeHash(facts.layoutOf(seq)));
    mixBlock(lanes, low(at), high(at), facts.subject(seq), facts.causedBy(seq));
    const contents = type.contents;
    const first = facts.offset(seq);
    let pending = true;
    let a = type.low;
    let b = type.high;
    for (let k = 0; k < contents.length; k += 1) {
      const word = facts.word(first + k);
      const content = contents[k] ?? null;
      const isNumber = content === null || word === NULL_WORD;
      const c = isNumber ? low(word) : content.low(word);
      const d = isNumber ? high(word) : content.high(word);
      if (pending) {
        mixBlock(lanes, a, b, c, d);
      } else {
        a = c;
        b = d;
      }
      pending = !pending;
    }
    if (pending) mixBlock(lanes, a, b, 0, 0);
  }
}
