// The storage form of a log: a file header, then frames of facts that are checked, chained and readable up to any cut.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { EventDefinition } from "../event.js";
import { invariant } from "../invariant.js";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { createPackedLog } from "./column-log.js";
import type { ColumnLog } from "./column-log.js";
import { checkHeader, encodeHeader, headerChecksum } from "./file-header.js";
import { readBody, writeBody } from "./frame-body.js";
import type { Extent } from "./frame-body.js";
import type { FrameError } from "./frame-error.js";
import { HASH_BYTES, bytesOf, hashBytes, holdsHash, lanesAt } from "./hash128.js";
import type { Lanes } from "./hash128.js";
import type { PackedRecorder } from "./packed-facts.js";

/** "FACT" in the bytes of the file: a landmark for a person with a hex editor. */
const FRAME_MARK = 0x54434146;

// u32 mark, u32 body length, u32 first seq, u32 number of facts, then three checksums: that of the header before, which
// chains the frames, that of the body, and that of all the former.
const PREVIOUS_AT = 16;
const BODY_HASH_AT = PREVIOUS_AT + HASH_BYTES;
const HEADER_HASH_AT = BODY_HASH_AT + HASH_BYTES;
/** Bytes of a frame before its body. */
const FRAME_HEADER_BYTES = HEADER_HASH_AT + HASH_BYTES;

/** Where a file ends, for an encoder to go on from; opaque. */
export interface FrameTail {
  readonly done: Extent;
  readonly previous: Lanes;
}

export interface FrameEncoder {
  /** How many facts are encoded so far, that is the seq the next frame starts with. */
  readonly encodedCount: number;
  /** One frame of the facts from encodedCount up to `to` (exclusive, <= log.length); no bytes if there are none. */
  encode(to: number): Uint8Array;
}

export interface DecodedFrames {
  /** The facts of all whole frames. */
  readonly log: ColumnLog;
  readonly frameCount: number;
  /** Length of header and whole frames. 0 if the file is cut off within its header: write the header anew. */
  readonly intactBytes: number;
  /** Bytes after that: the start of a frame that was never finished. Cut them off before going on. */
  readonly leftoverBytes: number;
  /** For an encoder that appends to the file. */
  readonly tail: FrameTail;
}

const NOTHING: Extent = { factCount: 0, stringCount: 0, objectCount: 0 };

/** The tail of a file that holds just the header. */
const emptyTail = (registry: readonly EventDefinition[]): FrameTail => ({
  done: NOTHING,
  previous: headerChecksum(encodeHeader(registry)),
});

const frameOf = (body: Uint8Array, fromSeq: number, factCount: number, previous: Lanes): Uint8Array => {
  invariant(body.length < 2 ** 32, "a frame's body has to be shorter than 4 GiB: encode fewer facts at a time");
  const frame = new Uint8Array(FRAME_HEADER_BYTES + body.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, FRAME_MARK, true);
  view.setUint32(4, body.length, true);
  view.setUint32(8, fromSeq, true);
  view.setUint32(12, factCount, true);
  frame.set(bytesOf(previous), PREVIOUS_AT);
  frame.set(bytesOf(hashBytes(body, 0, body.length)), BODY_HASH_AT);
  frame.set(bytesOf(hashBytes(frame, 0, HEADER_HASH_AT)), HEADER_HASH_AT);
  frame.set(body, FRAME_HEADER_BYTES);
  return frame;
};

class GrowingLogEncoder implements FrameEncoder {
  #tail: FrameTail;

  constructor(
    private readonly log: ColumnLog,
    tail: FrameTail,
  ) {
    this.#tail = tail;
  }

  get encodedCount(): number {
    return this.#tail.done.factCount;
  }

