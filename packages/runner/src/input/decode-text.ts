// Bytes to text: UTF-8 without control characters, or a diagnostic with the place of the first byte that is not.
import * as Either from "fp-ts/lib/Either.js";
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic } from "./diagnostic.js";
import { sourceText } from "./source-text.js";
import type { Place, SourceText } from "./source-text.js";

export interface NotText {
  readonly diagnostic: Diagnostic;
  /** The text around the place, for the excerpt; null where there is nothing to show. */
  readonly source: SourceText | null;
}

/** Kinds of files that are easily taken for text, by their first bytes. */
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string; readonly fix: string }[] = [
  { bytes: [0x1f, 0x8b], what: "gzip-compressed data", fix: "decompress it first: gunzip FILE" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: "zstd-compressed data", fix: "decompress it first: unzstd FILE" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive", fix: "unpack it first" },
  {
    bytes: [0xff, 0xfe],
    what: "UTF-16 text, as PowerShell writes it",
    fix: "save it as UTF-8: … | Out-File -Encoding utf8 FILE",
  },
  { bytes: [0xfe, 0xff], what: "UTF-16 text", fix: "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE" },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: "a program", fix: "give the file that was meant" },
  {
    bytes: [0x50, 0x41, 0x52, 0x31],
    what: "a Parquet file",
    fix: "give the manifests or the trace as YAML, JSON or CSV",
  },
];

// What YAML calls printable, tab and line breaks included; also bars U+FFFE and U+FFFF.
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

const firstByte: Place = { line: 1, col: 1, endLine: 1, endCol: 2 };

const isUtf8 = (bytes: Uint8Array, mayBeCut: boolean): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayBeCut });
    return true;
  } catch {
    return false;
  }
};

/** The offset of the first byte of the first sequence that is no UTF-8, by halving the longest valid beginning. */
const firstInvalidByte = (bytes: Uint8Array): number => {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) valid = middle;
    else invalid = middle;
  }
  // What was valid may end with the beginning of the sequence that is not.
  while (!isUtf8(bytes.subarray(0, valid), false)) valid -= 1;
  return valid;
};

/** An excerpt needs the line of the error only; a binary "line" may be the whole file. */
const NEARBY_BYTES = 64 * 1024;

const notUtf8 = (file: string, bytes: Uint8Array): NotText => {
  const at = firstInvalidByte(bytes);
  const lossy = new TextDecoder("utf-8");
  const before = lossy.decode(bytes.subarray(0, at));
  const source = sourceText(file, before + lossy.decode(bytes.subarray(at, at + NEARBY_BYTES)));
  const cut = isUtf8(bytes, true);
  const text = {
    code: "E003",
    message: cut
      ? "the file ends in the middle of a character"
      : `byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, "0")} is not UTF-8 text`,
    why: cut ? "it was probably cut off" : "the file is binary, or in another encoding such as Latin-1",
    fix: cut ? "fetch the file again" : "convert it: iconv -f LATIN1 -t UTF-8 FILE; or give the file that was meant",
  } as const;
  const place = source.placeAt(before.length, before.length + 1);
  return { diagnostic: diagnostic(file, place, text), source };
};

const controlCharacter = (source: SourceText, at: number): NotText => {
  const code = source.text.charCodeAt(at);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const text = {
    code: "E003",
    message: code === 0 ? "there is a NUL byte in the file" : `there is a control character (${name}) in the file`,
    why:
      code === 0
        ? "text files have none: the file is binary, damaged or UTF-16"
        : "YAML and JSON allow none but tabs and line breaks",
    fix:
      code === 0
        ? "give the file that was meant, or save it as UTF-8"
        : "remove it; inside a text in double quotes it may be written as an escape",
  } as const;
  return { diagnostic: diagnostic(source.file, source.placeAt(at, at + 1), text), source };
};

const decodeStrictly = (bytes: Uint8Array): string | null => {
  try {
    // Drops a byte order mark.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Line breaks of any system are accepted: a lone carriage return counts as one and is replaced, at equal length. */
export const decodeText = (file: string, bytes: Uint8Array): Either.Either<NotText, SourceText> => {
  const signature = SIGNATURES.find((known) => known.bytes.every((byte, ix) => bytes[ix] === byte));
  if (signature !== undefined) {
    const text = {
      code: "E003",
      message: `this is ${signature.what}`,
      why: "files are read as UTF-8 text",
      fix: signature.fix,
    } as const;
    return Either.left({ diagnostic: diagnostic(file, firstByte, text), source: null });
  }
  const decoded = decodeStrictly(bytes);
  if (decoded === null) return Either.left(notUtf8(file, bytes));
  const source = sourceText(file, decoded.includes("\r") ? decoded.replace(/\r(?!\n)/g, "\n") : decoded);
  const at = source.text.search(UNPRINTABLE);
  return at < 0 ? Either.right(source) : Either.left(controlCharacter(source, at));
};
