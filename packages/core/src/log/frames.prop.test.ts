import * as fc from "fast-check";
import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { arbitraryFacts, arbitraryRecording, definitionOf, recordAll } from "../../testing/log-arbitraries.js";
import type { Recording } from "../../testing/log-arbitraries.js";
import { createNaiveLog } from "../../testing/naive-log.js";
import type { EventDefinition } from "../event.js";
import { createColumnLog } from "./column-log.js";
import type { ColumnLog } from "./column-log.js";
import type { EventLog } from "./event-log.js";
import { encodeHeader } from "./file-header.js";
import { describeFrameError } from "./frame-error.js";
import type { FrameError } from "./frame-error.js";
import { createFrameEncoder, decodeFrames } from "./frames.js";
import type { DecodedFrames } from "./frames.js";
import { bytesOf, hashBytes } from "./hash128.js";

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

/** A file of frames that end at these seqs and at the end of the log, written while the log grows. */
const fileOf = ({ registry, facts }: Recording, ends: readonly number[]): Uint8Array => {
  const log = createColumnLog(registry);
  const encoder = createFrameEncoder(log);
  const parts = [encodeHeader(registry)];
  for (const end of [...ends, facts.length]) {
    recordAll(log, facts.slice(log.length, end));
    parts.push(encoder.encode(end));
  }
  return joined(parts);
};

const decoded = (bytes: Uint8Array, registry: readonly EventDefinition[]): DecodedFrames => {
  const result = decodeFrames(bytes, registry);
  if (isLeft(result)) throw new Error(describeFrameError(result.left));
  return result.right;
};

const refusal = (bytes: Uint8Array, registry: readonly EventDefinition[]): FrameError => {
  const result = decodeFrames(bytes, registry);
  if (isLeft(result)) return result.left;
  throw new Error("decoded although it was changed");
};

const envelopes = (log: EventLog): readonly unknown[] => Array.from({ length: log.length }, (_, seq) => log.read(seq));

/** JSON has no negative zero, so a stored value has none. */
const asStored = (log: EventLog): readonly unknown[] =>
  envelopes(log).map((envelope) => ({
    ...(envelope as object),
    data: JSON.parse(JSON.stringify((envelope as { data: object }).data)) as unknown,
  }));

const withEnds = (recording: Recording): fc.Arbitrary<{ recording: Recording; ends: number[] }> =>
  fc
    .array(fc.nat({ max: recording.facts.length }), { maxLength: 4 })
    .map((ends) => ({ recording, ends: ends.sort((a, b) => a - b) }));

const arbitraryFile = arbitraryRecording.chain(withEnds);

/** Small enough to try every byte of: every kind of field, a few frames. */
const registry = [
  definitionOf("PodBound", { node: "string", nodeIx: "int", score: "int?" }),
  definitionOf("ContainerExited", { reason: { oneOf: ["Completed", "Error"] }, oom: "boolean", message: "string?" }),
  definitionOf("PodCreated", { spec: "json" }),
];
const smallFile = arbitraryFacts(registry, 6).chain((facts) => withEnds({ registry, facts }));

