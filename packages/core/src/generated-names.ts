// Names that controllers make up: a random suffix, or a hash, in the alphabet that spells no words.

const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;
const SUFFIX_COUNT = ALPHABET.length ** SUFFIX_LENGTH;
/** A generated name is a label of at most 63 characters; what is before the suffix is cut. */
const BASE_MAX_LENGTH = 63 - SUFFIX_LENGTH;

const letter = (n: number): string => ALPHABET.charAt(n % ALPHABET.length);

/** `base` (cut to 58 characters) and five letters. u in [0,1): equal ones give equal names, and every suffix is equally likely. */
export const generatedName = (base: string, u: number): string => {
  let rest = Math.floor(u * SUFFIX_COUNT);
  let suffix = "";
  for (let k = 0; k < SUFFIX_LENGTH; k++) {
    suffix += letter(rest);
    rest = Math.floor(rest / ALPHABET.length);
  }
  return base.slice(0, BASE_MAX_LENGTH) + suffix;
};

/** An ASCII text with every character replaced by one of the alphabet, as it is done to a template's hash. */
export const safeEncode = (text: string): string => {
  let encoded = "";
  for (let k = 0; k < text.length; k++) encoded += letter(text.charCodeAt(k));
  return encoded;
};
