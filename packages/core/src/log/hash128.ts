// A fast 128-bit hash over 32-bit words, bytes and text: MurmurHash3 x86_128 (public domain, A. Appleby), for checksums and digests.
// Every step is a permutation of the state and injective in the block it takes in, so two inputs of one length that
// differ within a single 16-byte block never collide; anything else collides with chance 2^-128. Not cryptographic.

/** The state of a hash, and after `finish` its value: four 32-bit lanes. */
export type Lanes = Int32Array;

/** Bytes of a hash value in storage. */
export const HASH_BYTES = 16;

export const createLanes = (): Lanes => new Int32Array(4);

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

const scramble1 = (word: number): number => Math.imul(rotate(Math.imul(word, 0x239b961b), 15), 0xab0e9789);
const scramble2 = (word: number): number => Math.imul(rotate(Math.imul(word, 0xab0e9789), 16), 0x38b34ae5);
const scramble3 = (word: number): number => Math.imul(rotate(Math.imul(word, 0x38b34ae5), 17), 0xa1e38b93);
const scramble4 = (word: number): number => Math.imul(rotate(Math.imul(word, 0xa1e38b93), 18), 0x239b961b);

/** Takes in one block of four 32-bit words. */
export const mixBlock = (lanes: Lanes, a: number, b: number, c: number, d: number): void => {
  let h1 = lanes[0] ?? 0;
  let h2 = lanes[1] ?? 0;
  let h3 = lanes[2] ?? 0;
  let h4 = lanes[3] ?? 0;
  h1 = (Math.imul((rotate(h1 ^ scramble1(a), 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
  h2 = (Math.imul((rotate(h2 ^ scramble2(b), 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
  h3 = (Math.imul((rotate(h3 ^ scramble3(c), 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
  h4 = (Math.imul((rotate(h4 ^ scramble4(d), 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  lanes[0] = h1;
  lanes[1] = h2;
  lanes[2] = h3;
  lanes[3] = h4;
};

/** Takes in a last, incomplete block, padded with zeros. */
const mixTail = (lanes: Lanes, a: number, b: number, c: number, d: number): void => {
  lanes[0] = (lanes[0] ?? 0) ^ scramble1(a);
  lanes[1] = (lanes[1] ?? 0) ^ scramble2(b);
  lanes[2] = (lanes[2] ?? 0) ^ scramble3(c);
  lanes[3] = (lanes[3] ?? 0) ^ scramble4(d);
};

const avalanche = (word: number): number => {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** Ends the hash in place: from here on the lanes are its value. `length` is in the caller's unit (bytes, facts …). */
export const finish = (lanes: Lanes, length: number): void => {
  let h1 = (lanes[0] ?? 0) ^ length;
  let h2 = (lanes[1] ?? 0) ^ length;
  let h3 = (lanes[2] ?? 0) ^ length;
  let h4 = (lanes[3] ?? 0) ^ length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = avalanche((h2 + h1) | 0);
  h3 = avalanche((h3 + h1) | 0);
  h4 = avalanche((h4 + h1) | 0);
  h1 = avalanche(h1);
  h1 = (h1 + h2 + h3 + h4) | 0;
  lanes[0] = h1;
  lanes[1] = h2 + h1;
  lanes[2] = h3 + h1;
  lanes[3] = h4 + h1;
};

/** The hash of bytes [from, to); equals MurmurHash3_x86_128 with `seed` in all four lanes. */
export const hashBytes = (bytes: Uint8Array, from: number, to: number, seed = 0): Lanes => {
  const lanes = createLanes().fill(seed);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocksEnd = from + ((to - from) & ~15);
  for (let p = from; p < blocksEnd; p += 16) {
    mixBlock(
      lanes,
      view.getInt32(p, true),
      view.getInt32(p + 4, true),
      view.getInt32(p + 8, true),
      view.getInt32(p + 12, true),
    );
  }
  if (blocksEnd < to) {
    const tail = new DataView(new ArrayBuffer(16));
    for (let p = blocksEnd; p < to; p += 1) tail.setUint8(p - blocksEnd, view.getUint8(p));
    mixTail(lanes, tail.getInt32(0, true), tail.getInt32(4, true), tail.getInt32(8, true), tail.getInt32(12, true));
  }
  finish(lanes, to - from);
  return lanes;
};

const codeUnits = (text: string, at: number): number =>
  at + 1 < text.length
    ? text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)
    : at < text.length
      ? text.charCodeAt(at)
      : 0;

/** The hash of a text's UTF-16 code units, lone surrogates included. */
export const hashText = (text: string): Lanes => {
  const lanes = createLanes();
  for (let at = 0; at < text.length; at += 8) {
    mixBlock(lanes, codeUnits(text, at), codeUnits(text, at + 2), codeUnits(text, at + 4), codeUnits(text, at + 6));
  }
  finish(lanes, text.length);
  return lanes;
};

/** 32 lower-case hexadecimal digits. */
export const hexOf = (lanes: Lanes): string =>
  Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");

/** The value in storage: four little-endian words. */
export const bytesOf = (lanes: Lanes): Uint8Array => {
  const bytes = new Uint8Array(HASH_BYTES);
  const view = new DataView(bytes.buffer);
  lanes.forEach((lane, k) => view.setInt32(4 * k, lane, true));
  return bytes;
};

/** Whether the 16 bytes at `at` are this value; there must be so many. */
export const holdsHash = (bytes: Uint8Array, at: number, lanes: Lanes): boolean =>
  bytesOf(lanes).every((byte, k) => bytes[at + k] === byte);

/** Reads back what bytesOf gave; there must be 16 bytes at `at`. */
export const lanesAt = (bytes: Uint8Array, at: number): Lanes => {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HASH_BYTES);
  return createLanes().map((_, k) => view.getInt32(4 * k, true));
};
