// spec.cluster.dump of a scenario: the cluster a run begins with, as `kubectl get` printed it.
import { fingerprint } from "../run/fingerprint.js";
import { readDump } from "../dump/dump-items.js";
import type { DumpItem } from "../dump/dump-items.js";
import { foundCluster } from "../dump/found-cluster.js";
import type { FoundCluster } from "../dump/found-cluster.js";
import { takenAt } from "../dump/newest-stamp.js";
import { diagnostic } from "../input/diagnostic.js";
import type { Path } from "../input/located.js";
import type { InputAccess } from "../input/read-source.js";
import { directoryOf } from "./beside-scenario.js";
import type { FileReports } from "./file-reports.js";
import type { IgnoredPart, ManifestFiles } from "./manifest-files.js";
import { isMapping } from "./schema/record.js";
import { plural } from "./schema/shown.js";
import type { SectionReader } from "./section-reader.js";

export interface ScenarioDump extends FoundCluster {
  /** RFC 3339: when it was taken, as far as it tells; null = it does not. */
  readonly takenAt: string | null;
  /** What is in it and the run does not model. */
  readonly ignored: readonly IgnoredPart[];
  readonly fileCount: number;
  /** Of everything in it. */
  readonly digest: string;
}

const DUMP: Path = ["spec", "cluster", "dump"];

const filesOf = (manifests: ManifestFiles, patterns: readonly string[], reader: SectionReader): readonly string[] => {
  const { file } = reader.document.source;
  const isList = reader.document.locate([...DUMP, 0]) !== null;
  return patterns.flatMap((pattern, ix) => {
    const found = manifests.paths(directoryOf(file), pattern, file);
    if (!("code" in found)) return found;
    reader.report({ ...found, path: isList ? [...DUMP, ix] : DUMP });
    reader.hidesObjects = true;
    return [];
  });
};

/** What is found as it is needs no manifest to say it. */
const isFound = (kind: string, path: Path): boolean =>
  (kind === "Node" && path.join(".") === "status.conditions") ||
  (kind === "Pod" && path[0] === "metadata" && path[1] === "deletionTimestamp") ||
  (path[0] === "metadata" && path[1] === "finalizers");

const ignoredIn = (items: readonly DumpItem[]): readonly IgnoredPart[] =>
  items.flatMap(({ ignored, kind, raw, document, path }) => {
    const name = isMapping(raw["metadata"]) ? String(raw["metadata"]["name"]) : "";
    return ignored
      .filter((field) => !isFound(kind, field.path))
      .map((field) => ({ ignored: field, kind, name, document, path: [...path, ...field.path] }));
  });

const tellPresumed = (file: string, { presumed }: FoundCluster, reports: FileReports): void => {
  if (presumed.length === 0) return;
  const text = {
    code: "W505",
    message: `${presumed.map(({ kind, count }) => plural(count, kind)).join(", ")} that pods refer to are not in the dump`,
    why: "they are taken to be there, with every key that is asked for; claims with volumes that every node can have",
    fix: "nothing, if that does not matter; else dump them as well: kubectl get cm,secrets,pvc,pv,sc,priorityclasses -A -o yaml",
  } as const;
  reports.add(null, diagnostic(file, null, text));
};

/** null where the scenario names no dump. `startMillis`: time 0 where the scenario says it. */
export const readScenarioDump = (
  patterns: readonly string[],
  startMillis: number | null,
  defaultStart: string,
  manifests: ManifestFiles,
  reader: SectionReader,
  access: InputAccess,
): ScenarioDump | null => {
  if (patterns.length === 0) return null;
  const files = filesOf(manifests, patterns, reader);
  const { items } = readDump(files, access, reader.reports);
  const taken = takenAt(items);
  const found = foundCluster(items, startMillis ?? Date.parse(taken ?? defaultStart));
  tellPresumed(files[0] ?? "", found, reader.reports);
  return {
    ...found,
    takenAt: taken,
    ignored: ignoredIn(items),
    fileCount: files.length,
    digest: fingerprint(items.map(({ document, raw }) => [document.source.file, raw]) as never),
  };
};
