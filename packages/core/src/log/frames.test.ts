import { isLeft, left } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { describe, expect, test } from "vitest";
import { definitionOf } from "../../testing/log-arbitraries.js";
import type { EventDefinition } from "../event.js";
import { InvariantViolation } from "../invariant.js";
import { ByteWriter } from "./byte-writer.js";
import { createColumnLog } from "./column-log.js";
import type { ColumnLog } from "./column-log.js";
import { FORMAT_VERSION, encodeHeader } from "./file-header.js";
import { describeFrameError } from "./frame-error.js";
import type { FrameError } from "./frame-error.js";
import { createFrameEncoder, decodeFrames } from "./frames.js";
import type { DecodedFrames } from "./frames.js";
import { bytesOf, hashBytes } from "./hash128.js";
import { writeIntegers } from "./integer-column.js";
import { NULL_WORD } from "./layout.js";

const bound = definitionOf("PodBound", { node: "string", nodeIx: "int" });
const exited = definitionOf("ContainerExited", { exitCode: "int", reason: { oneOf: ["Completed", "Error"] } });
const registry = [bound, exited];
const header = encodeHeader(registry);

const logOf = (count: number, offset = 0): ColumnLog => {
  const log = createColumnLog(registry);
  for (let i = 0; i < count; i += 1) {
    const nodeIx = i % 3;
    log.append(offset + 1_000 * i, bound, i, i - 1, { node: `node-${String(nodeIx)}`, nodeIx });
  }
  return log;
};

