// The facts of a log as they are stored: what the digest and the storage form work on.
import type { SimTime } from "../time.js";
import type { Interned } from "./interning.js";
import type { JsonValue } from "./json-value.js";
import type { Layout, Tables } from "./layout.js";

/** Accessors are unchecked: 0 <= seq < length, 0 <= word index < wordCount. */
export interface PackedFacts {
  readonly length: number;
  /** Words of all payloads together. */
  readonly wordCount: number;
  readonly layouts: readonly Layout[];
  readonly tables: { readonly strings: Interned<string>; readonly objects: Interned<JsonValue> };
  at(seq: number): SimTime;
  typeOf(seq: number): number;
  subject(seq: number): number;
  causedBy(seq: number): number;
  /** Index of the fact's first word; it has one per field. */
  offset(seq: number): number;
  layoutOf(seq: number): Layout;
  word(index: number): number;
}

/** The writing side, for a sibling that has words rather than data: checks of the words are its own affair. */
export interface PackedRecorder extends PackedFacts {
  readonly tables: Tables;
  /** Room for one more fact with so many fields, whose words then go to wordCount, wordCount + 1 … */
  reserve(fieldCount: number): void;
  setWord(index: number, word: number): void;
  /** Records the fact whose words were set, after the checks of `append` on the rest, and returns its seq. */
  commit(at: SimTime, typeIx: number, subject: number, causedBy: number): number;
}
