// Reads a case as the loader reads the file of a scenario: what is wrong with it is found before anything is played.
import { isLeft } from "fp-ts/lib/Either.js";
import { stringify } from "yaml";
import type { LocatedDocument } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import { readText } from "../input/read-source.js";
import { emptyRecord } from "../input/record.js";
import { renderDiagnostics } from "../input/render-diagnostic.js";
import { sourceText } from "../input/source-text.js";
import type { SourceText } from "../input/source-text.js";
import type { PreparedRun } from "../run/prepared.js";
import { DEFAULT_LOAD_OPTIONS } from "../scenario/load-options.js";
import { ScenarioReading } from "../scenario/scenario-reading.js";
import type { CaseScenario } from "./case-scenario.js";
import { documentOf } from "./case-scenario.js";
import type { JsonMap } from "./json-map.js";
import { targetName } from "./manifests.js";

/** The case is none: it does not load. */
export class UnusableCase extends Error {
  override readonly name = "UnusableCase";
}

class NoFiles implements InputAccess {
  get files(): never {
    throw new UnusableCase("a case names no files");
  }

  readInput(): never {
    throw new UnusableCase("a case reads nothing");
  }
}

/** Objects that inherit nothing, as those that were read from a file. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const copy = emptyRecord();
  const given = value as JsonMap;
  for (const key of Object.keys(given)) copy[key] = bare(given[key]);
  return copy;
};

const PLAIN = { color: false, ascii: false } as const;

const SOURCE = sourceText("<case>", "");

/**
 * A document that was never written down. Its objects and behaviours are read into others of the run's own; what stands in
 * its timeline may be taken over as it is.
 */
const unwritten = ({ timeline, ...spec }: JsonMap, document: JsonMap): LocatedDocument => ({
  source: SOURCE,
  index: 0,
  value: { ...document, spec: timeline === undefined ? spec : { timeline: bare(timeline), ...spec } },
  locate: () => null,
});

const readingOf = (document: LocatedDocument, { controllers = [] }: CaseScenario): ScenarioReading =>
  new ScenarioReading(new NoFiles(), document, { ...DEFAULT_LOAD_OPTIONS, controllers });

/** Objects of the case in whose text there is something wrong: "deployment/web". */
const namesOfFaulty = (lines: readonly number[], document: LocatedDocument, { objects }: CaseScenario): string => {
  const faulty = objects.filter((_, ix) => {
    const place = document.locate(["spec", "cluster", "objects", ix], "extent");
    return place !== null && lines.some((line) => line >= place.line && line <= place.endLine);
  });
  return [...new Set(faulty.map(targetName))].join(", ");
};

/** What is wrong with the case, as it is told of a file that holds the text. */
const faultsOf = (source: SourceText, given: CaseScenario): string => {
  const read = readText(source);
  if (isLeft(read)) return renderDiagnostics(read.left.diagnostics, source, PLAIN);
  const [document] = read.right.documents;
  if (document === undefined) return "";
  const reading = readingOf(document, given);
  reading.prepare();
  const diagnostics = reading.reports.errors.flatMap((report) => report.diagnostics);
  const names = namesOfFaulty(
    diagnostics.flatMap(({ line }) => line ?? []),
    document,
    given,
  );
  const told = renderDiagnostics(diagnostics, source, PLAIN).trimEnd();
  return names === "" ? told : `something is wrong with ${names}\n${told}`;
};

/** Throws UnusableCase with everything that is wrong. */
export const loadCase = (given: CaseScenario): PreparedRun => {
  const document = documentOf(given);
  const run = readingOf(unwritten(document["spec"] as JsonMap, document), given).prepare();
  if (run !== null) return run;
  const text = stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 });
  throw new UnusableCase(faultsOf(sourceText("<case>", text), given));
};
