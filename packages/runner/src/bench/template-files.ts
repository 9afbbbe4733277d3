// Manifests that a performance-config.yaml names: a pod, node or Service without a name, to make many of.
import { isLeft } from "fp-ts/lib/Either.js";
import { decodeObject, showValue } from "@podsim/core";
import type { KubernetesObject } from "@podsim/core";
import type { LocatedDocument, Path } from "../input/located.js";
import { readSource } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import type { FileReports } from "../scenario/file-reports.js";
import { issueOfProblem } from "../scenario/object-issues.js";
import { plain } from "../scenario/plain.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";

/** Where a template is named. */
export interface TemplatePlace {
  readonly document: LocatedDocument;
  readonly path: Path;
}

type Kind = KubernetesObject["kind"];
type OfKind<K extends Kind> = Extract<KubernetesObject, { readonly kind: K }>;

const part = (value: unknown, key: string): Mapping => {
  const found = isMapping(value) ? value[key] : undefined;
  return isMapping(found) ? found : {};
};

/** As the API server would have it once it has given the object a name; a node offers all it has. */
const named = (value: unknown): unknown => {
  if (!isMapping(value)) return value;
  const { generateName: _, ...metadata } = part(value, "metadata");
  const { capacity, ...status } = part(value, "status");
  return {
    ...value,
    metadata: { name: "template", ...metadata },
    ...(capacity === undefined ? {} : { status: { allocatable: capacity, ...status, capacity } }),
  };
};

export class TemplateFiles {
  readonly access: InputAccess;
  readonly #directory: string;
  readonly #reports: FileReports;
  readonly #read = new Map<string, KubernetesObject | null>();

  /** Paths are relative to the file that names them. */
  constructor(file: string, access: InputAccess, reports: FileReports) {
    this.access = access;
    this.#directory = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
    this.#reports = reports;
  }

  /** Null, with what is wrong in the reports, if it cannot be had. */
  find<K extends Kind>(kind: K, template: string, place: TemplatePlace): OfKind<K> | null {
    const file = `${this.#directory}/${template}`;
    let object = this.#read.get(file);
    if (object === undefined) this.#read.set(file, (object = this.#load(file)));
    if (object === null || object.kind === kind) return object as OfKind<K> | null;
    this.#reports.addIssue(place.document, {
      code: "E108",
      message: `${template} holds a ${object.kind}, not a ${kind}`,
      why: "the opcode makes objects of one kind",
      fix: `name the manifest of a ${kind}`,
      path: place.path,
    });
    return null;
  }

  /** The object in the file, of whatever kind. */
  load(template: string): KubernetesObject | null {
    const file = `${this.#directory}/${template}`;
    let object = this.#read.get(file);
    if (object === undefined) this.#read.set(file, (object = this.#load(file)));
    return object;
  }

  #load(file: string): KubernetesObject | null {
    const source = readSource(this.access, file);
    if (isLeft(source)) {
      for (const found of source.left.diagnostics) this.#reports.add(source.left.source, found);
      return null;
    }
    const [document] = source.right.documents;
    if (document === undefined) return null;
    if (JSON.stringify(document.value).includes("{{")) {
      this.#reports.addIssue(document, {
        code: "E104",
        message: "the manifest is a Go template",
        why: `what stands in {{ }} is filled in by a program this is not: ${showValue(file)}`,
        fix: "choose workloads that do not use it (--label, --name)",
        path: [],
      });
      return null;
    }
    const { object, problems } = decodeObject(named(document.value));
    for (const problem of problems) this.#reports.addIssue(document, issueOfProblem(problem));
    return object === null ? null : plain(object);
  }
}
