// UIDs in the form Kubernetes gives them, made from the run's seed and the object's name.
import { hexOfWord } from "@podsim/core";
import type { ControlPlane } from "../actor.js";

const WORD = 2 ** 32;
const VERSION_4 = 0x4000;
const VARIANT_1 = 0x80000000;

const streams = new Map<string, string>();

const streamOf = (kind: string): string => {
  let stream = streams.get(kind);
  if (stream === undefined) streams.set(kind, (stream = `uid/${kind}`));
  return stream;
};

/** A version-4 UUID: the same for the same seed, kind and key. */
export const uidOf = ({ draw }: Pick<ControlPlane, "draw">, kind: string, key: string): string => {
  const stream = streamOf(kind);
  const word = (n: number): number => Math.floor(draw(stream, key, n) * WORD);
  const second = hexOfWord(((word(1) & ~0xf000) | VERSION_4) >>> 0);
  const third = hexOfWord(((word(2) & 0x3fffffff) | VARIANT_1) >>> 0);
  return `${hexOfWord(word(0))}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hexOfWord(word(3))}`;
};
