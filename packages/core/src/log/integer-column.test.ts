import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { readIntegers, writeIntegers } from "./integer-column.js";
import { NULL_WORD } from "./layout.js";

const written = (words: readonly number[]): Uint8Array => {
  const writer = new ByteWriter();
  writeIntegers(writer, Float64Array.from(words), words.length);
  return writer.written();
};

const read = (bytes: Uint8Array, count: number): { words: number[]; fault: string | null; left: number } => {
  const reader = new ByteReader(bytes, 0, bytes.length);
  const words = new Float64Array(count);
  readIntegers(reader, words, count);
  return { words: [...words], fault: reader.fault, left: reader.remaining };
};

const HEAD_BYTES = 9;
const MAX = Number.MAX_SAFE_INTEGER;

describe("a column of whole numbers", () => {
  test.each([
    ["one value throughout", [-7, -7, -7], 0],
    ["nulls throughout", [NULL_WORD, NULL_WORD], 0],
    ["a span of 255", [-5, 250], 1],
    ["a span of 254 and nulls", [0, 254, NULL_WORD], 1],
    ["a span of 255 and nulls", [0, 255, NULL_WORD], 2],
    ["a span of 65535", [10, 65_545], 2],
    ["a span of 2^32 - 1", [MAX - 2 ** 32 + 1, MAX], 4],
    ["a span of 2^32", [0, 2 ** 32], 8],
    ["a span of 2^32 - 1 and nulls", [0, 2 ** 32 - 1, NULL_WORD], 8],
    ["the widest span", [-MAX, MAX, NULL_WORD], 8],
  ])("takes as few bytes as %s needs", (_, words, width) => {
    const bytes = written(words);
    expect(bytes.length).toBe(HEAD_BYTES + width * words.length);
    expect(read(bytes, words.length)).toEqual({ words, fault: null, left: 0 });
  });

  test("reads back", () => {
    const spans = fc.constantFrom(0, 1, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, MAX);
    const columns = fc.tuple(spans, fc.boolean(), fc.maxSafeInteger()).chain(([span, nulls, base]) => {
      const value = fc.integer({ min: base, max: Math.min(MAX, base + span) });
      return fc.array(nulls ? fc.option(value, { nil: NULL_WORD }) : value, { maxLength: 20 });
    });
    fc.assert(
      fc.property(columns, (words) => {
        expect(read(written(words), words.length)).toEqual({ words, fault: null, left: 0 });
      }),
    );
  });

  test("is refused when it is none", () => {
    const column = written([1, 2, 3]);
    expect(read(column.subarray(0, -1), 3).fault).toBe("3 more bytes expected, 2 there");
    expect(read(column.with(0, 3), 3).fault).toBe("a column of whole numbers expected");
    expect(read(column.with(0, 0x21), 3).fault).toBe("a column of whole numbers expected");
    expect(read(column.with(1, 1), 3).fault).toBe("a column of whole numbers expected");
    expect(read(new Uint8Array(0), 3).fault).toBe("1 more bytes expected, 0 there");
  });
});