/** Frames of ten facts each. */
const framesOf = (log: ColumnLog): readonly Uint8Array[] => {
  const encoder = createFrameEncoder(log);
  return Array.from({ length: log.length / 10 }, (_, k) => encoder.encode(10 * k + 10));
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const errorOf = (result: Either<FrameError, DecodedFrames>): FrameError => {
  if (isLeft(result)) return result.left;
  throw new Error("decoded");
};

describe("frames", () => {
  const [first, second, third] = framesOf(logOf(30)) as [Uint8Array, Uint8Array, Uint8Array];

  test("introduce a string once, in the frame that first uses it", () => {
    const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
    expect(text(first)).toContain("node-2");
    expect(text(second)).not.toContain("node-");
    const log = logOf(10);
    log.append(10_000, bound, 0, -1, { node: "late", nodeIx: 9 });
    expect(text(createFrameEncoder(log).encode(10))).toEqual(text(first));
  });

  test("take few bytes a fact", () => {
    const log = logOf(10_000);
    const frame = createFrameEncoder(log).encode(log.length);
    // A byte each of type, string and node, two of subject; time, and cause but for the first, go in constant steps.
    expect(frame.length / log.length).toBeLessThan(7.1);
  });

  test("are not known by the file that lacks one, has one twice, or in another order", () => {
    const at = header.length;
    const broken = (frameAt: number, fromSeq: number, gotSeq: number): Either<FrameError, DecodedFrames> =>
      left({ kind: "BrokenChain", frameAt, fromSeq, gotSeq });
    expect(decodeFrames(joined(header, second, third), registry)).toEqual(broken(at, 0, 10));
    expect(decodeFrames(joined(header, first, third), registry)).toEqual(broken(at + first.length, 10, 20));
    expect(decodeFrames(joined(header, first, first), registry)).toEqual(broken(at + first.length, 10, 0));
  });

  test("are not known by a file they were not written to", () => {
    const [, strange] = framesOf(logOf(30, 1)) as [Uint8Array, Uint8Array];
    const error = errorOf(decodeFrames(joined(header, first, strange), registry));
    expect(error).toEqual({ kind: "BrokenChain", frameAt: header.length + first.length, fromSeq: 10, gotSeq: 10 });
    expect(describeFrameError(error)).toBe(
      `fact 10 should follow at byte ${String(header.length + first.length)}, found a frame of another place or file, from fact 10`,
    );
  });

  test("damaged, are named with their facts and bytes", () => {
    const bodyAt = header.length + first.length + 64;
    const file = joined(header, first, second, third);
    const error = errorOf(decodeFrames(file.with(bodyAt + 5, 255), registry));
    expect(error).toMatchObject({
      kind: "DamagedFrameBody",
      position: bodyAt,
      byteCount: second.length - 64,
      fromSeq: 10,
      toSeq: 20,
    });
    const last = bodyAt + second.length - 65;
    expect(describeFrameError(error)).toBe(`facts 10 to 19 are damaged (bytes ${String(bodyAt)} to ${String(last)})`);
  });

  test("are read from the middle of a larger buffer", () => {
    const file = joined(header, first, second, third);
    const padded = new Uint8Array(file.length + 3);
    padded.set(file, 3);
    const result = decodeFrames(padded.subarray(3), registry);
    expect(isLeft(result) ? null : result.right.log.digest()).toBe(logOf(30).digest());
  });

  test("are of facts there are, each encoded once", () => {
    const encoder = createFrameEncoder(logOf(10));
    expect(encoder.encode(0)).toEqual(new Uint8Array(0));
    encoder.encode(7);
    expect(encoder.encodedCount).toBe(7);
    expect(() => encoder.encode(6)).toThrow(InvariantViolation);
    expect(() => encoder.encode(11)).toThrow(InvariantViolation);
  });
});

/** A header with other content under a right checksum. */
const resealed = (bytes: Uint8Array): Uint8Array => {
  const content = bytes.subarray(0, -16);
  return joined(content, bytesOf(hashBytes(content, 0, content.length)));
};

describe("a file header", () => {
  const readAs = (types: readonly EventDefinition[]): string =>
    describeFrameError(errorOf(decodeFrames(header, types)));

  test("of another registry is refused by the first type that differs", () => {
    expect(readAs([exited, bound])).toBe(
      "written with other event types: number 0 is PodBound revision 1, here it is ContainerExited revision 1",
    );
    expect(readAs([{ ...bound, revision: 2 }, exited])).toBe(
      "written with other event types: number 0 is PodBound revision 1, here it is PodBound revision 2",
    );
    expect(readAs([bound])).toBe(
      "written with other event types: number 1 is ContainerExited revision 1, here it is missing",
    );
    expect(readAs([bound, exited, definitionOf("PodDeleted", {})])).toBe(
      "written with other event types: number 2 is missing, here it is PodDeleted revision 1",
    );
  });

  test("of types whose fields changed without their revision is refused too", () => {
    expect(readAs([definitionOf("PodBound", { node: "string", nodeIx: "int?" }), exited])).toBe(
      'written with other event types: number 0 is PodBound revision 1 with fields {"node":"string","nodeIx":"int"}, ' +
        'here it is PodBound revision 1 with fields {"node":"string","nodeIx":"int?"}',
    );
  });

  test("of another format is refused by its version, whatever else is in it", () => {
    const newer = resealed(header.with(8, 9));
    expect(decodeFrames(newer, registry)).toEqual(
      left({ kind: "OtherFormat", position: 8, expected: FORMAT_VERSION, got: 9 }),
    );
    expect(describeFrameError(errorOf(decodeFrames(newer, registry)))).toBe("log format 9, this program reads 1");
  });

  test("is not found in another kind of file", () => {
    const error = errorOf(
      decodeFrames(
        Uint8Array.from("seq,atUs,type\n", (char) => char.charCodeAt(0)),
        registry,
      ),
    );
    expect(describeFrameError(error)).toBe("not an event log (byte 0 differs)");
  });
});

/** What a body holds, sound unless changed: two facts of type PodBound, the first to name a node. */
interface Body {
  readonly strings: readonly string[];
  readonly objects: readonly string[];
  readonly types: readonly number[];
  readonly firstAt: number;
  readonly gaps: readonly number[];
  readonly subjects: readonly number[];
  readonly distances: readonly number[];
  readonly fields: readonly (readonly number[])[];
  readonly rest: readonly number[];
}

const SOUND: Body = {
  strings: ["node-0001"],
  objects: [],
  types: [0, 0],
  firstAt: 5,
  gaps: [10],
  subjects: [0, 1],
  distances: [1, 1],
  fields: [
    [0, 0],
    [7, 8],
  ],
  rest: [],
};

/** A file of this one body, under right checksums, with some u32s of the frame's header replaced. */
const fileOf = (body: Body, headerWords: Readonly<Record<number, number>> = {}): Uint8Array => {
  const writer = new ByteWriter();
  writer.uint32(body.strings.length);
  body.strings.forEach((text) => writer.text(text));
  writer.uint32(body.objects.length);
  body.objects.forEach((text) => writer.text(text));
  writer.bytes(Uint8Array.from(body.types));
  writer.float64(body.firstAt);
  for (const words of [body.gaps, body.subjects, body.distances, ...body.fields]) {
    writeIntegers(writer, Float64Array.from(words), words.length);
  }
  writer.bytes(Uint8Array.from(body.rest));
  const content = writer.written();
  const frame = joined(createFrameEncoder(logOf(2)).encode(2).subarray(0, 64), content);
  const view = new DataView(frame.buffer);
  view.setUint32(4, content.length, true);
  for (const [at, word] of Object.entries(headerWords)) view.setUint32(Number(at), word, true);
  frame.set(bytesOf(hashBytes(content, 0, content.length)), 32);
  frame.set(bytesOf(hashBytes(frame, 0, 48)), 48);
  return joined(header, frame);
};

describe("a frame that was never written by an encoder, with right checksums", () => {
  test("is read when what it holds is sound", () => {
    const result = decodeFrames(fileOf(SOUND), registry);
    expect(isLeft(result) ? result.left : result.right.log.read(1)).toMatchObject({
      at: 15,
      subject: 1,
      causedBy: 0,
      data: { node: "node-0001", nodeIx: 8 },
    });
  });

  const deep = "[".repeat(300) + "]".repeat(300);
  test.each<[what: string, change: Partial<Body>, reason: string]>([
    ["time before 0", { firstAt: -1 }, "fact 0 cannot be at -1 µs"],
    ["time that is none", { firstAt: NaN }, "fact 0 cannot be at NaN µs"],
    ["time going back", { gaps: [-1] }, "fact 1 cannot be at 4 µs"],
    ["time beyond 2^53 - 1", { gaps: [Number.MAX_SAFE_INTEGER] }, `fact 1 cannot be at ${String(2 ** 53 + 4)} µs`],
    ["a subject beyond 32 bits", { subjects: [0, 2 ** 31] }, "fact 1 cannot be about 2147483648"],
    ["null as subject", { subjects: [0, NULL_WORD] }, `fact 1 cannot be about ${String(NULL_WORD)}`],
    ["its own cause", { distances: [1, 0] }, "fact 1 cannot be caused by 1"],
    ["a cause before all", { distances: [2, 1] }, "fact 0 cannot be caused by -2"],
    ["a type beyond the registry", { types: [0, 2] }, "an event type of the registry expected"],
    [
      "a string index beyond the table",
      {
        fields: [
          [0, 1],
          [7, 8],
        ],
      },
      "PodBound.node cannot be 1",
    ],
    [
      "null for a string",
      {
        fields: [
          [0, NULL_WORD],
          [7, 8],
        ],
      },
      `PodBound.node cannot be ${String(NULL_WORD)}`,
    ],
    [
      "null for a number",
      {
        fields: [
          [0, 0],
          [7, NULL_WORD],
        ],
      },
      `PodBound.nodeIx cannot be ${String(NULL_WORD)}`,
    ],
    [
      "a fraction",
      {
        fields: [
          [0, 0],
          [0.5, 2 ** 40],
        ],
      },
      "a column of whole numbers expected",
    ],
    ["a string introduced twice", { strings: ["a", "a"] }, "a string is introduced twice"],
    ["an object that is no JSON", { objects: ["{"] }, "a JSON value expected"],
    ["null among the objects", { objects: ["null"] }, "a JSON value expected"],
    ["an object nested without end", { objects: [deep] }, "a JSON value expected"],
    ["a number introduced twice", { objects: ["1", "1.0"] }, "a JSON value is introduced twice"],
    ["more bytes than facts", { rest: [1, 2, 3] }, "3 bytes more than the facts need"],
  ])("is refused: %s", (_, change, reason) => {
    const error = errorOf(decodeFrames(fileOf({ ...SOUND, ...change }), registry));
    expect(error).toEqual({ kind: "Malformed", frameAt: header.length, fromSeq: 0, reason });
  });

  test("is refused when its header makes no sense", () => {
    const malformed = { kind: "Malformed", frameAt: header.length, fromSeq: 0, reason: "a frame of facts expected" };
    expect(errorOf(decodeFrames(fileOf(SOUND, { 0: 0 }), registry))).toEqual(malformed);
    expect(errorOf(decodeFrames(fileOf(SOUND, { 12: 0 }), registry))).toEqual(malformed);
    expect(errorOf(decodeFrames(fileOf(SOUND, { 8: 1 }), registry))).toMatchObject({ kind: "BrokenChain", gotSeq: 1 });
    expect(errorOf(decodeFrames(fileOf(SOUND, { 12: 4_000_000_000 }), registry))).toMatchObject({
      kind: "Malformed",
      reason: expect.stringMatching(/^4000000000 more bytes expected/) as string,
    });
  });
});
