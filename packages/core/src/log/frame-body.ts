// What is inside a frame: the strings and objects its facts are the first to use, then the facts column by column.
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { readIntegers, writeIntegers } from "./integer-column.js";
import { isJson } from "./json-value.js";
import type { JsonValue } from "./json-value.js";
import { NULL_WORD } from "./layout.js";
import type { FieldLayout, Layout, Tables } from "./layout.js";
import type { PackedFacts, PackedRecorder } from "./packed-facts.js";

/** How far a log is encoded: facts, and the values of its tables that those facts use. */
export interface Extent {
  readonly factCount: number;
  readonly stringCount: number;
  readonly objectCount: number;
}

/** The positions 0 … count - 1 of a frame's facts, grouped by type and in order within a type. */
class Groups {
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(types: Uint8Array, typeCount: number) {
    this.#starts = new Uint32Array(typeCount + 1);
    this.#order = new Uint32Array(types.length);
    for (const type of types) this.#starts[type + 1] = (this.#starts[type + 1] ?? 0) + 1;
    for (let type = 0; type < typeCount; type += 1) {
      this.#starts[type + 1] = (this.#starts[type + 1] ?? 0) + (this.#starts[type] ?? 0);
    }
    const next = this.#starts.slice();
    for (let i = 0; i < types.length; i += 1) {
      const type = types[i] ?? 0;
      const at = next[type] ?? 0;
      this.#order[at] = i;
      next[type] = at + 1;
    }
  }

  /** Positions of the facts of one type. */
  of(typeIx: number): Uint32Array {
    return this.#order.subarray(this.#starts[typeIx], this.#starts[typeIx + 1]);
  }
}

const fill = (words: Float64Array, count: number, wordOf: (i: number) => number): Float64Array => {
  for (let i = 0; i < count; i += 1) words[i] = wordOf(i);
  return words;
};

/** The words of one field, of the facts at these positions after `from`. */
const fieldWords = (
  facts: PackedFacts,
  from: number,
  positions: Uint32Array,
  k: number,
  words: Float64Array,
): Float64Array => fill(words, positions.length, (i) => facts.word(facts.offset(from + (positions[i] ?? 0)) + k));

const greatestIndex = (words: Float64Array, count: number): number => {
  let greatest = -1;
  for (let i = 0; i < count; i += 1) {
    const word = words[i] ?? 0;
    if (word !== NULL_WORD && word > greatest) greatest = word;
  }
  return greatest;
};

/** Visits every field of every type that occurs, in the order of their columns. */
const forEachField = (
  layouts: readonly Layout[],
  groups: Groups,
  visit: (field: FieldLayout, k: number, positions: Uint32Array) => void,
): void => {
  for (const { typeIx, fields } of layouts) {
    const positions = groups.of(typeIx);
    if (positions.length > 0) fields.forEach((field, k) => visit(field, k, positions));
  }
};

/** Appends the facts after `done` up to `to` and says how far the log is encoded then. */
export const writeBody = (writer: ByteWriter, facts: PackedFacts, done: Extent, to: number): Extent => {
  const from = done.factCount;
  const count = to - from;
  const words = new Float64Array(count);
  const types = Uint8Array.from({ length: count }, (_, i) => facts.typeOf(from + i));
  const groups = new Groups(types, facts.layouts.length);
  let stringCount = done.stringCount;
  let objectCount = done.objectCount;
  // Indexes are given out in order of first use, so the values new here are those up to the greatest index.
  forEachField(facts.layouts, groups, ({ storage }, k, positions) => {
    if (storage !== "string" && storage !== "json") return;
    const size = greatestIndex(fieldWords(facts, from, positions, k, words), positions.length) + 1;
    if (storage === "string") stringCount = Math.max(stringCount, size);
    else objectCount = Math.max(objectCount, size);
  });
  writer.uint32(stringCount - done.stringCount);
  for (let ix = done.stringCount; ix < stringCount; ix += 1) writer.text(facts.tables.strings.value(ix));
  writer.uint32(objectCount - done.objectCount);
  for (let ix = done.objectCount; ix < objectCount; ix += 1)
    writer.text(JSON.stringify(facts.tables.objects.value(ix)));
  writer.bytes(types);
  writer.float64(facts.at(from));
  writeIntegers(
    writer,
    fill(words, count - 1, (i) => facts.at(from + i + 1) - facts.at(from + i)),
    count - 1,
  );
  writeIntegers(
    writer,
    fill(words, count, (i) => facts.subject(from + i)),
    count,
  );
  // How far back the cause lies: small for most facts, while seqs only grow.
  writeIntegers(
    writer,
    fill(words, count, (i) => from + i - facts.causedBy(from + i)),
    count,
  );
  forEachField(facts.layouts, groups, (_, k, positions) => {
    writeIntegers(writer, fieldWords(facts, from, positions, k, words), positions.length);
  });
  return { factCount: to, stringCount, objectCount };
};

