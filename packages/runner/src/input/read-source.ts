// Reads a file, or standard input, into documents with places, or into everything that is wrong with it.
import * as Either from "fp-ts/lib/Either.js";
import type { Console } from "../io/console.js";
import type { FileFailure, Files, ReadBytes } from "../io/files.js";
import { closest } from "./closest.js";
import { decodeText } from "./decode-text.js";
import type { NotText } from "./decode-text.js";
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic, DiagnosticText } from "./diagnostic.js";
import { TEXT_LIMIT_BYTES } from "./limits.js";
import type { LocatedDocument } from "./located.js";
import { readDocuments } from "./read-documents.js";
import type { Place, SourceText } from "./source-text.js";

export interface InputAccess {
  readonly files: Files;
  readonly readInput: Console["readInput"];
}

export interface ReadableSource {
  readonly source: SourceText;
  /** At least one. */
  readonly documents: readonly LocatedDocument[];
}

export interface UnreadableSource {
  /** For the excerpts; null when no text could be had. */
  readonly source: SourceText | null;
  /** At least one; all of them errors, which end a command with exit code 3. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those of its documents that can be read all the same, for what is wrong with them. */
  readonly documents: readonly LocatedDocument[];
}

export type SourceResult = Either.Either<UnreadableSource, ReadableSource>;

/** The path that means standard input. */
export const STANDARD_INPUT = "-";

const TOP: Place = { line: 1, col: 1, endLine: 1, endCol: 1 };

const unreadable = (file: string, text: DiagnosticText): Either.Either<UnreadableSource, never> =>
  Either.left({ source: null, diagnostics: [diagnostic(file, TOP, text)], documents: [] });

const noText = ({ source, diagnostic: found }: NotText): Either.Either<UnreadableSource, never> =>
  Either.left({ source, diagnostics: [found], documents: [] });

const parentOf = (path: string): string =>
  path.slice(0, Math.max(0, path.lastIndexOf("/"))) || (path.startsWith("/") ? "/" : ".");

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const missingFile = (files: Files, path: string): DiagnosticText => {
  const parent = parentOf(path);
  const listed = files.list(parent);
  const near = Either.isRight(listed)
    ? closest(
        nameOf(path),
        listed.right.map(({ name }) => name),
      )
    : null;
  const beside = parent === "." && !path.startsWith("./") ? near : `${parent === "/" ? "" : parent}/${near ?? ""}`;
  return {
    code: "E005",
    message: "there is no such file",
    why: Either.isRight(listed)
      ? `looked for ${files.resolve(path)}`
      : `there is no directory ${files.resolve(parent)}`,
    fix:
      near === null || beside === null
        ? "check the path; it is relative to the working directory"
        : `did you mean ${beside}?`,
  };
};

const directoryGiven = (files: Files, path: string): DiagnosticText => {
  const listed = files.list(path);
  const names = Either.isRight(listed) ? listed.right.map(({ name }) => name) : [];
  const example = names.find((name) => /\.(ya?ml|json)$/.test(name));
  const folder = path.replace(/\/+$/, "");
  return {
    code: "E005",
    message: "this is a directory, not a file",
    why: "files are named one by one or by a pattern, so that what is read never depends on what else lies there",
    fix:
      example === undefined
        ? "name a file in it"
        : `name a file in it, such as ${folder}/${example}, or '${folder}/*${/\.\w+$/.exec(example)?.[0] ?? ""}'`,
  };
};

const explainFailure = (files: Files, path: string, failure: FileFailure): DiagnosticText => {
  if (failure.kind === "missing" || failure.kind === "not-directory") return missingFile(files, path);
  if (failure.kind === "is-directory") return directoryGiven(files, path);
  const denied = failure.kind === "no-permission";
  return {
    code: "E005",
    message: denied ? "this file may not be read" : "the file cannot be read",
    why: denied ? "its permissions do not allow it for this user" : `the system says: ${failure.detail}`,
    fix: denied ? "change the permissions: chmod u+r FILE" : "check the file and the disk it lies on",
  };
};

const mebibytes = (bytes: number): string => {
  const size = bytes / (1024 * 1024);
  return `${size < 10 ? (Math.ceil(size * 10) / 10).toString() : Math.ceil(size)} MiB`;
};

const tooLarge = (sizeBytes: number | null): DiagnosticText => {
  const limit = mebibytes(TEXT_LIMIT_BYTES);
  return {
    code: "E006",
    message: `the file has ${sizeBytes === null ? `more than ${limit}` : mebibytes(sizeBytes)}; it may have ${limit}`,
    why: "a text of that size does not fit the memory of the program",
    fix: "split it into several files",
  };
};

/** A large file that is not even text is told to be that. */
const refuseLarge = (file: string, { bytes, sizeBytes }: ReadBytes): SourceResult => {
  // The head may end within a character: look at whole lines, or leave a few bytes out.
  const end = bytes.lastIndexOf(10);
  const decoded = decodeText(file, bytes.subarray(0, end > 0 ? end : Math.max(0, bytes.length - 4)));
  if (Either.isLeft(decoded)) return noText(decoded.left);
  return unreadable(file, tooLarge(sizeBytes));
};

/** Reads the documents of the file at `path` ("-" is standard input). Touches nothing but that file. */
export const readSource = (access: InputAccess, path: string): SourceResult => {
  const isInput = path === STANDARD_INPUT;
  const file = isInput ? "<stdin>" : path;
  const limitOf = (): number => TEXT_LIMIT_BYTES;
  const read = isInput ? access.readInput(limitOf) : access.files.read(path, limitOf);
  if (Either.isLeft(read)) return unreadable(file, explainFailure(access.files, path, read.left));
  if (!read.right.isWhole) return refuseLarge(file, read.right);
  const decoded = decodeText(file, read.right.bytes);
  if (Either.isLeft(decoded)) return noText(decoded.left);
  return readText(decoded.right);
};

/** The text of a file that is no document, such as a table; at most TEXT_LIMIT_BYTES of it. */
export const readTextFile = ({ files }: InputAccess, path: string): Either.Either<UnreadableSource, SourceText> => {
  const read = files.read(path, () => TEXT_LIMIT_BYTES);
  if (Either.isLeft(read)) return unreadable(path, explainFailure(files, path, read.left));
  if (!read.right.isWhole) return unreadable(path, tooLarge(read.right.sizeBytes));
  const decoded = decodeText(path, read.right.bytes);
  return Either.isRight(decoded) ? decoded : noText(decoded.left);
};

const NOTHING = { documents: [], diagnostics: [] };

/** The documents of a text that is already there. */
export const readText = (source: SourceText): SourceResult => {
  const isBlank = source.text.trim() === "";
  const { documents, diagnostics } = isBlank ? NOTHING : readDocuments(source);
  if (diagnostics.length > 0) return Either.left({ source, diagnostics, documents });
  if (documents.length > 0) return Either.right({ source, documents });
  const text = {
    code: "E004",
    message: isBlank ? "the file is empty" : "the file contains no document, only comments or separators",
    why: "nothing would be simulated, which is more often a mistake than a wish",
    fix: "write a document, or leave the file out",
  } as const;
  return unreadable(source.file, text);
};
