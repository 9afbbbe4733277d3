// Reads manifest files into Kubernetes objects: patterns expanded, lists taken apart, overrides put in, every problem told.
import { isLeft } from "fp-ts/lib/Either.js";
import { decodeObject, kindDefinedBy, expandList, parseObjectPath, putAtPath } from "@podsim/core";
import type { IgnoredField, KubernetesObject, ListItem, Path as ObjectPath, Problem } from "@podsim/core";
import { expandPattern, isPattern } from "../io/glob.js";
import { closest } from "../input/closest.js";
import { diagnostic } from "../input/diagnostic.js";
import type { LocatedDocument, Path } from "../input/located.js";
import { readSource, STANDARD_INPUT } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import type { FileReports } from "./file-reports.js";
import { issueOfProblem } from "./object-issues.js";
import { plain } from "./plain.js";
import { isTarget } from "./overrides.js";
import type { Override } from "./overrides.js";
import { isMapping } from "./schema/record.js";
import type { Explanation } from "./schema/schema.js";
import { firstFew } from "./schema/shown.js";

/** An object and where it was written. */
export interface LoadedObject {
  readonly object: KubernetesObject;
  readonly document: LocatedDocument;
  /** From the top of the document to the object. */
  readonly path: Path;
}

/** Something Kubernetes would act on and the run does not, and where. */
export interface IgnoredPart {
  readonly ignored: IgnoredField;
  /** Of the object it is a part of, as far as they are written. */
  readonly kind: string;
  readonly name: string;
  readonly document: LocatedDocument;
  readonly path: Path;
}

/** What an object is called, whether or not it could be decoded. */
export interface NamedObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export interface OverrideSource {
  readonly override: Override;
  /** The scenario, and where in it the override stands. */
  readonly document: LocatedDocument;
  readonly path: Path;
}

/** A value that an override has put into an object. */
interface Applied {
  /** In the object. */
  readonly path: Path;
  /** In the document of the override. */
  readonly at: Path;
  readonly by: OverrideSource;
}

const MANIFEST = /\.(ya?ml|json)$/i;

const textAt = (value: unknown, key: string): string =>
  isMapping(value) && typeof value[key] === "string" ? value[key] : "";

const nameOf = (object: unknown, metadata: unknown): NamedObject => ({
  kind: textAt(object, "kind"),
  namespace: textAt(metadata, "namespace") || "default",
  name: textAt(metadata, "name"),
});

const startsWith = (path: ObjectPath, start: Path): boolean => start.every((step, ix) => path[ix] === step);

export class ManifestFiles {
  readonly ignored: IgnoredPart[] = [];
  /** Objects of kinds that are not modelled. */
  readonly passedOver: NamedObject[] = [];
  /** Objects that could not be decoded, by the names they gave. */
  readonly faulty: NamedObject[] = [];
  /** Whether a file could not be read at all, so that nobody knows what is in it. */
  hasUnreadable = false;
  readonly #read = new Map<string, readonly LoadedObject[]>();
  readonly #used = new Set<OverrideSource>();
  /** As "group/Kind", by the CustomResourceDefinitions read so far. */
  readonly #definedKinds = new Set<string>();

  constructor(
    private readonly access: InputAccess,
    private readonly reports: FileReports,
    private readonly overrides: readonly OverrideSource[],
  ) {}

  /** How many files were read. */
  get fileCount(): number {
    return this.#read.size;
  }

