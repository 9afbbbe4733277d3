// Splits a text into documents, as YAML or as JSON, whichever it is.
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic } from "./diagnostic.js";
import { locateInJson } from "./json-locate.js";
import { readLongJson } from "./json-native.js";
import { looksLikeJson, parseJsonStream } from "./json-stream.js";
import type { JsonError } from "./json-mistakes.js";
import type { JsonStream } from "./json-stream.js";
import { BLOCKS_FROM_LENGTH, YAML_LIMIT_LENGTH } from "./limits.js";
import type { LocatedDocument } from "./located.js";
import type { SourceText } from "./source-text.js";
import { readBlocks } from "./yaml-blocks.js";
import { locateInYaml } from "./yaml-locate.js";
import { parseYamlStream } from "./yaml-stream.js";
import { explainStop, explainYamlSyntax } from "./yaml-syntax.js";
import { readYamlValue } from "./yaml-value.js";

export interface ReadDocuments {
  /** Those that could be read; empty ones are left out. */
  readonly documents: readonly LocatedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** YAML that only the library can read, and that is too long for it. */
const tooLong = (source: SourceText, at: number): Diagnostic =>
  diagnostic(source.file, source.placeAt(at, at + 1), {
    code: "E006",
    message: `from here on the file is not YAML as kubectl writes it; such YAML may have ${YAML_LIMIT_LENGTH / 2 ** 20} MiB`,
    why: "brackets, anchors, tags and comments behind values are read with the position of every value, at 1 to 2 MB per second",
    fix: "write it in blocks: yq -P . FILE > NEW; or convert it: yq -o json . FILE > FILE.json; or split it",
  });

const readYaml = (source: SourceText): ReadDocuments => {
  const { length } = source.text;
  const blocks = length < BLOCKS_FROM_LENGTH ? 0 : readBlocks(source);
  if (typeof blocks === "object") {
    const { value, locate } = blocks;
    return { documents: value === null ? [] : [{ source, index: 0, value, locate }], diagnostics: [] };
  }
  if (length > YAML_LIMIT_LENGTH) return { documents: [], diagnostics: [tooLong(source, blocks)] };
  return readAnyYaml(source);
};

const readAnyYaml = (source: SourceText): ReadDocuments => {
  const documents: LocatedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const { trees, stopped } = parseYamlStream(source.text);
  for (const tree of trees) {
    const syntax = explainYamlSyntax(tree, source);
    if (syntax !== null) diagnostics.push(syntax);
    if (syntax !== null || tree.contents === null) continue;
    const { value, diagnostics: refused, links } = readYamlValue(tree.contents, source);
    diagnostics.push(...refused);
    if (refused.length > 0 || value === null) continue;
    const locate = locateInYaml(tree.contents, links, source);
    documents.push({ source, index: documents.length, value, locate });
  }
  const stop = stopped === null ? null : explainStop(stopped, source);
  return { documents, diagnostics: stop === null ? diagnostics : [...diagnostics, stop] };
};

const jsonDiagnostic = (error: JsonError, source: SourceText): Diagnostic => {
  const { note } = error;
  return diagnostic(source.file, source.placeAt(error.start, error.end), {
    code: error.code,
    message: error.message,
    why: error.why,
    fix: error.fix,
    ...(note === undefined ? {} : { notes: [{ ...source.placeAt(note.start, note.end), label: note.label }] }),
  });
};

const jsonDocuments = ({ values, errors }: JsonStream, source: SourceText): ReadDocuments => ({
  documents: values
    .filter(({ value }) => value !== null)
    .map((value, index) => ({ source, index, value: value.value, locate: locateInJson(value, source) })),
  diagnostics: errors.map((error) => jsonDiagnostic(error, source)),
});

/** By its name, or by a quoted key or text behind the first bracket. */
const isMeantAsJson = ({ file, text }: SourceText): boolean =>
  /\.(json|ndjson|jsonl)$/i.test(file) || /^\s*(\[\s*)?[[{]\s*["\]}]/.test(text);

/**
 * The documents of a text. One that begins with a bracket is read as JSON, several values one after another included.
 * If it is not JSON and was not meant to be, it may still be YAML, which knows the same brackets.
 */
export const readDocuments = (source: SourceText): ReadDocuments => {
  if (!looksLikeJson(source.text)) return readYaml(source);
  const long = source.text.length < BLOCKS_FROM_LENGTH ? null : readLongJson(source.text);
  if (long !== null) return jsonDocuments({ values: [long], errors: [] }, source);
  const json = parseJsonStream(source.text);
  const isMalformed = json.errors.at(-1)?.code === "E002";
  const isYaml = isMalformed && !isMeantAsJson(source) && source.text.length <= YAML_LIMIT_LENGTH;
  return isYaml ? readYaml(source) : jsonDocuments(json, source);
};
