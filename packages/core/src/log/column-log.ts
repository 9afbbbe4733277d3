// The log of a run: facts in growable typed columns, about 21 bytes each plus 8 per field.
import type { Envelope, EventDefinition } from "../event.js";
import { InvariantViolation, invariant } from "../invariant.js";
import type { SimTime } from "../time.js";
import type { EventLog, EventRecorder } from "./event-log.js";
import { FactDigest } from "./fact-digest.js";
import { InternTable } from "./interning.js";
import { isJson } from "./json-value.js";
import type { JsonValue } from "./json-value.js";
import { layoutsOf, packField, positionsOf, unpackField } from "./layout.js";
import type { Layout, Tables } from "./layout.js";
import type { PackedFacts, PackedRecorder } from "./packed-facts.js";

export interface ColumnLog extends EventLog, EventRecorder {
  /** The facts as stored, for the storage form; see PackedFacts. */
  readonly packed: PackedFacts;
}

/** A fact's seq has to fit the causedBy column. */
const FACTS_MAX = 2 ** 31 - 1;
const FIRST_CAPACITY = 1024;

const grownCapacity = (needed: number, capacity: number): number => Math.max(needed, 2 * capacity, FIRST_CAPACITY);

const admitJson = (value: JsonValue): void => {
  if (!isJson(value)) throw new InvariantViolation("a json field holds something that is no JSON value");
};

/** Columns of equal length, one row per fact, and the words of all payloads end to end. */
class Columns implements PackedRecorder {
  length = 0;
  wordCount = 0;
  readonly layouts: readonly Layout[];
  readonly tables: Tables = {
    strings: new InternTable<string>(() => undefined),
    objects: new InternTable<JsonValue>(admitJson),
  };
  #at = new Float64Array(0);
  #type = new Uint8Array(0);
  #subject = new Int32Array(0);
  #causedBy = new Int32Array(0);
  #offset = new Uint32Array(0);
  #words = new Float64Array(0);

  constructor(registry: readonly EventDefinition[]) {
    this.layouts = layoutsOf(registry);
  }

  at(seq: number): number {
    return this.#at[seq]!;
  }

  typeOf(seq: number): number {
    return this.#type[seq]!;
  }

  subject(seq: number): number {
    return this.#subject[seq]!;
  }

  causedBy(seq: number): number {
    return this.#causedBy[seq]!;
  }

  offset(seq: number): number {
    return this.#offset[seq]!;
  }

  word(index: number): number {
    return this.#words[index]!;
  }

