// Hexadecimal digits of whole words, by table: ids are made by the thousand.

const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const byteText = (byte: number): string => BYTES[byte] ?? "";

/** Eight lower-case digits; only the lowest 32 bits of `word` count. */
export const hexOfWord = (word: number): string =>
  byteText(word >>> 24) + byteText((word >>> 16) & 255) + byteText((word >>> 8) & 255) + byteText(word & 255);
