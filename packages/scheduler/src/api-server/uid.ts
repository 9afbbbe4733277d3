// UIDs in the form Kubernetes gives them, made from the run's seed and the object's name.
import { uuidOfWords } from "@podsim/core";
import type { ControlPlane } from "../actor.js";
import type { RequestContext } from "./request.js";

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
  const second = (word(1) & ~0xf000) | VERSION_4;
  const third = (word(2) & 0x3fffffff) | VARIANT_1;
  return uuidOfWords(word(0), second, third, word(3));
};

/** Of an object that is applied: one that is made anew after it was deleted is another one. */
export const appliedUid = (
  { plane, name: entry }: Pick<RequestContext, "plane" | "name">,
  kind: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): string => uidOf(plane, kind, entry === "start" ? `${namespace}/${name}` : `${namespace}/${name} ${entry}`);