  layoutOf(seq: number): Layout {
    return this.layouts[this.#type[seq]!]!;
  }

  setWord(index: number, word: number): void {
    this.#words[index] = word;
  }

  /** Makes room for one more fact with so many fields: words from wordCount on may then be set. */
  reserve(fieldCount: number): void {
    if (this.length === this.#at.length) this.#growFacts();
    if (this.wordCount + fieldCount > this.#words.length) this.#growWords(this.wordCount + fieldCount);
  }

  /** Ends the fact whose words were set; nothing is recorded before this. Returns its seq. */
  commit(at: SimTime, typeIx: number, subject: number, causedBy: number): number {
    const seq = this.length;
    if (!Number.isSafeInteger(at) || at < (seq === 0 ? 0 : this.#at[seq - 1]!)) {
      throw new InvariantViolation(
        `fact ${String(seq)} at ${String(at)} µs is no time, or before the fact preceding it`,
      );
    }
    if (subject !== (subject | 0))
      throw new InvariantViolation(`fact ${String(seq)}: no subject index: ${String(subject)}`);
    if (causedBy !== (causedBy | 0) || causedBy < -1 || causedBy >= seq) {
      throw new InvariantViolation(`fact ${String(seq)} cannot be caused by fact ${String(causedBy)}`);
    }
    this.#at[seq] = at + 0;
    this.#type[seq] = typeIx;
    this.#subject[seq] = subject;
    this.#causedBy[seq] = causedBy;
    this.#offset[seq] = this.wordCount;
    this.wordCount += this.layouts[typeIx]!.fields.length;
    this.length = seq + 1;
    return seq;
  }

  #growFacts(): void {
    invariant(this.length < FACTS_MAX, "the log is full: 2^31 - 1 facts");
    const capacity = Math.min(FACTS_MAX, grownCapacity(0, this.length));
    this.#at = grown(new Float64Array(capacity), this.#at);
    this.#type = grown(new Uint8Array(capacity), this.#type);
    this.#subject = grown(new Int32Array(capacity), this.#subject);
    this.#causedBy = grown(new Int32Array(capacity), this.#causedBy);
    this.#offset = grown(new Uint32Array(capacity), this.#offset);
  }

  #growWords(needed: number): void {
    invariant(needed < 2 ** 32, "the log is full: 2^32 words of data");
    this.#words = grown(
      new Float64Array(Math.min(2 ** 32 - 1, grownCapacity(needed, this.#words.length))),
      this.#words,
    );
  }
}

const grown = <A extends { set(from: A): void }>(to: A, from: A): A => {
  to.set(from);
  return to;
};

/** What no field can hold. */
const NOTHING_YET: unique symbol = Symbol("nothing yet");

/** The values of the latest fact of a type and their words: facts of one type follow each other with much the same data. */
interface Latest {
  readonly values: unknown[];
  readonly words: number[];
}

const nothingYet = (fieldCount: number): Latest => ({
  values: new Array<unknown>(fieldCount).fill(NOTHING_YET),
  words: new Array<number>(fieldCount).fill(0),
});

class TypedColumnLog implements ColumnLog {
  readonly packed: PackedFacts;
  readonly registry: readonly EventDefinition[];
  readonly #columns: Columns;
  readonly #typeIxOf: ReadonlyMap<EventDefinition, number>;
  readonly #digest: FactDigest;
  /** By type; of most types a log has no fact. */
  readonly #latest: (Latest | undefined)[] = [];

  constructor(registry: readonly EventDefinition[], columns: Columns) {
    this.registry = registry;
    this.packed = columns;
    this.#columns = columns;
    this.#typeIxOf = positionsOf(registry);
    this.#digest = new FactDigest(columns);
  }

  get length(): number {
    return this.#columns.length;
  }

  get endUs(): SimTime {
    return this.#columns.length === 0 ? 0 : this.#columns.at(this.#columns.length - 1);
  }

  append<Data extends object>(
    at: SimTime,
    definition: EventDefinition<string, Data>,
    subject: number,
    causedBy: number,
    data: Data,
  ): number {
    const columns = this.#columns;
    const typeIx = this.#typeIxOf.get(definition);
    if (typeIx === undefined)
      throw new InvariantViolation(`event type ${definition.type} is not in the log's registry`);
    const fields = columns.layouts[typeIx]!.fields;
    columns.reserve(fields.length);
    const first = columns.wordCount;
    const { values, words } = (this.#latest[typeIx] ??= nothingYet(fields.length));
    for (let k = 0; k < fields.length; k += 1) {
      const field = fields[k]!;
      const value = (data as Record<string, unknown>)[field.name];
      if (value !== values[k]) {
        words[k] = packField(field, value, columns.tables);
        values[k] = value;
      }
      columns.setWord(first + k, words[k]!);
    }
    return columns.commit(at, typeIx, subject, causedBy);
  }

  at(seq: number): SimTime {
    return this.#columns.at(this.#within(seq));
  }

  typeOf(seq: number): number {
    return this.#columns.typeOf(this.#within(seq));
  }

  subject(seq: number): number {
    return this.#columns.subject(this.#within(seq));
  }

  causedBy(seq: number): number {
    return this.#columns.causedBy(this.#within(seq));
  }

  data(seq: number): object {
    return this.#data(this.#within(seq));
  }

  read(seq: number): Envelope {
    return this.#envelope(this.#within(seq));
  }

  forEach(from: number, to: number, visit: (envelope: Envelope) => void): void {
    invariant(from >= 0 && from <= to && to <= this.length, () => `no facts [${String(from)}, ${String(to)})`);
    for (let seq = from; seq < to; seq += 1) visit(this.#envelope(seq));
  }

  digest(): string {
    return this.#digest.hex();
  }

  #within(seq: number): number {
    // The columns have slack at their end, so a seq has to be checked rather than read as undefined.
    if (!(seq >= 0 && seq < this.#columns.length)) throw new InvariantViolation(`the log has no fact ${String(seq)}`);
    return seq;
  }

  #envelope(seq: number): Envelope {
    const columns = this.#columns;
    return {
      seq,
      at: columns.at(seq),
      subject: columns.subject(seq),
      causedBy: columns.causedBy(seq),
      definition: columns.layoutOf(seq).definition,
      data: this.#data(seq),
    };
  }

  #data(seq: number): object {
    const columns = this.#columns;
    const fields = columns.layoutOf(seq).fields;
    const first = columns.offset(seq);
    const data: Record<string, unknown> = {};
    for (let k = 0; k < fields.length; k += 1) {
      const field = fields[k]!;
      data[field.name] = unpackField(field, columns.word(first + k), columns.tables);
    }
    return data;
  }
}

/** An empty log for facts of these types. */
export const createColumnLog = (registry: readonly EventDefinition[]): ColumnLog =>
  new TypedColumnLog(registry, new Columns(registry));

/** An empty log together with the way to record words in it: for the storage form. */
export const createPackedLog = (
  registry: readonly EventDefinition[],
): { readonly log: ColumnLog; readonly recorder: PackedRecorder } => {
  const columns = new Columns(registry);
  return { log: new TypedColumnLog(registry, columns), recorder: columns };
};
