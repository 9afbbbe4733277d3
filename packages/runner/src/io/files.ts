// What the runner may do with files, as a record of functions, so that a test can hand in files that exist in memory only.
import type * as Either from "fp-ts/lib/Either.js";

export type FileFailureKind =
  "missing" | "is-directory" | "not-directory" | "no-permission" | "exists" | "no-space" | "other";

export interface FileFailure {
  readonly kind: FileFailureKind;
  readonly path: string;
  /** The system's own words, such as "EIO: i/o error". */
  readonly detail: string;
}

export type FileResult<T> = Either.Either<FileFailure, T>;

export interface FileStat {
  /** "other" covers pipes, devices and sockets, whose size is unknown. */
  readonly kind: "file" | "directory" | "other";
  readonly sizeBytes: number;
  readonly modifiedAtMillis: number;
}

export interface DirectoryEntry {
  readonly name: string;
  /** Of what a symbolic link leads to; "other" when it leads nowhere. */
  readonly kind: FileStat["kind"];
  readonly isLink: boolean;
}

export interface ReadBytes {
  /** The first bytes only when the file is longer than its limit. */
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
  /** Null for pipes and devices that were not read to their end. */
  readonly sizeBytes: number | null;
}

/** Given the first bytes (up to 64 KiB), how many bytes of the whole may be read; more are not, nor waited for. */
export type LimitBytes = (head: Uint8Array) => number;

export interface FileWriter {
  readonly write: (data: Uint8Array | string) => FileResult<void>;
  /** Returns once the disk has it. */
  readonly flush: () => FileResult<void>;
  readonly close: () => FileResult<void>;
}

/** Paths are relative to the working directory unless absolute. Nothing here throws for what the disk holds. */
export interface Files {
  /** Absolute. */
  readonly workingDirectory: string;
  /** Absolute path of the last part, seen from the parts before it and the working directory. */
  readonly resolve: (...parts: readonly string[]) => string;
  readonly stat: (path: string) => FileResult<FileStat>;
  readonly exists: (path: string) => boolean;
  /** In the order of names by code unit, on every system. */
  readonly list: (path: string) => FileResult<readonly DirectoryEntry[]>;
  readonly read: (path: string, limit: LimitBytes) => FileResult<ReadBytes>;
  /** Bytes [from, from + count) of a file; fewer at its end. */
  readonly readRange: (path: string, fromByte: number, countBytes: number) => FileResult<Uint8Array>;
  /** Creates or overwrites. */
  readonly write: (path: string, data: Uint8Array | string) => FileResult<void>;
  /** Like write, but a reader or a crash never sees half of it: written beside, flushed and renamed. */
  readonly replace: (path: string, data: Uint8Array | string) => FileResult<void>;
  /** "exclusive" fails when the file exists. */
  readonly open: (path: string, mode: "append" | "truncate" | "exclusive") => FileResult<FileWriter>;
  /** Cuts the file, or fills it with zeros, to this length. */
  readonly truncate: (path: string, sizeBytes: number) => FileResult<void>;
  readonly rename: (from: string, to: string) => FileResult<void>;
  /** With everything above it; no failure when it exists. */
  readonly makeDirectory: (path: string) => FileResult<void>;
  /** A file or a whole directory; no failure when there is none. */
  readonly remove: (path: string) => FileResult<void>;
}