describe("frames", () => {
  test("give back the log, however it was cut into frames", () => {
    fc.assert(
      fc.property(arbitraryFile, ({ recording, ends }) => {
        const bytes = fileOf(recording, ends);
        const { log, frameCount, intactBytes, leftoverBytes } = decoded(bytes, recording.registry);
        expect([intactBytes, leftoverBytes]).toEqual([bytes.length, 0]);
        expect(frameCount).toBe(new Set([...ends, recording.facts.length].filter((end) => end > 0)).size);
        expect(envelopes(log)).toEqual(asStored(recordAll(createNaiveLog(recording.registry), recording.facts)));
        expect(log.digest()).toBe(recordAll(createColumnLog(recording.registry), recording.facts).digest());
      }),
      { numRuns: 200 },
    );
  });

  test("have bytes that depend on the facts and the cuts alone", () => {
    fc.assert(
      fc.property(arbitraryFile, ({ recording, ends }) => {
        const whole = recordAll(createColumnLog(recording.registry), recording.facts);
        const encoder = createFrameEncoder(whole);
        const frames = [...ends, whole.length].map((end) => encoder.encode(end));
        expect(joined([encodeHeader(recording.registry), ...frames])).toEqual(fileOf(recording, ends));
      }),
      { numRuns: 100 },
    );
  });

  test("cut off anywhere, give a prefix of whole frames, and an encoder can go on from there", () => {
    fc.assert(
      fc.property(smallFile, ({ recording, ends }) => {
        const bytes = fileOf(recording, ends);
        const whole = recordAll(createColumnLog(registry), recording.facts);
        const header = encodeHeader(registry);
        for (let length = 0; length <= bytes.length; length += 1) {
          const { log, intactBytes, leftoverBytes, tail } = decoded(bytes.subarray(0, length), registry);
          expect(intactBytes + leftoverBytes).toBe(length);
          expect([0, ...ends, recording.facts.length]).toContain(log.length);
          // Going on costs the most; at the ends of frames, in a header, and here and there suffices.
          if (leftoverBytes > 1 && length % 37 !== 0) continue;
          const prefix = recordAll(createColumnLog(registry), recording.facts.slice(0, log.length));
          expect(log.digest()).toBe(prefix.digest());
          recordAll(log, recording.facts.slice(log.length));
          const rest = createFrameEncoder(log, tail).encode(log.length);
          const start = intactBytes === 0 ? header : bytes.subarray(0, intactBytes);
          expect(decoded(joined([start, rest]), registry).log.digest()).toBe(whole.digest());
        }
      }),
      { numRuns: 20 },
    );
  });

  test("show any one changed byte, where it is and from which fact on the file is lost", () => {
    const masks = fc.tuple(smallFile, fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(masks, ([{ recording, ends }, mask]) => {
        const bytes = fileOf(recording, ends);
        for (let position = 0; position < bytes.length; position += 1) {
          const error = refusal(bytes.with(position, (bytes[position] ?? 0) ^ mask), registry);
          if (error.kind === "NotALog") expect(error.position).toBe(position);
          else if ("byteCount" in error) {
            expect(position).toBeGreaterThanOrEqual(error.position);
            expect(position).toBeLessThan(error.position + error.byteCount);
          } else expect.unreachable(error.kind);
          if (!("frameAt" in error)) continue;
          const before = decoded(bytes.subarray(0, error.frameAt), registry);
          expect([before.log.length, before.leftoverBytes]).toEqual([error.fromSeq, 0]);
          const next = [...ends, recording.facts.length].find((end) => end > error.fromSeq);
          if (error.kind === "DamagedFrameBody") expect(error.toSeq).toBe(next);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** The file with some bytes of its last frame's body replaced, and checksums that agree with that. */
const forged = (
  bytes: Uint8Array,
  frameAt: number,
  changes: readonly (readonly [at: number, byte: number])[],
): Uint8Array => {
  const forgery = bytes.slice();
  const bodyAt = frameAt + 64;
  for (const [at, byte] of changes) forgery[bodyAt + (at % (bytes.length - bodyAt))] = byte;
  forgery.set(bytesOf(hashBytes(forgery, bodyAt, bytes.length)), frameAt + 32);
  forgery.set(bytesOf(hashBytes(forgery, frameAt, frameAt + 48)), frameAt + 48);
  return forgery;
};

describe("bytes of any origin", () => {
  const byte = fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat({ max: 255 }));

  test("are read as a sound log or refused, even with right checksums", () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 4_000 }), byte), { minLength: 1, maxLength: 4 });
    const files = fc.tuple(arbitraryFacts(registry, 6), changes).filter(([facts]) => facts.length > 0);
    let refusals = 0;
    fc.assert(
      fc.property(files, ([facts, list]) => {
        const bytes = fileOf({ registry, facts }, []);
        const result = decodeFrames(forged(bytes, encodeHeader(registry).length, list), registry);
        if (isLeft(result)) {
          expect(result.left.kind).toBe("Malformed");
          refusals += 1;
        } else expectSound(result.right.log);
      }),
      { numRuns: 2_000 },
    );
    expect(refusals).toBeGreaterThan(200);
  });

  test("never make it throw", () => {
    const header = encodeHeader(registry);
    fc.assert(
      fc.property(fc.nat({ max: header.length }), fc.array(byte, { maxLength: 200 }), (kept, rest) => {
        const result = decodeFrames(Uint8Array.from([...header.subarray(0, kept), ...rest]), registry);
        expect(isLeft(result) || result.right.log.length === 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Whatever was read can be read out, hashed, and encoded anew. */
const expectSound = (log: ColumnLog): void => {
  for (let seq = 0; seq < log.length; seq += 1) {
    const { definition, data, causedBy } = log.read(seq);
    expect(log.packed.layoutOf(seq).codec.is(data)).toBe(true);
    expect(registry).toContain(definition);
    expect(causedBy).toBeLessThan(seq);
  }
  const again = joined([encodeHeader(registry), createFrameEncoder(log).encode(log.length)]);
  expect(decoded(again, registry).log.digest()).toBe(log.digest());
};
