import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BYTES_PER_UNIT_MAX, readUtf8, writeUtf8 } from "./utf8.js";

const encoded = (text: string): Uint8Array => {
  const bytes = new Uint8Array(BYTES_PER_UNIT_MAX * text.length);
  return bytes.subarray(0, writeUtf8(text, bytes, 0));
};

const anyText = fc.array(fc.nat({ max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units));

describe("UTF-8", () => {
  test.each([
    ["", []],
    ["Aé", [0x41, 0xc3, 0xa9]],
    ["€", [0xe2, 0x82, 0xac]],
    ["𝄞", [0xf0, 0x9d, 0x84, 0x9e]],
    ["\ud834", [0xed, 0xa0, 0xb4]],
  ])("writes %j", (text, bytes) => {
    expect([...encoded(text)]).toEqual(bytes);
  });

  test("gives back any text, lone surrogates too", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readUtf8(encoded(text), 0, encoded(text).length)).toBe(text);
      }),
    );
  });

  test("gives back a text of many pieces", () => {
    const text = "añ€𝄞".repeat(5_000);
    expect(readUtf8(encoded(text), 0, encoded(text).length)).toBe(text);
  });

  test.each([
    ["a continuation without a start", [0x80]],
    ["a start without its continuation", [0xc3, 0x41]],
    ["a sequence cut off", [0xe2, 0x82]],
    ["two bytes for what fits in one", [0xc1, 0x81]],
    ["three bytes for what fits in two", [0xe0, 0x81, 0x81]],
    ["four bytes for what fits in three", [0xf0, 0x82, 0x82, 0xac]],
    ["a code point above 10FFFF", [0xf4, 0x90, 0x80, 0x80]],
    ["a byte that starts nothing", [0xff]],
  ])("refuses %s", (_, bytes) => {
    expect(readUtf8(Uint8Array.from([0x41, ...bytes]), 0, 1 + bytes.length)).toBeNull();
  });
});
