// Resource lists: their codec, and which resources and amounts Kubernetes accepts on a container and on a node.
import { isLeft } from "fp-ts/lib/Either.js";
import { compareQuantities, milliValue, parseQuantity, value, ZERO } from "../quantity.js";
import type { Quantity } from "../quantity.js";
import { mapOf } from "./api-type.js";
import { didYouMean } from "./did-you-mean.js";
import type { Path } from "./errors.js";
import type { ResourceList } from "./meta.js";
import { qualifiedName } from "./names.js";
import type { ResourceRequirements } from "./pod.js";
import { quantityFrom, quantityText } from "./quantity-text.js";
import { defaulted, struct } from "./struct.js";
import type { Validity } from "./validity.js";

export const resourceList = mapOf(quantityText);

export const resourceRequirements = struct<ResourceRequirements>(
  "ResourceRequirements",
  { requests: defaulted(resourceList, {}), limits: defaulted(resourceList, {}) },
  { notModelled: { claims: "no device is claimed: the container gets none, and waits for none" } },
);

const HUGE_PAGES = "hugepages-";
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(["cpu", "memory", "ephemeral-storage"]);
const ASKABLE = "write cpu, memory, ephemeral-storage, hugepages-SIZE, or a device's name such as example.com/gpu";
/** Counted, never split, on nodes and in quotas. */
const COUNTED_RESOURCES: ReadonlySet<string> = new Set([
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
]);
const STANDARD_RESOURCES: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  ...COUNTED_RESOURCES,
  "requests.cpu",
  "requests.memory",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "storage",
  "requests.storage",
]);

const isHugePages = (resource: string): boolean => resource.startsWith(HUGE_PAGES);

const isNative = (resource: string): boolean => !resource.includes("/") || resource.includes("kubernetes.io/");

const isExtended = (resource: string): boolean =>
  !isNative(resource) && !resource.startsWith("requests.") && qualifiedName(`requests.${resource}`).length === 0;

/** Whether more of it may be used than was asked for. */
export const isOvercommitAllowed = (resource: string): boolean => isNative(resource) && !isHugePages(resource);

/** What Kubernetes objects to in the name of any resource. */
const resourceObjections = (resource: string): readonly string[] => {
  const objections = qualifiedName(resource);
  if (objections.length > 0 || resource.includes("/") || STANDARD_RESOURCES.has(resource)) return objections;
  if (isHugePages(resource) || resource.startsWith(`requests.${HUGE_PAGES}`)) return objections;
  return ["must be a standard resource type or fully qualified"];
};

/** Of the resource at its key below `at`. */
export type CheckName = (check: Validity, at: Path, resource: string) => void;

export const checkContainerResource: CheckName = (check, at, resource) => {
  if (CONTAINER_RESOURCES.has(resource)) return;
  const objections = [...resourceObjections(resource)];
  if (!resource.includes("/")) {
    const isContainers = CONTAINER_RESOURCES.has(resource) || isHugePages(resource);
    if (!isContainers) objections.push("must be a standard resource for containers");
  } else if (!isNative(resource) && !isExtended(resource)) {
    objections.push("doesn't follow extended resource name standard");
  }
  if (objections.length === 0) return;
  const meant = didYouMean(resource, CONTAINER_RESOURCES);
  const fix = meant === null ? ASKABLE : `did you mean ${meant}?`;
  check.keyAt(at, resource, objections, { fix });
};

/** For resources of the pod as a whole. */
export const checkPodResource: CheckName = (check, at, resource) => {
  const objections = resourceObjections(resource);
  const fix = `remove ${resource}: pods ask for cpu, memory and hugepages-SIZE`;
  check.keyAt(at, resource, objections, { fix });
  if (objections.length > 0 || resource === "cpu" || resource === "memory" || isHugePages(resource)) return;
  check.unsupported([...at, resource], resource, ["cpu", HUGE_PAGES, "memory"], { fix, part: "key" });
};

/** What quotas are about, huge pages aside. */
const QUOTA_RESOURCES: ReadonlySet<string> = new Set(
  [...STANDARD_RESOURCES].filter((resource) => resource !== "storage"),
);

export const isQuotaResource = (resource: string): boolean =>
  QUOTA_RESOURCES.has(resource) || isHugePages(resource) || resource.startsWith(`requests.${HUGE_PAGES}`);

/** For resources of a quota. */
export const checkQuotaResource: CheckName = (check, at, resource) => {
  const objections = [...resourceObjections(resource)];
  if (!resource.includes("/") && !isQuotaResource(resource)) objections.push("must be a standard resource for quota");
  const meant = didYouMean(resource, QUOTA_RESOURCES);
  check.namesAt(at, resource, resource, objections, meant === null ? {} : { fix: `did you mean ${meant}?` });
};

