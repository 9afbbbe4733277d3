import { describe, expect, test } from "vitest";
import { bytesOf, createLanes, finish, hashBytes, hashText, hexOf, holdsHash, lanesAt, mixBlock } from "./hash128.js";

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const FOX = ascii("The quick brown fox jumps over the lazy dog");

describe("the hash of bytes", () => {
  // Values of the reference implementation, taken from the mmh3 package for Python.
  test.each([
    ["nothing", new Uint8Array(0), 0, "00000000000000000000000000000000"],
    ["nothing, seeded", new Uint8Array(0), 1, "88c4adec54d201b954d201b954d201b9"],
    ["one byte", ascii("a"), 0, "a794933c5556b01b5556b01b5556b01b"],
    ["half a block", ascii("podsim"), 0, "9cb3c733714d5bc7d3a6ece0d3a6ece0"],
    ["one block", ascii("0123456789abcdef"), 0, "fb7d440936aed30a48ad1d9b572b3bfd"],
    ["blocks and a rest", FOX, 0, "2f1583c3ecee2c675d7bf66ce5e91d2c"],
    ["blocks and a rest, seeded", FOX, 0x9747b28c, "8ad4d55e4cb861718ea73a9ccdb6793e"],
    ["every byte", Uint8Array.from({ length: 256 }, (_, i) => 255 - i), 123, "aca22ab64b5ddf6b0203ee10130375fe"],
  ])("equals MurmurHash3_x86_128: %s", (_, bytes, seed, expected) => {
    expect(hexOf(hashBytes(bytes, 0, bytes.length, seed))).toBe(expected);
  });

  test("is of the range alone, wherever it lies", () => {
    const padded = new Uint8Array(FOX.length + 5).fill(7);
    padded.set(FOX, 3);
    const within = padded.subarray(1);
    expect(hashBytes(within, 2, 2 + FOX.length)).toEqual(hashBytes(FOX, 0, FOX.length));
  });
});

test("blocks mixed in one by one give the hash of their bytes", () => {
  const lanes = createLanes();
  mixBlock(lanes, 0x33323130, 0x37363534, 0x62613938, 0x66656463);
  finish(lanes, 16);
  expect(hexOf(lanes)).toBe("fb7d440936aed30a48ad1d9b572b3bfd");
});

test("the hash of a text tells apart what differs in one code unit or in length", () => {
  const texts = [
    "",
    "\0",
    "\0\0",
    "a",
    "b",
    "ab",
    "ba",
    "abcdefgh",
    "abcdefgh\0",
    "abcdefghi",
    "\ud800",
    "\udc00",
    "ä",
    "a\u0308",
  ];
  expect(new Set(texts.map((text) => hexOf(hashText(text)))).size).toBe(texts.length);
});

test("a hash reads back from its bytes", () => {
  const lanes = hashText("PodBound");
  const bytes = new Uint8Array(20);
  bytes.set(bytesOf(lanes), 3);
  expect(lanesAt(bytes, 3)).toEqual(lanes);
  expect(holdsHash(bytes, 3, lanes)).toBe(true);
  expect(holdsHash(bytes, 4, lanes)).toBe(false);
});
