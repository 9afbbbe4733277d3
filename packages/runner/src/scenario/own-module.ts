// Modules of the user's own, loaded by their path; what keeps one from being loaded stands at its first line.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import { diagnostic } from "../input/diagnostic.js";
import type { Diagnostic } from "../input/diagnostic.js";
import type { ErrorCode } from "../error-pages.js";
import type { Files } from "../io/files.js";

export interface ModuleAccess {
  readonly files: Files;
  /** What the module at an absolute path exports; rejects with the loader's own words. */
  readonly importModule: (path: string) => Promise<unknown>;
}

export interface OwnModule {
  readonly exported: unknown;
  readonly bytes: Uint8Array;
}

/** What such modules are for: how they are called, the code of what is wrong with one, and what one looks like. */
export interface ModuleUse {
  readonly noun: string;
  readonly code: ErrorCode;
  readonly example: string;
}

/** A fault of a module as a whole. */
export const unusableModule = (code: ErrorCode, file: string, message: string, why: string, fix: string): Diagnostic =>
  diagnostic(file, { line: 1, col: 1, endLine: 1, endCol: 1 }, { code, message, why, fix });

const WHOLE = (): number => Number.MAX_SAFE_INTEGER;

const thrownText = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

export const loadModule = async (
  file: string,
  { noun, code, example }: ModuleUse,
  { files, importModule }: ModuleAccess,
): Promise<Either<Diagnostic, OwnModule>> => {
  const read = files.read(file, WHOLE);
  if (isLeft(read)) {
    const found = read.left.kind === "missing" ? "there is nothing" : read.left.detail;
    const why = `looked for ${files.resolve(file)}: ${found}`;
    const fix = "check the path; it is relative to the working directory";
    return left(unusableModule(code, file, `${noun} module cannot be read`, why, fix));
  }
  try {
    return right({ exported: await importModule(files.resolve(file)), bytes: read.right.bytes });
  } catch (thrown) {
    const fix = `it has to be a module that node can load: ${example}`;
    return left(unusableModule(code, file, `${noun} module cannot be loaded`, thrownText(thrown), fix));
  }
};
