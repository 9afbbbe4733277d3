// Files that exist in memory only, behaving as those of a disk do.
import * as Either from "fp-ts/lib/Either.js";
import type { FileFailure, FileFailureKind, FileResult, Files, FileStat, FileWriter } from "../src/io/files.js";

export interface MemoryFiles extends Files {
  /** The text of a file; null when there is none. */
  readonly textOf: (path: string) => string | null;
  /** Absolute paths of all files, sorted. */
  readonly paths: () => readonly string[];
}

export interface MemoryFilesOptions {
  /** Absolute; "/desk" unless given. */
  readonly workingDirectory?: string;
  /** Absolute paths that may be seen but neither read nor written. */
  readonly denied?: readonly string[];
}

const DETAIL: Readonly<Record<FileFailureKind, string>> = {
  missing: "ENOENT: no such file or directory",
  "is-directory": "EISDIR: illegal operation on a directory",
  "not-directory": "ENOTDIR: not a directory",
  "no-permission": "EACCES: permission denied",
  exists: "EEXIST: file already exists",
  "no-space": "ENOSPC: no space left on device",
  other: "EIO: i/o error",
};

const bytesOf = (data: Uint8Array | string): Uint8Array =>
  typeof data === "string" ? new TextEncoder().encode(data) : data.slice();

const normalized = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
};

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

class Disk {
  readonly contents = new Map<string, Uint8Array>();
  readonly directories = new Set<string>(["/"]);

  constructor(
    private readonly root: string,
    private readonly denied: ReadonlySet<string>,
  ) {
    this.addDirectory(root);
  }

  absolute(...parts: readonly string[]): string {
    return normalized(parts.reduce((base, part) => (part.startsWith("/") ? part : `${base}/${part}`), this.root));
  }

  addDirectory(path: string): void {
    for (let at = path; !this.directories.has(at); at = parentOf(at)) this.directories.add(at);
  }

  stat(path: string): FileResult<FileStat> {
    const at = this.absolute(path);
    const bytes = this.contents.get(at);
    if (bytes !== undefined) return Either.right({ kind: "file", sizeBytes: bytes.length, modifiedAtMillis: 0 });
    if (this.directories.has(at)) return Either.right({ kind: "directory", sizeBytes: 0, modifiedAtMillis: 0 });
    return this.fail(this.contents.has(parentOf(at)) ? "not-directory" : "missing", path);
  }

  bytes(path: string): FileResult<Uint8Array> {
    const at = this.absolute(path);
    if (this.denied.has(at)) return this.fail("no-permission", path);
    const found = this.stat(path);
    if (Either.isLeft(found)) return found;
    return found.right.kind === "directory"
      ? this.fail("is-directory", path)
      : Either.right(this.contents.get(at) ?? new Uint8Array());
  }

  put(path: string, bytes: Uint8Array): FileResult<void> {
    const at = this.absolute(path);
    if (this.denied.has(at)) return this.fail("no-permission", path);
    if (this.directories.has(at)) return this.fail("is-directory", path);
    if (!this.directories.has(parentOf(at))) {
      return this.fail(this.contents.has(parentOf(at)) ? "not-directory" : "missing", path);
    }
    this.contents.set(at, bytes);
    return Either.right(undefined);
  }

  /** The path itself and everything below it. */
  below(path: string): readonly string[] {
    const at = this.absolute(path);
    const all = [...this.contents.keys(), ...this.directories];
    return all.filter((one) => one === at || one.startsWith(at === "/" ? "/" : `${at}/`));
  }

  fail(kind: FileFailureKind, path: string): Either.Either<FileFailure, never> {
    return Either.left({ kind, path, detail: DETAIL[kind] });
  }
}

const listOf = (disk: Disk, path: string): ReturnType<Files["list"]> => {
  const found = disk.stat(path);
  if (Either.isLeft(found)) return found;
  if (found.right.kind !== "directory") return disk.fail("not-directory", path);
  const at = disk.absolute(path);
  const names = disk
    .below(path)
    .filter((one) => one !== at && parentOf(one) === at)
    .map((one) => one.slice(one.lastIndexOf("/") + 1))
    .sort((a, b) => (a < b ? -1 : 1));
  const kindOf = (name: string): FileStat["kind"] =>
    disk.contents.has(disk.absolute(at, name)) ? "file" : "directory";
  return Either.right(names.map((name) => ({ name, kind: kindOf(name), isLink: false })));
};