  /** Overrides that no object read so far was meant by. */
  get unusedOverrides(): readonly OverrideSource[] {
    return this.overrides.filter((each) => !this.#used.has(each));
  }

  /**
   * Objects of the files a pattern stands for, seen from the directory `base`; a directory stands for the manifests in
   * it. `file` is where the pattern is written, if anywhere. An explanation says why it stands for none.
   */
  load(base: string, pattern: string, file: string | null): readonly LoadedObject[] | Explanation {
    if (pattern === STANDARD_INPUT) return this.#file(STANDARD_INPUT);
    const found = this.paths(base, pattern, file);
    return "code" in found ? found : found.flatMap((path) => this.#file(path));
  }

  /** The files a pattern stands for, as `load` takes it. */
  paths(base: string, pattern: string, file: string | null): readonly string[] | Explanation {
    const { files } = this.access;
    const { paths, lookedIn, missing } = expandPattern(files, files.resolve(base), pattern);
    const found = paths.flatMap((path) => this.#manifestsAt(joined(base, path)));
    return found.length === 0 ? noFile(this.access, { base, pattern, file }, lookedIn, missing) : found;
  }

  /** Objects written at `path` of another document: a manifest, or a List of them. */
  inline(document: LocatedDocument, value: unknown, path: Path): readonly LoadedObject[] {
    return expandList(value).flatMap((item) => {
      const at = item.path.length === 0 ? path : [...path, ...item.path];
      const object = this.#object(document, { value: item.value, path: at });
      return object === null ? [] : [{ object, document, path: at }];
    });
  }

  #manifestsAt(path: string): readonly string[] {
    const { files } = this.access;
    const stat = files.stat(path);
    if (isLeft(stat) || stat.right.kind !== "directory") return [path];
    const listed = files.list(path);
    if (isLeft(listed)) return [];
    return listed.right
      .filter(({ name, kind }) => kind !== "directory" && MANIFEST.test(name))
      .map(({ name }) => joined(path, name));
  }

  #file(path: string): readonly LoadedObject[] {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const read = readSource(this.access, path);
    if (isLeft(read)) {
      this.hasUnreadable = true;
      for (const found of read.left.diagnostics) this.reports.add(read.left.source, found);
    }
    const { documents } = isLeft(read) ? read.left : read.right;
    const objects = documents.flatMap((document) => this.#document(document));
    this.#read.set(path, objects);
    return objects;
  }

  #document(document: LocatedDocument): readonly LoadedObject[] {
    return expandList(document.value).flatMap((item) => {
      const object = this.#object(document, item);
      return object === null ? [] : [{ object, document, path: item.path }];
    });
  }

  #object(document: LocatedDocument, item: ListItem): KubernetesObject | null {
    if (textAt(item.value, "kind") === "Scenario") {
      this.reports.addIssue(document, {
        code: "E108",
        message: "a Scenario is not a manifest",
        why: "manifests are Kubernetes objects; a scenario is run by naming it alone",
        fix: `podsim run ${document.source.file}`,
        path: [...item.path, "kind"],
      });
      return null;
    }
    const overridden = this.#override(item);
    const defined = kindDefinedBy(item.value);
    if (defined !== null) this.#definedKinds.add(defined);
    const { object, problems, ignored } = decodeObject(overridden.value, this.#definedKinds);
    for (const problem of problems) {
      // What could not be read may define the kind.
      if (problem.code === "E310" && this.hasUnreadable) continue;
      this.#tell(problem, document, item, overridden.applied);
    }
    const metadata = isMapping(item.value) ? item.value["metadata"] : {};
    if (problems.length > 0) this.faulty.push(nameOf(item.value, metadata));
    else if (object === null) this.passedOver.push(nameOf(item.value, metadata));
    for (const field of ignored) {
      const kind = textAt(item.value, "kind");
      this.ignored.push({
        ignored: field,
        kind,
        name: textAt(metadata, "name"),
        document,
        path: [...item.path, ...field.path],
      });
    }
    return object === null ? null : plain(object);
  }

  /** At the override that put the value there, or else where it stands in the manifest. */
  #tell(problem: Problem, document: LocatedDocument, item: ListItem, applied: readonly Applied[]): void {
    const isWritten = document.locate([...item.path, ...problem.path], "key") !== null;
    const cause =
      applied.findLast(({ path }) => startsWith(problem.path, path)) ??
      // A level that only the override's path makes.
      (isWritten ? undefined : applied.find(({ path }) => startsWith(path, problem.path)));
    if (cause === undefined) {
      this.reports.addIssue(document, issueOfProblem(problem, item.path));
      return;
    }
    const { path, at, by } = cause;
    const below = problem.path.slice(path.length);
    // What is wrong above the value, or with its name, is wrong in the path.
    const isPath = below.length === 0 && (problem.path.length < path.length || problem.part === "key");
    const issue = { ...issueOfProblem(problem), path: [...at, ...below], notes: [] };
    this.reports.addIssue(by.document, isPath ? { ...issue, part: "key" } : issue);
  }

