// Hexadecimal digits of whole words: ids are made by the thousand and kept, so each text is made in one piece.

/** Only the lowest four bits count. */
const digit = (bits: number): number => {
  const value = bits & 15;
  return value < 10 ? 48 + value : 87 + value;
};

/** Puts `count` digits of the word, from the highest of its lowest 4 * count bits on, into codes[at], codes[at + 1], … */
const put = (codes: number[], at: number, word: number, count: number): void => {
  for (let k = 0; k < count; k++) codes[at + k] = digit(word >>> (4 * (count - 1 - k)));
};

const thirtyTwo = new Array<number>(32).fill(0);
const uuid = new Array<number>(36).fill("-".charCodeAt(0));

/** Thirty-two lower-case digits, eight of each word. */
export const hexOfWords = (a: number, b: number, c: number, d: number): string => {
  put(thirtyTwo, 0, a, 8);
  put(thirtyTwo, 8, b, 8);
  put(thirtyTwo, 16, c, 8);
  put(thirtyTwo, 24, d, 8);
  return String.fromCharCode(...thirtyTwo);
};

/** The same in the groups of a UUID: 8-4-4-4-12. */
export const uuidOfWords = (a: number, b: number, c: number, d: number): string => {
  put(uuid, 0, a, 8);
  put(uuid, 9, b >>> 16, 4);
  put(uuid, 14, b, 4);
  put(uuid, 19, c >>> 16, 4);
  put(uuid, 24, c, 4);
  put(uuid, 28, d, 8);
  return String.fromCharCode(...uuid);
};
