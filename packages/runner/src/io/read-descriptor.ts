// Reads an open file, pipe or terminal up to a limit that depends on its first bytes.
import * as fs from "node:fs";
import type { LimitBytes, ReadBytes } from "./files.js";
import { waitBriefly } from "./wait-briefly.js";

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** How many bytes came; 0 at the end. A pipe that has nothing yet is waited for. */
const readSome = (descriptor: number, into: Uint8Array, from: number): number => {
  for (;;) {
    try {
      return fs.readSync(descriptor, into, from, into.length - from, null);
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
      // Windows reports the end of a pipe as an error.
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw thrown;
      waitBriefly();
    }
  }
};

/** Fills the buffer as far as the file goes. */
const fill = (descriptor: number, into: Uint8Array): number => {
  let done = 0;
  while (done < into.length) {
    const count = readSome(descriptor, into, done);
    if (count === 0) break;
    done += count;
  }
  return done;
};

const joined = (parts: readonly Uint8Array[], sizeBytes: number): Uint8Array => {
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Reads from where the descriptor stands. Throws what the system throws. */
export const readDescriptor = (descriptor: number, limit: LimitBytes): ReadBytes => {
  const stat = fs.fstatSync(descriptor);
  const knownBytes = stat.isFile() ? stat.size : null;
  const headSpace = new Uint8Array(HEAD_BYTES);
  const head = headSpace.subarray(0, fill(descriptor, headSpace));
  const limitBytes = limit(head);
  if (head.length < HEAD_BYTES) {
    return { bytes: head, isWhole: head.length <= limitBytes, sizeBytes: head.length };
  }
  if (knownBytes !== null && knownBytes > limitBytes) return { bytes: head, isWhole: false, sizeBytes: knownBytes };
  const parts = [head];
  let sizeBytes = head.length;
  while (sizeBytes <= limitBytes) {
    // Whole at once where the size is known, in pieces where it is not; one byte more tells whether there is more.
    const expected = knownBytes === null ? CHUNK_BYTES : Math.max(1, knownBytes - sizeBytes + 1);
    const space = new Uint8Array(Math.min(expected, limitBytes - sizeBytes + 1));
    const count = fill(descriptor, space);
    parts.push(space.subarray(0, count));
    sizeBytes += count;
    if (count < space.length) return { bytes: joined(parts, sizeBytes), isWhole: true, sizeBytes };
  }
  return { bytes: head, isWhole: false, sizeBytes: null };
};