const readStrings = (reader: ByteReader, tables: Tables): void => {
  for (let left = reader.uint32(); left > 0 && reader.fault === null; left -= 1) {
    const size = tables.strings.size;
    const text = reader.text();
    if (reader.fault === null && tables.strings.intern(text) !== size) reader.refuse("a string is introduced twice");
  }
};

const parsed = (text: string): JsonValue | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const readObjects = (reader: ByteReader, tables: Tables): void => {
  for (let left = reader.uint32(); left > 0 && reader.fault === null; left -= 1) {
    const size = tables.objects.size;
    const value = parsed(reader.text());
    if (value === undefined) reader.refuse("a JSON value expected");
    else if (tables.objects.intern(value) !== size) reader.refuse("a JSON value is introduced twice");
  }
};

/** How many values the words of a field can stand for, Infinity where a word is the value. */
const choiceCount = (field: FieldLayout, tables: Tables): number => {
  switch (field.storage) {
    case "int":
      return Infinity;
    case "boolean":
      return 2;
    case "string":
      return tables.strings.size;
    case "json":
      return tables.objects.size;
    case "oneOf":
      return field.choices.length;
  }
};

const checkField = (
  reader: ByteReader,
  layout: Layout,
  field: FieldLayout,
  words: Float64Array,
  tables: Tables,
): void => {
  const end = choiceCount(field, tables);
  const least = end === Infinity ? -Infinity : 0;
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? 0;
    if (Number.isSafeInteger(word) ? word >= least && word < end : word === NULL_WORD && field.nullable) continue;
    reader.refuse(`${layout.definition.type}.${field.name} cannot be ${String(word)}`);
    return;
  }
};

/** Per type, per field: the checked words of its facts in order. */
const readFields = (reader: ByteReader, facts: PackedRecorder, groups: Groups): readonly (readonly Float64Array[])[] =>
  facts.layouts.map((layout) => {
    const count = groups.of(layout.typeIx).length;
    if (count === 0) return [];
    return layout.fields.map((field) => {
      const words = new Float64Array(reader.fault === null ? count : 0);
      readIntegers(reader, words, words.length);
      if (reader.fault === null) checkField(reader, layout, field, words, facts.tables);
      return words;
    });
  });

const readColumn = (reader: ByteReader, count: number): Float64Array => {
  const words = new Float64Array(count);
  readIntegers(reader, words, count);
  return words;
};

/** Reads `count` facts to the end of the log. On a fault of the reader the log is left in no state to be used. */
export const readBody = (reader: ByteReader, facts: PackedRecorder, count: number): void => {
  readStrings(reader, facts.tables);
  readObjects(reader, facts.tables);
  const types = reader.bytes(count);
  if (types.some((type) => type >= facts.layouts.length)) reader.refuse("an event type of the registry expected");
  if (reader.fault !== null) return;
  let at = reader.float64();
  const gaps = readColumn(reader, count - 1);
  const subjects = readColumn(reader, count);
  const distances = readColumn(reader, count);
  const fields = readFields(reader, facts, new Groups(types, facts.layouts.length));
  if (reader.remaining > 0) reader.refuse(`${String(reader.remaining)} bytes more than the facts need`);
  const next = new Uint32Array(facts.layouts.length);
  let endUs = facts.length === 0 ? 0 : facts.at(facts.length - 1);
  for (let i = 0; i < count && reader.fault === null; i += 1) {
    if (i > 0) at += gaps[i - 1] ?? 0;
    const subject = subjects[i] ?? 0;
    const seq = facts.length;
    const causedBy = seq - (distances[i] ?? 0);
    if (!Number.isSafeInteger(at) || at < endUs) reader.refuse(`fact ${String(seq)} cannot be at ${String(at)} µs`);
    else if (subject !== (subject | 0)) reader.refuse(`fact ${String(seq)} cannot be about ${String(subject)}`);
    else if (causedBy !== (causedBy | 0) || causedBy < -1 || causedBy >= seq) {
      reader.refuse(`fact ${String(seq)} cannot be caused by ${String(causedBy)}`);
    } else {
      endUs = at;
      const typeIx = types[i] ?? 0;
      const row = next[typeIx] ?? 0;
      next[typeIx] = row + 1;
      commitRow(facts, fields[typeIx] ?? [], row, at, typeIx, subject, causedBy);
    }
  }
};

const commitRow = (
  facts: PackedRecorder,
  fields: readonly Float64Array[],
  row: number,
  at: number,
  typeIx: number,
  subject: number,
  causedBy: number,
): void => {
  facts.reserve(fields.length);
  const first = facts.wordCount;
  for (let k = 0; k < fields.length; k += 1) facts.setWord(first + k, fields[k]?.[row] ?? 0);
  facts.commit(at, typeIx, subject, causedBy);
};
