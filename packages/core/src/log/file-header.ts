// The start of a log file: that it is one, in which format, and of which event types.
import { left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { EventDefinition } from "../event.js";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { HASH_BYTES, bytesOf, hashBytes, holdsHash } from "./hash128.js";
import type { Lanes } from "./hash128.js";
import type { FrameError } from "./frame-error.js";

/** Raised when files written before can no longer be read. */
export const FORMAT_VERSION = 1;

// 0x89 tells the file from text, the line feed at the end shows a transfer that rewrote line ends.
const MAGIC = Uint8Array.of(0x89, 0x50, 0x4f, 0x44, 0x4c, 0x4f, 0x47, 0x0a);
// Magic, format version and header length: the part that stays the same in every format, as does the checksum at the end.
const FIXED_BYTES = 16;

const nameOf = ({ type, revision }: EventDefinition): string => `${type} revision ${String(revision)}`;

/**
 * The header of a log of these event types: 8 bytes magic, u32 format version, u32 header length, u32 number of types,
 * per type its name, revision and fields, then a checksum of all that. Little-endian, as everything in the file.
 */
export const encodeHeader = (registry: readonly EventDefinition[]): Uint8Array => {
  const writer = new ByteWriter();
  writer.bytes(MAGIC);
  writer.uint32(FORMAT_VERSION);
  const lengthAt = writer.length;
  writer.uint32(0);
  writer.uint32(registry.length);
  for (const definition of registry) {
    writer.text(nameOf(definition));
    writer.text(JSON.stringify(definition.fields));
  }
  writer.patchUint32(lengthAt, writer.length + HASH_BYTES);
  const content = writer.written();
  writer.bytes(bytesOf(hashBytes(content, 0, content.length)));
  return writer.written();
};

/** The checksum at the end of a header, which the first frame refers to. */
export const headerChecksum = (header: Uint8Array): Lanes => hashBytes(header, 0, header.length - HASH_BYTES);

const firstDifference = (bytes: Uint8Array, expected: Uint8Array): number => {
  const end = Math.min(bytes.length, expected.length);
  for (let i = 0; i < end; i += 1) if (bytes[i] !== expected[i]) return i;
  return end;
};

const otherRegistry = (reader: ByteReader, registry: readonly EventDefinition[]): FrameError => {
  const typeCount = reader.uint32();
  for (let typeIx = 0; typeIx < Math.max(typeCount, registry.length) && reader.fault === null; typeIx += 1) {
    const position = reader.position;
    const definition = registry[typeIx];
    const got = typeIx < typeCount ? { name: reader.text(), fields: reader.text() } : null;
    const expected =
      definition === undefined ? null : { name: nameOf(definition), fields: JSON.stringify(definition.fields) };
    if (got?.name === expected?.name && got?.fields === expected?.fields) continue;
    // The fields matter to the reader only where the names do not already tell the two apart.
    const sameName = got?.name === expected?.name;
    const text = (type: { name: string; fields: string } | null): string | null =>
      type === null ? null : sameName ? `${type.name} with fields ${type.fields}` : type.name;
    return { kind: "OtherRegistry", position, typeIx, expected: text(expected), got: text(got) };
  }
  return { kind: "DamagedFileHeader", position: 0, byteCount: reader.position };
};

/**
 * Right of the header's length if the file starts with the header of this registry, Right of null if it is cut off
 * within that header, Left if it starts otherwise.
 */
export const checkHeader = (
  bytes: Uint8Array,
  registry: readonly EventDefinition[],
): Either<FrameError, number | null> => {
  const expected = encodeHeader(registry);
  const same = firstDifference(bytes, expected);
  if (same === expected.length) return right(same);
  if (same === bytes.length) return right(null);
  if (same < MAGIC.length) return left({ kind: "NotALog", position: same });
  const reader = new ByteReader(bytes, MAGIC.length, bytes.length);
  const version = reader.uint32();
  const headerBytes = reader.uint32();
  const checksumAt = headerBytes - HASH_BYTES;
  if (
    checksumAt < FIXED_BYTES ||
    headerBytes > bytes.length ||
    !holdsHash(bytes, checksumAt, hashBytes(bytes, 0, checksumAt))
  ) {
    return left({ kind: "DamagedFileHeader", position: 0, byteCount: Math.min(expected.length, bytes.length) });
  }
  if (version !== FORMAT_VERSION)
    return left({ kind: "OtherFormat", position: MAGIC.length, expected: FORMAT_VERSION, got: version });
  return left(otherRegistry(new ByteReader(bytes, FIXED_BYTES, checksumAt), registry));
};
