// The file a workload makes its objects from: a Pod, a Job or a PodTemplate, which may go without a name.
import { isLeft } from "fp-ts/lib/Either.js";
import type { Duration, KubernetesObject } from "@podsim/core";
import type { LocatedDocument, Path } from "../input/located.js";
import { readSource } from "../input/read-source.js";
import type { InputAccess } from "../input/read-source.js";
import type { FileReports } from "../scenario/file-reports.js";
import { isMapping } from "../scenario/schema/record.js";
import type { Mapping } from "../scenario/schema/record.js";
import type { Places } from "./table-columns.js";

export interface WorkloadTemplate {
  /** A Pod or a Job, with a name. */
  readonly base: Mapping;
  readonly kind: "Pod" | "Job";
  readonly document: LocatedDocument;
  /** Where the object stands in the document. */
  readonly path: Path;
}

const KINDS = ["Pod", "Job", "PodTemplate"];

const named = (value: Mapping, name: string): Mapping => {
  const metadata = isMapping(value["metadata"]) ? value["metadata"] : {};
  return { ...value, metadata: { ...metadata, name } };
};

const podOf = (document: LocatedDocument, value: Mapping, name: string): WorkloadTemplate => {
  const template = isMapping(value["template"]) ? value["template"] : {};
  const outer = isMapping(value["metadata"]) ? value["metadata"] : {};
  const namespace = typeof outer["namespace"] === "string" ? { namespace: outer["namespace"] } : {};
  const inner = isMapping(template["metadata"]) ? template["metadata"] : {};
  const pod = { apiVersion: "v1", kind: "Pod", ...template, metadata: { ...namespace, ...inner } };
  return { base: named(pod, name), kind: "Pod", document, path: ["template"] };
};

/** Reads the template at `path`; null, and reported, where it is none. */
export const readTemplate = (
  path: string,
  name: string,
  access: InputAccess,
  reports: FileReports,
): WorkloadTemplate | null => {
  const read = readSource(access, path);
  if (isLeft(read)) {
    for (const found of read.left.diagnostics) reports.add(read.left.source, found);
    return null;
  }
  const [document, second] = read.right.documents;
  if (document === undefined) return null;
  const value = isMapping(document.value) ? document.value : {};
  const kind = typeof value["kind"] === "string" ? value["kind"] : "";
  if (second !== undefined || !KINDS.includes(kind)) {
    reports.addIssue(second ?? document, {
      code: "E108",
      message:
        second === undefined
          ? `a workload cannot be made of a ${kind || "document without a kind"}`
          : "a template file holds one document",
      why: `every arrival is one object made from it: ${KINDS.join(", ")}`,
      fix: second === undefined ? "name a file with a Pod, a Job or a PodTemplate" : "move it to a file of its own",
      path: second === undefined && kind !== "" ? ["kind"] : [],
    });
    return null;
  }
  if (kind === "PodTemplate") return podOf(document, value, name);
  return { base: named(value, name), kind: kind === "Job" ? "Job" : "Pod", document, path: [] };
};

/** Where the pod's own fields are in an object of the kind: "" or "spec.template.". */
export const podPathOf = (kind: WorkloadTemplate["kind"]): string => (kind === "Job" ? "spec.template." : "");

export const podPlaces = (kind: WorkloadTemplate["kind"]): Places => {
  const resources = `${podPathOf(kind)}spec.containers[0].resources`;
  return {
    resource: (name) =>
      // Extended resources cannot be overcommitted: what is asked for is the limit.
      name.includes("/")
        ? [`${resources}.requests[${name}]`, `${resources}.limits[${name}]`]
        : [`${resources}.requests.${name}`],
    label: (key) => `${podPathOf(kind)}metadata.labels[${key}]`,
  };
};

const RUN_FOR = "podsim.dev/run-for";

const annotated = <Metadata extends { readonly annotations: Readonly<Record<string, string>> }>(
  metadata: Metadata,
  runFor: string,
): Metadata => ({ ...metadata, annotations: { ...metadata.annotations, [RUN_FOR]: runFor } });

const runningFor = (made: KubernetesObject, runFor: string): KubernetesObject => {
  if (made.kind === "Pod") return { ...made, metadata: annotated(made.metadata, runFor) };
  if (made.kind !== "Job") return made;
  const { template } = made.spec;
  const own = { ...template, metadata: annotated(template.metadata, runFor) };
  return { ...made, spec: { ...made.spec, template: own } };
};

/** The latest time each object was made to run for: objects of equal pods share their parts. */
const latest = new WeakMap<KubernetesObject, { readonly runFor: string; readonly object: KubernetesObject }>();

const made = (template: KubernetesObject, runFor: string | null): KubernetesObject => {
  if (runFor === null) return template;
  const known = latest.get(template);
  if (known?.runFor === runFor) return known.object;
  const object = runningFor(template, runFor);
  latest.set(template, { runFor, object });
  return object;
};

/** The object under a name of its own, with pods that run for so long (as annotations say it); null = as the template has it. */
export const arrivalOf = (template: KubernetesObject, name: string, runFor: string | null): KubernetesObject => {
  const object = made(template, runFor);
  return { ...object, metadata: { ...object.metadata, name } } as KubernetesObject;
};

export const microseconds = (time: Duration): string => `${String(time)}us`;
