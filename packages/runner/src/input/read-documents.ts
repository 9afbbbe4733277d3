// Splits a text into documents, as YAML or as JSON, whichever it is.
import { diagnostic } from "./diagnostic.js";
import type { Diagnostic } from "./diagnostic.js";
import { locateInJson } from "./json-locate.js";
import { looksLikeJson, parseJsonStream } from "./json-stream.js";
import type { JsonError } from "./json-mistakes.js";
import type { JsonStream } from "./json-stream.js";
import { YAML_LIMIT_BYTES } from "./limits.js";
import type { LocatedDocument } from "./located.js";
import type { SourceText } from "./source-text.js";
import { locateInYaml } from "./yaml-locate.js";
import { parseYamlStream } from "./yaml-stream.js";
import { explainStop, explainYamlSyntax } from "./yaml-syntax.js";
import { readYamlValue } from "./yaml-value.js";

export interface ReadDocuments {
  /** Those that could be read; empty ones are left out. */
  readonly documents: readonly LocatedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

const readYaml = (source: SourceText): ReadDocuments => {
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
  const json = parseJsonStream(source.text);
  const isMalformed = json.errors.at(-1)?.code === "E002";
  const isYaml = isMalformed && !isMeantAsJson(source) && source.text.length <= YAML_LIMIT_BYTES;
  return isYaml ? readYaml(source) : jsonDocuments(json, source);
};
