// A column of whole numbers (and nulls) in as few bytes each as their range needs: 0, 1, 2, 4, or 8 where 4 are too few.
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { NULL_WORD } from "./layout.js";

// Layout: a byte of width and flag, the base as float64, then per value `value - base`. With the flag, 0 stands for
// null and values are one higher. Width 8 holds the float64 words themselves.
const HAS_NULLS = 0x10;

const widthOf = (span: number): number => {
  if (span === 0) return 0;
  if (span <= 0xff) return 1;
  if (span <= 0xffff) return 2;
  return span <= 0xffffffff ? 4 : 8;
};

/** Appends the first `count` words. */
export const writeIntegers = (writer: ByteWriter, words: Float64Array, count: number): void => {
  let least = Infinity;
  let greatest = -Infinity;
  let nullCount = 0;
  for (let i = 0; i < count; i += 1) {
    const word = words[i] ?? 0;
    if (word === NULL_WORD) nullCount += 1;
    else {
      if (word < least) least = word;
      if (word > greatest) greatest = word;
    }
  }
  const flag = nullCount > 0 ? HAS_NULLS : 0;
  const base = nullCount === count ? 0 : least;
  const width = widthOf(nullCount === count ? 0 : greatest - least + (nullCount > 0 ? 1 : 0));
  writer.uint8(width | flag);
  writer.float64(base);
  writeValues(writer, words, count, width, flag === 0 ? base : base - 1);
};

const writeValues = (writer: ByteWriter, words: Float64Array, count: number, width: number, zero: number): void => {
  const { view, start } = writer.column(count * width);
  const stored = (i: number): number => {
    const word = words[i] ?? 0;
    return word === NULL_WORD ? 0 : word - zero;
  };
  switch (width) {
    case 1:
      for (let i = 0; i < count; i += 1) view.setUint8(start + i, stored(i));
      return;
    case 2:
      for (let i = 0; i < count; i += 1) view.setUint16(start + 2 * i, stored(i), true);
      return;
    case 4:
      for (let i = 0; i < count; i += 1) view.setUint32(start + 4 * i, stored(i), true);
      return;
    case 8:
      for (let i = 0; i < count; i += 1) view.setFloat64(start + 8 * i, words[i] ?? 0, true);
      return;
    default:
      return;
  }
};

/**
 * Reads `count` words into `words`. What comes back is any float64 for a width of 8, so a caller still has to check
 * the values; a column that cannot be one is the reader's fault.
 */
export const readIntegers = (reader: ByteReader, words: Float64Array, count: number): void => {
  const code = reader.uint8();
  const base = reader.float64();
  const width = code & 0x0f;
  const hasNulls = (code & HAS_NULLS) !== 0;
  if (![0, 1, 2, 4, 8].includes(width) || code > (HAS_NULLS | 8) || !Number.isSafeInteger(base)) {
    reader.refuse("a column of whole numbers expected");
    return;
  }
  const column = reader.column(count * width);
  if (column === null) return;
  const { view, start } = column;
  const zero = hasNulls ? base - 1 : base;
  const value = (stored: number): number => (hasNulls && stored === 0 ? NULL_WORD : zero + stored);
  switch (width) {
    case 1:
      for (let i = 0; i < count; i += 1) words[i] = value(view.getUint8(start + i));
      return;
    case 2:
      for (let i = 0; i < count; i += 1) words[i] = value(view.getUint16(start + 2 * i, true));
      return;
    case 4:
      for (let i = 0; i < count; i += 1) words[i] = value(view.getUint32(start + 4 * i, true));
      return;
    case 8:
      // Adding 0 turns a negative zero into 0.
      for (let i = 0; i < count; i += 1) words[i] = view.getFloat64(start + 8 * i, true) + 0;
      return;
    default:
      words.fill(value(0), 0, count);
  }
};