/** For resources of anything but pods and containers. */
export const checkAnyResource: CheckName = (check, at, resource) => {
  check.namesAt(at, resource, resource, resourceObjections(resource));
};

/** Of the resource at its key below `at`: not negative, and whole where the resource is counted. */
export const checkAmount = (check: Validity, at: Path, resource: string, text: string): Quantity => {
  const quantity = quantityFrom(text);
  if (compareQuantities(quantity, ZERO) < 0) {
    check.invalid([...at, resource], text, "must be greater than or equal to 0");
  }
  const isCounted = COUNTED_RESOURCES.has(resource) || isExtended(resource);
  if (isCounted && milliValue(quantity) % 1000 !== 0) check.invalid([...at, resource], text, "must be an integer");
  return quantity;
};

const checkHugePages = (check: Validity, path: Path, resource: string, text: string): void => {
  const page = parseQuantity(resource.slice(HUGE_PAGES.length));
  const pageBytes = isLeft(page) ? 0 : value(page.right);
  if (pageBytes > 0 && value(quantityFrom(text)) % pageBytes === 0) return;
  check.invalid(path, text, `${text} is not positive integer multiple of ${resource}`, {
    fix: `write a multiple of ${resource.slice(HUGE_PAGES.length)}`,
  });
};

const checkRequest = (check: Validity, at: Path, resource: string, requirements: ResourceRequirements): void => {
  const request = requirements.requests[resource] ?? "0";
  if (!Object.hasOwn(requirements.limits, resource)) {
    if (isOvercommitAllowed(resource)) return;
    const detail = "Limit must be set for non overcommitable resources";
    check.required([...at, "limits"], detail, { fix: `add limits.${resource}: ${request}` });
    return;
  }
  const limit = requirements.limits[resource] ?? "0";
  const order = compareQuantities(quantityFrom(request), quantityFrom(limit));
  const mustEqual = !isOvercommitAllowed(resource);
  if (order === 0 || (order < 0 && !mustEqual)) return;
  const detail = mustEqual
    ? `must be equal to ${resource} limit of ${limit}`
    : `must be less than or equal to ${resource} limit of ${limit}`;
  const relation = mustEqual ? "is not" : "is more than";
  check.add({
    path: [...at, "requests", resource],
    code: "E301",
    expected: detail,
    got: request,
    message: `requests.${resource} ${request} ${relation} limits.${resource} ${limit}`,
    why: check.because(detail),
    fix: mustEqual ? "make the request equal to the limit, or leave it out" : "lower the request or raise the limit",
    secondary: { path: [...at, "limits", resource], label: "limit is here" },
  });
};

/** Names and amounts of one list at `at`. */
export const checkResourceList = (
  check: Validity,
  at: Path,
  list: ResourceList,
  checkName: CheckName = checkContainerResource,
): void => {
  for (const resource of Object.keys(list)) {
    const text = list[resource] ?? "0";
    checkName(check, at, resource);
    checkAmount(check, at, resource, text);
    if (isHugePages(resource)) checkHugePages(check, [...at, resource], resource, text);
  }
};

/** The rules for requests and limits: a container's unless other names of resources are allowed. */
export const checkResourceRequirements = (
  check: Validity,
  at: Path,
  requirements: ResourceRequirements,
  checkName: CheckName = checkContainerResource,
): void => {
  checkResourceList(check, [...at, "limits"], requirements.limits, checkName);
  checkResourceList(check, [...at, "requests"], requirements.requests, checkName);
  const requested = Object.keys(requirements.requests);
  for (const resource of requested) checkRequest(check, at, resource, requirements);
  const resources = [...requested, ...Object.keys(requirements.limits)];
  if (resources.some(isHugePages) && !resources.includes("cpu") && !resources.includes("memory")) {
    check.forbidden(at, "HugePages require cpu or memory", { fix: "add a request for cpu or memory" });
  }
};

/** requests with every limit that has no request of its own. */
export const requestsWithLimits = ({ requests, limits }: ResourceRequirements): ResourceList => {
  const missing = Object.keys(limits).filter((resource) => !Object.hasOwn(requests, resource));
  if (missing.length === 0) return requests;
  // Entries, because an assignment to a key called __proto__ would be none.
  const added = missing.map((resource): readonly [string, string] => [resource, limits[resource] ?? "0"]);
  return Object.fromEntries([...Object.entries(requests), ...added]);
};