  #override(item: ListItem): { value: unknown; applied: readonly Applied[] } {
    let { value } = item;
    const applied: Applied[] = [];
    for (const by of this.overrides) {
      if (!isTarget(by.override, value)) continue;
      this.#used.add(by);
      for (const [written, to] of Object.entries(by.override.set)) {
        const steps = parseObjectPath(written);
        const at = [...by.path, "set", written];
        if (steps === null || !isMapping(value)) continue;
        const placed = putAtPath(value, steps, to);
        if (placed.path === null) {
          const why = "the object has no list item of that name or position there";
          this.reports.addIssue(by.document, {
            code: "E201",
            message: `nothing is at ${written}`,
            why,
            fix: "name an item that exists",
            path: at,
            part: "key",
          });
          continue;
        }
        value = placed.value;
        applied.push({ path: placed.path, at, by });
      }
    }
    return { value, applied };
  }
}

/** A path seen from a directory, as a person would write it. */
export const joined = (directory: string, path: string): string => {
  const rest = path.replace(/^(\.\/)+/, "");
  return path.startsWith("/") || directory === "" || directory === "."
    ? path.startsWith("./")
      ? rest
      : path
    : `${directory.replace(/\/$/, "")}/${rest}`;
};

const EXTENSION_TWINS: readonly (readonly [string, string])[] = [
  [".yml", ".yaml"],
  [".yaml", ".yml"],
];

const twinOf = (pattern: string, names: readonly string[]): string | null => {
  for (const [written, other] of EXTENSION_TWINS) {
    if (pattern.endsWith(written) && names.some((name) => name.endsWith(other))) {
      return `the files end in ${other}: use ${pattern.slice(0, -written.length)}${other}`;
    }
  }
  return null;
};

const noFile = (
  { files }: InputAccess,
  { base, pattern, file }: { readonly base: string; readonly pattern: string; readonly file: string | null },
  lookedIn: readonly { readonly directory: string; readonly names: readonly string[] }[],
  missing: string | null,
): Explanation => {
  const stat = isPattern(pattern) ? null : files.stat(joined(base, pattern));
  if (stat !== null && !isLeft(stat) && stat.right.kind === "directory") {
    const message = `directory "${pattern}" holds no manifest`;
    const why = "of a directory the files are read whose names end in .yaml, .yml or .json, and none of them does";
    return { code: "E205", message, why, fix: "name the files, or the directory they are in" };
  }
  const [looked] = lookedIn;
  const parent = missing === null ? null : joined(base, missing.includes("/") ? missing.replace(/\/[^/]*$/, "") : ".");
  const listed = parent === null ? null : files.list(parent);
  const names = looked?.names ?? (listed !== null && !isLeft(listed) ? listed.right.map(({ name }) => name) : []);
  const where = looked === undefined ? (parent ?? base) : joined(base, looked.directory);
  const place = where === "" || where === "." ? "the working directory" : where;
  const relative = file === null ? "" : ` (relative to ${file})`;
  const last = (missing ?? pattern).replace(/^.*\//, "");
  const meant = isPattern(last) ? null : closest(last, names);
  return {
    code: "E205",
    message: isPattern(pattern) ? `"${pattern}" matches no file` : `there is no file "${pattern}"`,
    why: `looked in ${place}${relative}: ${names.length === 0 ? "nothing there" : firstFew(names, 8)}`,
    fix:
      twinOf(pattern, names) ??
      (meant === null
        ? "name files that exist"
        : `did you mean ${pattern.slice(0, pattern.length - last.length)}${meant}?`),
  };
};

/** The objects of files, patterns and directories as a command line names them; what names none is reported. */
export const loadNamed = (
  names: readonly string[],
  manifests: ManifestFiles,
  reports: FileReports,
): readonly LoadedObject[] =>
  names.flatMap((name) => {
    const found = manifests.load(".", name, null);
    if (!("code" in found)) return found;
    reports.add(null, diagnostic(name, { line: 1, col: 1, endLine: 1, endCol: 1 }, { ...found, code: "E005" }));
    return [];
  });
