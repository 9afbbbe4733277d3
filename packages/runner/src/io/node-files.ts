// The files of the machine, through Node.
import * as fs from "node:fs";
import * as path from "node:path";
import * as Either from "fp-ts/lib/Either.js";
import type { FileFailure, FileFailureKind, FileResult, Files, FileStat, FileWriter } from "./files.js";
import { readDescriptor } from "./read-descriptor.js";

const KIND_BY_CODE: Readonly<Record<string, FileFailureKind>> = {
  ENOENT: "missing",
  EISDIR: "is-directory",
  ENOTDIR: "not-directory",
  EACCES: "no-permission",
  EPERM: "no-permission",
  EROFS: "no-permission",
  EEXIST: "exists",
  ENOTEMPTY: "exists",
  ENOSPC: "no-space",
  EDQUOT: "no-space",
};

const failureOf = (file: string, thrown: unknown): FileFailure => {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  // Node appends the call and the path to the system's words.
  return { kind: KIND_BY_CODE[code] ?? "other", path: file, detail: message.replace(/, \w+( '.*)?$/s, "") };
};

const attempt = <T>(file: string, act: () => T): FileResult<T> => {
  try {
    return Either.right(act());
  } catch (thrown) {
    return Either.left(failureOf(file, thrown));
  }
};

const kindOf = (entry: { isFile: () => boolean; isDirectory: () => boolean }): FileStat["kind"] =>
  entry.isFile() ? "file" : entry.isDirectory() ? "directory" : "other";

/** What a link leads to; itself where it leads nowhere, or in a circle. */
const kindBehind = (link: string, entry: fs.Dirent): FileStat["kind"] => {
  try {
    return kindOf(fs.statSync(link));
  } catch {
    return kindOf(entry);
  }
};

/**
 * Makes it and what it stands in. Step by step: the system's answer that a parent is missing which is there (as /proc
 * gives it) has Node's own recursion begin again for ever.
 */
const makeDirectories = (directory: string): void => {
  const parent = path.dirname(directory);
  if (parent !== directory && !fs.existsSync(parent)) makeDirectories(parent);
  try {
    fs.mkdirSync(directory);
  } catch (thrown) {
    if (!fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw thrown;
  }
};

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

const withDescriptor = <T>(file: string, flags: string, use: (descriptor: number) => T): T => {
  const descriptor = fs.openSync(file, flags);
  try {
    return use(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
};

const writeAll = (descriptor: number, data: Uint8Array | string): void => {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  for (let done = 0; done < bytes.length;) done += fs.writeSync(descriptor, bytes, done);
};

/** A rename is only durable once the directory is; not every system lets a directory be flushed. */
const flushDirectory = (directory: string): void => {
  try {
    withDescriptor(directory, "r", (descriptor) => fs.fsyncSync(descriptor));
  } catch {
    return;
  }
};

const replaceFile = (file: string, data: Uint8Array | string): void => {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    withDescriptor(beside, "w", (descriptor) => {
      writeAll(descriptor, data);
      fs.fsyncSync(descriptor);
    });
    fs.renameSync(beside, file);
  } catch (thrown) {
    fs.rmSync(beside, { force: true });
    throw thrown;
  }
  flushDirectory(path.dirname(file));
};

const readRange = (file: string, fromByte: number, countBytes: number): Uint8Array =>
  withDescriptor(file, "r", (descriptor) => {
    const bytes = new Uint8Array(countBytes);
    let done = 0;
    while (done < countBytes) {
      const count = fs.readSync(descriptor, bytes, done, countBytes - done, fromByte + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  });

const OPEN_FLAGS = { append: "a", truncate: "w", exclusive: "wx" } as const;

const writerFor = (file: string, descriptor: number): FileWriter => ({
  write: (data) => attempt(file, () => writeAll(descriptor, data)),
  flush: () => attempt(file, () => fs.fsyncSync(descriptor)),
  close: () => attempt(file, () => fs.closeSync(descriptor)),
});

/** Files below a working directory, the process's own unless another is given. */
export const nodeFiles = (workingDirectory: string = process.cwd()): Files => {
  const root = path.resolve(workingDirectory);
  const resolve = (...parts: readonly string[]): string => path.resolve(root, ...parts);
  return {
    workingDirectory: root,
    resolve,
    stat: (file) =>
      attempt(file, () => {
        const stat = fs.statSync(resolve(file));
        return { kind: kindOf(stat), sizeBytes: stat.size, modifiedAtMillis: Math.floor(stat.mtimeMs) };
      }),
    exists: (file) => fs.existsSync(resolve(file)),
    list: (directory) =>
      attempt(directory, () =>
        fs
          .readdirSync(resolve(directory), { withFileTypes: true })
          .map((entry) => ({
            name: entry.name,
            isLink: entry.isSymbolicLink(),
            kind: entry.isSymbolicLink() ? kindBehind(resolve(directory, entry.name), entry) : kindOf(entry),
          }))
          .sort(byName),
      ),
    read: (file, limit) =>
      attempt(file, () => withDescriptor(resolve(file), "r", (descriptor) => readDescriptor(descriptor, limit))),
    readRange: (file, fromByte, countBytes) => attempt(file, () => readRange(resolve(file), fromByte, countBytes)),
    write: (file, data) =>
      attempt(file, () => withDescriptor(resolve(file), "w", (descriptor) => writeAll(descriptor, data))),
    replace: (file, data) => attempt(file, () => replaceFile(resolve(file), data)),
    open: (file, mode) => attempt(file, () => writerFor(file, fs.openSync(resolve(file), OPEN_FLAGS[mode]))),
    truncate: (file, sizeBytes) => attempt(file, () => fs.truncateSync(resolve(file), sizeBytes)),
    rename: (from, to) => attempt(from, () => fs.renameSync(resolve(from), resolve(to))),
    makeDirectory: (directory) =>
      attempt(directory, () => {
        makeDirectories(resolve(directory));
      }),
    remove: (file) => attempt(file, () => fs.rmSync(resolve(file), { recursive: true, force: true })),
  };
};
