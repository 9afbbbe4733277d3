// The rules for what of a pod its containers are told, in variables or in files: fields of it, requests and limits.
import type { Path } from "./errors.js";
import { qualifiedName } from "./names.js";
import type { FieldReference, ResourceReference } from "./pod.js";
import type { Validity } from "./validity.js";

/** Fields that a variable may be taken from. */
export const VARIABLE_FIELDS: readonly string[] = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

/** Fields that a file may hold. */
export const FILE_FIELDS: readonly string[] = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

/** Fields that can be selected, some of them neither for variables nor for files. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...VARIABLE_FIELDS,
  ...FILE_FIELDS,
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
]);

const SUBSCRIPTED: ReadonlySet<string> = new Set(["metadata.annotations", "metadata.labels"]);

/** What keeps a path from being read at all; null where nothing does. */
const conversionError = (apiVersion: string, fieldPath: string, subscripted: string | undefined): string | null => {
  if (apiVersion !== "v1") return `unsupported pod version: ${apiVersion}`;
  if (subscripted !== undefined) {
    return SUBSCRIPTED.has(subscripted) ? null : `field label does not support subscript: ${fieldPath}`;
  }
  return KNOWN_FIELDS.has(fieldPath) || fieldPath === "spec.host" ? null : `field label not supported: ${fieldPath}`;
};

export const checkFieldRef = (
  check: Validity,
  at: Path,
  { apiVersion, fieldPath }: FieldReference,
  supported: readonly string[],
): void => {
  const path = [...at, "fieldPath"];
  if (fieldPath === "") return check.required(path, "", { fix: "name a field of the pod, such as metadata.name" });
  const [, subscripted, key = ""] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  const error = conversionError(apiVersion, fieldPath, subscripted);
  if (error !== null) {
    const fix = apiVersion === "v1" ? `write one of ${supported.join(", ")}` : "write apiVersion: v1, or leave it out";
    return check.invalid(path, fieldPath, `error converting fieldPath: ${error}`, { fix });
  }
  if (subscripted !== undefined) {
    const name = subscripted === "metadata.annotations" ? key.toLowerCase() : key;
    return check.names(path, name, qualifiedName(name), { field: at });
  }
  const field = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
  if (!supported.includes(field)) check.unsupported(path, field, supported);
};

const RESOURCES: readonly string[] = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];

const BYTES = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

const HUGE_PAGES = /^(requests|limits)\.hugepages-/;

/** What a resource may be divided by, and what Kubernetes calls it. */
const divisorsOf = (resource: string): readonly [name: string, divisors: readonly string[]] | null => {
  if (HUGE_PAGES.test(resource)) return ["hugepages", BYTES];
  if (!RESOURCES.includes(resource)) return null;
  if (resource.endsWith(".cpu")) return ["cpu", ["1m", "1"]];
  return [resource.endsWith(".memory") ? "memory" : "local ephemeral storage", BYTES];
};

/** A file has to say of which container; a variable is told of its own. */
export const checkResourceFieldRef = (
  check: Validity,
  at: Path,
  { containerName = "", resource, divisor = "0" }: ResourceReference,
  isFile: boolean,
): void => {
  const path = [...at, "resource"];
  if (isFile && containerName === "") {
    check.required([...at, "containerName"], "", { fix: "name the container whose request or limit is meant" });
  } else if (resource === "") check.required(path, "", { fix: `write one of ${RESOURCES.join(", ")}` });
  else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource)) check.unsupported(path, resource, RESOURCES);
  if (divisor === "0") return;
  const [name = "", divisors = []] = divisorsOf(resource) ?? [];
  if (name === "" || divisors.includes(divisor)) return;
  const words =
    name === "cpu" ? "only divisor's values 1m and 1 are" : `only divisor's values ${divisors.join(", ")} are`;
  check.invalid([...at, "divisor"], divisor, `${words} supported with the ${name} resource`);
};
