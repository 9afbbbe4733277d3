// Reads parts of a scenario document and reports what is wrong with them, but nothing that only follows from something else.
import { isLeft } from "fp-ts/lib/Either.js";
import type * as t from "io-ts";
import { diagnostic } from "../input/diagnostic.js";
import { locateNearest } from "../input/located.js";
import type { LocatedDocument, Path } from "../input/located.js";
import type { FileReports } from "./file-reports.js";
import { decodeAt } from "./schema/schema.js";
import type { Issue } from "./schema/schema.js";

export class SectionReader {
  /** Places whose value is not known: nothing further is said about them. */
  unresolved: readonly Path[] = [];
  /** Whether objects may exist that nobody could read: then names are not called unknown. */
  hidesObjects = false;

  constructor(
    readonly document: LocatedDocument,
    readonly reports: FileReports,
  ) {}

  report(issue: Issue): void {
    if (this.hidesObjects && (issue.code === "E201" || issue.code === "E202")) return;
    const follows = this.unresolved.some((path) => path.every((step, ix) => issue.path[ix] === step));
    if (!follows || issue.code === "E203") this.reports.addIssue(this.document, issue);
  }

  /** The value at `path` read as `type`; null, and reported, where that is not possible. */
  decode<A>(type: t.Type<A, unknown, unknown>, value: unknown, path: Path): A | null {
    const read = decodeAt(type, value, path);
    if (!isLeft(read)) return read.right;
    for (const issue of read.left) this.report(issue);
    return null;
  }

  /** A warning, which is an error where those are refused. */
  warn(issue: Issue, isStrict: boolean): void {
    const { source } = this.document;
    const { code, message, why, fix, path } = issue;
    const found = diagnostic(source.file, locateNearest(this.document, path), { code, message, why, fix });
    this.reports.add(source, isStrict ? { ...found, severity: "error" } : found);
  }
}
