// The facts of a log as they are stored: what digest and storage form work on, a sibling's affair and no public door.
import type { SimTime } from "../time.js";
import type { Layout, Tables } from "./layout.js";

/** Accessors are unchecked: 0 <= seq < length, 0 <= word index < wordCount. */
export interface PackedFacts {
  readonly length: number;
  /** Words of all payloads together. */
  readonly wordCount: number;
  readonly layouts: readonly Layout[];
  readonly tables: Tables;
  at(seq: number): SimTime;
  typeOf(seq: number): number;
  subject(seq: number): number;
  causedBy(seq: number): number;
  /** Index of the fact's first word; it has one per field. */
  offset(seq: number): number;
  layoutOf(seq: number): Layout;
  word(index: number): number;
  /** Room for one more fact with so many fields, whose words then go to wordCount, wordCount + 1 … */
  reserve(fieldCount: number): void;
  setWord(index: number, word: number): void;
  /** Records the fact whose words were set, after the checks of `append`, and returns its seq. */
  commit(at: SimTime, typeIx: number, subject: number, causedBy: number): number;
}