  encode(to: number): Uint8Array {
    const { log } = this;
    const from = this.encodedCount;
    invariant(to >= from && to <= log.length, () => `no facts [${String(from)}, ${String(to)}) to encode`);
    if (to === from) return new Uint8Array(0);
    const writer = new ByteWriter();
    const done = writeBody(writer, log.packed, this.#tail.done, to);
    const frame = frameOf(writer.written(), from, to - from, this.#tail.previous);
    this.#tail = { done, previous: lanesAt(frame, HEADER_HASH_AT) };
    return frame;
  }
}

/**
 * Encodes a growing log frame by frame, each fact once. The bytes depend only on the facts and on where frames end.
 * With a `tail`, goes on where a decoded file ended; `log` is then that file's log, possibly longer by now.
 */
export const createFrameEncoder = (log: ColumnLog, tail: FrameTail = emptyTail(log.registry)): FrameEncoder =>
  new GrowingLogEncoder(log, tail);

interface FrameHeader {
  readonly bodyBytes: number;
  readonly factCount: number;
}

/** The frame's header if it is sound and follows on `previous` and the facts of the log. */
const checkFrameHeader = (
  bytes: Uint8Array,
  frameAt: number,
  fromSeq: number,
  previous: Lanes,
): Either<FrameError, FrameHeader> => {
  const hashAt = frameAt + HEADER_HASH_AT;
  if (!holdsHash(bytes, hashAt, hashBytes(bytes, frameAt, hashAt))) {
    return left({ kind: "DamagedFrameHeader", position: frameAt, byteCount: FRAME_HEADER_BYTES, frameAt, fromSeq });
  }
  const reader = new ByteReader(bytes, frameAt, hashAt);
  const mark = reader.uint32();
  const bodyBytes = reader.uint32();
  const gotSeq = reader.uint32();
  const factCount = reader.uint32();
  if (gotSeq !== fromSeq || !holdsHash(bytes, frameAt + PREVIOUS_AT, previous)) {
    return left({ kind: "BrokenChain", frameAt, fromSeq, gotSeq });
  }
  if (mark !== FRAME_MARK || factCount === 0)
    return left({ kind: "Malformed", frameAt, fromSeq, reason: "a frame of facts expected" });
  return right({ bodyBytes, factCount });
};

/** Adds the facts of a frame that is wholly there to the log. */
const decodeFrame = (
  bytes: Uint8Array,
  frameAt: number,
  { bodyBytes, factCount }: FrameHeader,
  recorder: PackedRecorder,
): FrameError | null => {
  const fromSeq = recorder.length;
  const position = frameAt + FRAME_HEADER_BYTES;
  if (!holdsHash(bytes, frameAt + BODY_HASH_AT, hashBytes(bytes, position, position + bodyBytes))) {
    return { kind: "DamagedFrameBody", position, byteCount: bodyBytes, frameAt, fromSeq, toSeq: fromSeq + factCount };
  }
  const reader = new ByteReader(bytes, position, position + bodyBytes);
  readBody(reader, recorder, factCount);
  return reader.fault === null ? null : { kind: "Malformed", frameAt, fromSeq, reason: reader.fault };
};

/**
 * Reads a file of these event types. A file cut off anywhere gives the facts of its whole frames and the number of
 * bytes left over; a change to any one byte of header or whole frames is always found. Never throws, whatever the bytes.
 */
export const decodeFrames = (
  bytes: Uint8Array,
  registry: readonly EventDefinition[],
): Either<FrameError, DecodedFrames> => {
  const { log, recorder } = createPackedLog(registry);
  let { previous } = emptyTail(registry);
  const header = checkHeader(bytes, registry);
  if (isLeft(header)) return header;
  let at = header.right ?? 0;
  let frameCount = 0;
  while (header.right !== null && bytes.length - at >= FRAME_HEADER_BYTES) {
    const frame = checkFrameHeader(bytes, at, log.length, previous);
    if (isLeft(frame)) return frame;
    const { bodyBytes } = frame.right;
    if (bytes.length - at - FRAME_HEADER_BYTES < bodyBytes) break;
    const error = decodeFrame(bytes, at, frame.right, recorder);
    if (error !== null) return left(error);
    previous = lanesAt(bytes, at + HEADER_HASH_AT);
    at += FRAME_HEADER_BYTES + bodyBytes;
    frameCount += 1;
  }
  const { strings, objects } = recorder.tables;
  const done = { factCount: log.length, stringCount: strings.size, objectCount: objects.size };
  return right({ log, frameCount, intactBytes: at, leftoverBytes: bytes.length - at, tail: { done, previous } });
};
