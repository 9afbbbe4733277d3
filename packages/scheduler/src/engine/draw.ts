// Keyed randomness: every number is a pure function of the seed and of what it is for, so a draw more changes no other one.
import seedrandom from "seedrandom";
import { invariant } from "./invariant.js";

const WORD = 2 ** 32;
const SIGN = 1 << 31;

/** A hash of 32-bit words in two lanes. Every step is one-to-one in the lane and in the word. */
class KeyHash {
  #a = 0x243f6a88 | 0;
  #b = 0x85a308d3 | 0;

  word(word: number): void {
    let a = Math.imul(this.#a ^ word, 0x9e3779b1);
    a ^= a >>> 15;
    this.#a = Math.imul(a, 0x85ebca77);
    let b = Math.imul(this.#b + word, 0xc2b2ae3d);
    b ^= b >>> 13;
    this.#b = (b << 11) | (b >>> 21);
  }

  /** The length goes first, so no text can run into the one that follows it. */
  text(text: string): void {
    const length = text.length;
    this.word(length);
    const even = length & ~1;
    for (let k = 0; k < even; k += 2) this.word(text.charCodeAt(k) | (text.charCodeAt(k + 1) << 16));
    if (even < length) this.word(text.charCodeAt(even));
  }

  /** A whole number, |n| <= 2^53 - 1. */
  integer(n: number): void {
    this.word(n | 0);
    this.word(Math.floor(n / WORD));
  }

  /** Forgets everything. */
  begin(): void {
    this.#a = 0x243f6a88 | 0;
    this.#b = 0x85a308d3 | 0;
  }

  /** The three numbers in [0, 1) that an Alea generator keyed with all this begins with, as whole 2^-32ths. */
  get first(): number {
    return avalanche(this.#a ^ avalanche(this.#b)) >>> 0;
  }

  get second(): number {
    return avalanche(this.#b + avalanche(this.#a + 0x9e3779b9)) >>> 0;
  }

  get third(): number {
    const a = this.#a;
    return avalanche((a << 16) ^ (a >>> 16) ^ avalanche(this.#b ^ 0x6a09e667)) >>> 0;
  }
}

/** A one-to-one mixing of 32 bits in which every input bit moves every output bit (constants: C. Wellons, 2018). */
const avalanche = (n: number): number => {
  let x = n ^ (n >>> 16);
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return x ^ (x >>> 15);
};

/** The one that is keyed anew for every number: nothing of it outlives the call. */
const key = new KeyHash();

const keyed = (purpose: number, seed: number, stream: string, entity: string, n: number): KeyHash => {
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(n)) invariant(false, `no key: ${seed}, ${n}`);
  key.begin();
  key.word(purpose);
  key.integer(seed);
  key.text(stream);
  key.text(entity);
  key.integer(n);
  return key;
};

/**
 * Alea and not xor128: that one is linear in its key, so its numbers for two streams, seeds or draws of one entity would
 * differ by the same bits for every entity.
 */
const aleaState = (from: KeyHash): seedrandom.State.Alea => ({
  c: 1,
  s0: from.first / WORD,
  s1: from.second / WORD,
  s2: from.third / WORD,
});

const ALEA_FACTOR = 2_091_639;
/** 2^21 and 2^-53: how Alea's double() puts two of its numbers together. */
const HIGH_PART = 0x200000;
const LOW_UNIT = 2 ** -53;

// Alea's own step, worked out here: a generator that is asked once costs ten times as much to make as to ask (held to
// seedrandom's by a test).

/** The first number of an Alea generator with that key, as its double() gives it. */
const firstDouble = (from: KeyHash): number => {
  const first = ALEA_FACTOR * (from.first / WORD) + 1 / WORD;
  const carry = first | 0;
  const high = first - carry;
  const second = ALEA_FACTOR * (from.second / WORD) + carry / WORD;
  const low = second - (second | 0);
  return high + ((low * HIGH_PART) | 0) * LOW_UNIT;
};

/** The same as its int32() gives it, without the sign. */
const firstWord = (from: KeyHash): number => {
  const first = ALEA_FACTOR * (from.first / WORD) + 1 / WORD;
  return ((first - (first | 0)) * WORD) >>> 0;
};

/**
 * A number in [0, 1), a multiple of 2^-53. `stream` says what it decides, `entity` for whom, `n` which of several draws;
 * seed and n are whole numbers. No state is kept: equal arguments give equal numbers, whatever was drawn before.
 */
export const draw = (seed: number, stream: string, entity: string, n: number): number =>
  firstDouble(keyed(0, seed, stream, entity, n));

/** The generator that draw takes its number from; for tests. */
export const generatorOf = (seed: number, stream: string, entity: string, n: number): seedrandom.PRNG =>
  seedrandom.alea("", { state: aleaState(keyed(0, seed, stream, entity, n)) });

/** A number in [0, 2^32) that stands for `name` in the ties of one stream; see mix. */
export const tieSalt = (seed: number, stream: string, name: string): number =>
  firstWord(keyed(1, seed, stream, name, 0));

/** The generator that tieSalt takes its number from; for tests. */
export const saltGeneratorOf = (seed: number, stream: string, name: string): seedrandom.PRNG =>
  seedrandom.alea("", { state: aleaState(keyed(1, seed, stream, name, 0)) });

/**
 * A number in [0, 2^32) for the pair of two salts, in a few operations: rendezvous hashing. Of tied candidates take the
 * one with the highest mix(the chooser's salt, the candidate's): the choice falls evenly, does not depend on the order
 * they are looked at in, and another candidate more changes it only in that candidate's favour. Two candidates mix to
 * the same number only if their salts are equal.
 */
export const mix = (chooser: number, candidate: number): number =>
  avalanche(avalanche(chooser + 0x9e3779b9) ^ candidate) >>> 0;

/**
 * Of the first `count` > 0 candidates the one with the highest mix of the chooser's salt and its own, salts[candidate];
 * `isBefore` decides between two with equal salts. One loop without a call, as there can be thousands of candidates.
 */
export const highestMix = (
  chooser: number,
  salts: Int32Array,
  candidates: ArrayLike<number>,
  count: number,
  isBefore: (a: number, b: number) => boolean,
): number => {
  const key = avalanche(chooser + 0x9e3779b9);
  let best = candidates[0] ?? 0;
  // With the sign turned, signed numbers are in the order of unsigned ones.
  let highest = avalanche(key ^ (salts[best] ?? 0)) ^ SIGN;
  for (let k = 1; k < count; k++) {
    const candidate = candidates[k] ?? 0;
    const drawn = avalanche(key ^ (salts[candidate] ?? 0)) ^ SIGN;
    if (drawn < highest) continue;
    if (drawn === highest && isBefore(best, candidate)) continue;
    best = candidate;
    highest = drawn;
  }
  return best;
};