const openOn = (disk: Disk, path: string, mode: "append" | "truncate" | "exclusive"): FileResult<FileWriter> => {
  const existing = disk.contents.get(disk.absolute(path));
  if (mode === "exclusive" && existing !== undefined) return disk.fail("exists", path);
  const begun = disk.put(path, mode === "append" ? (existing ?? new Uint8Array()) : new Uint8Array());
  if (Either.isLeft(begun)) return begun;
  const now = (): Uint8Array => disk.contents.get(disk.absolute(path)) ?? new Uint8Array();
  return Either.right({
    write: (data) => disk.put(path, joined(now(), bytesOf(data))),
    flush: () => Either.right(undefined),
    close: () => Either.right(undefined),
  });
};

const renameOn = (disk: Disk, from: string, to: string): FileResult<void> => {
  const found = disk.stat(from);
  if (Either.isLeft(found)) return found;
  const [source, target] = [disk.absolute(from), disk.absolute(to)];
  if (!disk.directories.has(parentOf(target))) return disk.fail("missing", to);
  for (const path of disk.below(from)) {
    const moved = target + path.slice(source.length);
    const bytes = disk.contents.get(path);
    if (bytes !== undefined) disk.contents.set(moved, bytes);
    else disk.directories.add(moved);
    disk.contents.delete(path);
    disk.directories.delete(path);
  }
  return Either.right(undefined);
};

const resized = (bytes: Uint8Array, sizeBytes: number): Uint8Array => {
  const next = new Uint8Array(sizeBytes);
  next.set(bytes.subarray(0, sizeBytes));
  return next;
};

/** Paths are seen from the working directory; the directories of the initial files exist. */
export const memoryFiles = (
  initial: Readonly<Record<string, string | Uint8Array>> = {},
  options: MemoryFilesOptions = {},
): MemoryFiles => {
  const root = normalized(options.workingDirectory ?? "/desk");
  const disk = new Disk(root, new Set(options.denied ?? []));
  for (const [path, data] of Object.entries(initial)) {
    disk.addDirectory(parentOf(disk.absolute(path)));
    disk.contents.set(disk.absolute(path), bytesOf(data));
  }
  return {
    workingDirectory: root,
    resolve: (...parts) => disk.absolute(...parts),
    stat: (path) => disk.stat(path),
    exists: (path) => Either.isRight(disk.stat(path)),
    list: (path) => listOf(disk, path),
    read: (path, limit) =>
      Either.map((bytes: Uint8Array) => {
        const head = bytes.subarray(0, 64 * 1024);
        const isWhole = bytes.length <= limit(head);
        return { bytes: isWhole ? bytes : head, isWhole, sizeBytes: bytes.length };
      })(disk.bytes(path)),
    readRange: (path, from, count) =>
      Either.map((bytes: Uint8Array) => bytes.slice(from, from + count))(disk.bytes(path)),
    write: (path, data) => disk.put(path, bytesOf(data)),
    replace: (path, data) => disk.put(path, bytesOf(data)),
    open: (path, mode) => openOn(disk, path, mode),
    truncate: (path, sizeBytes) =>
      Either.chain((bytes: Uint8Array) => disk.put(path, resized(bytes, sizeBytes)))(disk.bytes(path)),
    rename: (from, to) => renameOn(disk, from, to),
    makeDirectory: (path) =>
      disk.contents.has(disk.absolute(path))
        ? disk.fail("exists", path)
        : Either.right(disk.addDirectory(disk.absolute(path))),
    remove: (path) => {
      for (const one of disk.below(path)) {
        disk.contents.delete(one);
        disk.directories.delete(one);
      }
      return Either.right(undefined);
    },
    textOf: (path) => {
      const bytes = disk.contents.get(disk.absolute(path));
      return bytes === undefined ? null : new TextDecoder().decode(bytes);
    },
    paths: () => [...disk.contents.keys()].sort(),
  };
};
