// Loads a scenario: the file and everything it names, with all the faults of all the files at once.
import { isLeft, left, right } from "fp-ts/lib/Either.js";
import type { Either } from "fp-ts/lib/Either.js";
import type { LocatedDocument } from "../input/located.js";
import { readSource } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import type { PreparedRun } from "../run/prepared.js";
import { FileReports } from "./file-reports.js";
import type { FileReport } from "./file-reports.js";
import { joined } from "./manifest-files.js";
import { ScenarioReading } from "./scenario-reading.js";
import type { LoadOptions } from "./load-options.js";
import { isMapping } from "./schema/record.js";

export { DEFAULT_LOAD_OPTIONS } from "./load-options.js";
export type { LoadOptions } from "./load-options.js";

export type LoadedRun = Either<readonly FileReport[], PreparedRun>;

const SCENARIO_FILE = "scenario.yaml";

/** A directory means the scenario.yaml in it. */
const fileMeant = ({ files }: InputAccess, path: string): string => {
  const stat = files.stat(path);
  return !isLeft(stat) && stat.right.kind === "directory" ? joined(path.replace(/\/+$/, ""), SCENARIO_FILE) : path;
};

/** Whatever its spelling: a misspelt one is said to be so among everything else that is wrong. */
const isScenarioKind = (kind: unknown): boolean => typeof kind === "string" && kind.toLowerCase() === "scenario";

/** What a file holds instead of a scenario. */
const notAScenario = (document: LocatedDocument, reports: FileReports): void => {
  const { value, source } = document;
  const kind = isMapping(value) && typeof value["kind"] === "string" ? value["kind"] : null;
  reports.addIssue(document, {
    code: kind === null ? "E107" : "E108",
    message: kind === null ? "the file does not say its kind" : `this is a ${kind}, not a Scenario`,
    why: "a scenario says what is asked, which manifests it is asked about, and for how long",
    fix: `for manifests without a scenario:  podsim run -f ${source.file} --nodes 3`,
    path: kind === null ? [] : ["kind"],
  });
};

/** Loads the scenario at `path`, a file or a directory with a scenario.yaml; Left: everything wrong, file by file. */
export const loadScenario = (path: string, options: LoadOptions, access: InputAccess): LoadedRun => {
  const read = readSource(access, fileMeant(access, path));
  if (isLeft(read)) return left([read.left]);
  const { documents } = read.right;
  const document = documents.find(({ value }) => isMapping(value) && isScenarioKind(value["kind"]));
  const reports = new FileReports();
  const [first] = documents;
  if (document === undefined) {
    if (first !== undefined) notAScenario(first, reports);
    return left(reports.errors);
  }
  for (const other of documents) {
    if (other === document) continue;
    const why = "manifests stay in files of their own, so that they can be applied to a cluster as they are";
    reports.addIssue(other, {
      code: "E108",
      message: "a scenario file holds one document",
      why,
      fix: "move it to a file, and name that in spec.cluster.manifests",
      path: [],
    });
  }
  if (reports.hasErrors) return left(reports.errors);
  const reading = new ScenarioReading(access, document, options);
  const run = reading.prepare();
  return run === null ? left(reading.reports.errors) : right(run);
};
