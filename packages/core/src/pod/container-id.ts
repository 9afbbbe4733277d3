// The runtime's id of a container instance: made from who it is, so that it needs no room in the log.
import { hexOfWords } from "../hex.js";

const FNV_PRIME = 0x01000193;
const FNV_BASIS = 0x811c9dc5;
const OTHER_BASIS = 0x9e3779b1;

/** A one-to-one mixing of 32 bits in which every input bit moves every output bit (constants: C. Wellons, 2018). */
const avalanche = (n: number): number => {
  let x = n ^ (n >>> 16);
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return x ^ (x >>> 15);
};

/** 32 hexadecimal digits, the same for the same pod, container and attempt. */
export const containerIdOf = (podUid: string, container: string, attempt: number): string => {
  const text = `${podUid}/${container}`;
  let a = FNV_BASIS;
  let b = OTHER_BASIS + attempt;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, FNV_PRIME);
    b = Math.imul(b + unit, FNV_BASIS);
  }
  a = avalanche(a ^ attempt);
  b = avalanche(b);
  return hexOfWords(a, b, avalanche(a + b), avalanche(a ^ (b + OTHER_BASIS)));
};
