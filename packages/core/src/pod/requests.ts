// What a pod asks of a node, and what a node has to give, as plain numbers: summed exactly, rounded once per pod.
import type { ResourceList } from "../api/meta.js";
import type { Container, PodSpec } from "../api/pod.js";
import { invariant } from "../invariant.js";
import type { Quantity } from "../quantity.js";
import {
  addQuantities,
  compareQuantities,
  milliQuantityOf,
  milliValue,
  parseQuantity,
  quantityOf,
  value,
} from "../quantity.js";
import { isSidecar } from "./container-list.js";

export interface PodRequests {
  readonly milliCpu: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  /** Extended resources, hugepages and attachable volumes, by name, in whole units. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** What spreading and balancing count for a pod: containers that say nothing count as small ones. */
export interface NonZeroRequests {
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

export interface NodeResources extends PodRequests {
  /** How many pods fit; 0 where the node does not say. */
  readonly pods: number;
}

/** Exact amounts by resource name; a name that nobody mentions is absent, which is not the same as 0. */
export type Amounts = Map<string, Quantity>;

/** Assumed of a container that requests no cpu, or no memory, where non-zero requests are asked for. */
const ASSUMED_CPU = milliQuantityOf(100, "DecimalSI");
const ASSUMED_MEMORY = quantityOf(200 * 1024 * 1024, "BinarySI");

/** The quantity a resource list gives under `name`; validated when the object was read. */
export const quantityIn = (list: ResourceList | undefined, name: string): Quantity | undefined => {
  const text = list?.[name];
  if (text === undefined) return undefined;
  const parsed = parseQuantity(text);
  invariant(parsed._tag === "Right", () => `quantity "${text}" of ${name} was let in`);
  return parsed.right;
};

/** The same in whole units: bytes of memory, single processes. */
export const unitsOf = (list: ResourceList | undefined, name: string): number | undefined => {
  const quantity = quantityIn(list, name);
  return quantity === undefined ? undefined : value(quantity);
};

const isHugePages = (name: string): boolean => name.startsWith("hugepages-");

/** Resources that may be given for a pod as a whole. */
const isPodLevel = (name: string): boolean => name === "cpu" || name === "memory" || isHugePages(name);

const QUALIFIED_NAME =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
/** "requests." has to fit in front of the domain (253) of an extended resource; its own name has 63. */
const isExtended = (name: string): boolean => {
  const slash = name.indexOf("/");
  return (
    slash > 0 &&
    slash <= 253 - "requests.".length &&
    name.length - slash - 1 <= 63 &&
    !name.startsWith("requests.") &&
    QUALIFIED_NAME.test(name)
  );
};

/** Whether a resource other than cpu, memory, ephemeral-storage and pods is counted at all; other names are ignored. */
export const isScalarResource = (name: string): boolean =>
  isHugePages(name) || name.includes("kubernetes.io/") || name.startsWith("attachable-volumes-") || isExtended(name);

const add = (to: Amounts, name: string, quantity: Quantity): void => {
  const old = to.get(name);
  to.set(name, old === undefined ? quantity : addQuantities(old, quantity));
};

const addAll = (to: Amounts, from: Amounts): void => {
  for (const [name, quantity] of from) add(to, name, quantity);
};

const raiseAll = (to: Amounts, from: Amounts): void => {
  for (const [name, quantity] of from) {
    const old = to.get(name);
    if (old === undefined || compareQuantities(quantity, old) > 0) to.set(name, quantity);
  }
};

/** What a resource list says, read. */
export const amountsIn = (list: ResourceList | undefined): Amounts => {
  const amounts: Amounts = new Map();
  if (list === undefined) return amounts;
  for (const name of Object.keys(list)) {
    const quantity = quantityIn(list, name);
    if (quantity !== undefined) amounts.set(name, quantity);
  }
  return amounts;
};

const requestsOf = (container: Container, assumed: Amounts): Amounts => {
  const requests = amountsIn(container.resources.requests);
  for (const [name, quantity] of assumed) if (!requests.has(name)) requests.set(name, quantity);
  return requests;
};

/**
 * What the containers need at the worst moment: all regular containers and sidecars at once, or one init container
 * beside the sidecars declared before it. `assumed` stands in where a container requests nothing of a name.
 */
const aggregate = (spec: PodSpec, assumed: Amounts): Amounts => {
  const total: Amounts = new Map();
  for (const container of spec.containers) addAll(total, requestsOf(container, assumed));
  if (spec.initContainers.length === 0) return total;
  const sidecars: Amounts = new Map();
  const peak: Amounts = new Map();
  for (const container of spec.initContainers) {
    const requests = requestsOf(container, assumed);
    if (isSidecar(container)) {
      addAll(total, requests);
      addAll(sidecars, requests);
      raiseAll(peak, sidecars);
    } else {
      addAll(requests, sidecars);
      raiseAll(peak, requests);
    }
  }
  raiseAll(total, peak);
  return total;
};

const NOTHING: Amounts = new Map();
/** Of a pod that gives nothing for the whole of it. */
const ASSUMED: Amounts = new Map([
  ["cpu", ASSUMED_CPU],
  ["memory", ASSUMED_MEMORY],
]);

/** Resources given for the pod as a whole. */
export interface PodLevelResources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

const podLevelIn = (list: ResourceList | undefined): Amounts => {
  const amounts = amountsIn(list);
  for (const name of amounts.keys()) if (!isPodLevel(name)) amounts.delete(name);
  return amounts;
};

/**
 * The resources a spec gives for the whole pod, null if it gives none. Where it gives limits, missing requests are
 * filled in as the API server does: from the containers (cpu and memory), else from the limit.
 */
export const podLevelResources = (spec: PodSpec): PodLevelResources | null => {
  if (spec.resources === undefined) return null;
  const requests = podLevelIn(spec.resources.requests);
  const limits = podLevelIn(spec.resources.limits);
  if (requests.size + limits.size === 0) return null;
  if (limits.size > 0) {
    for (const [name, quantity] of aggregate(spec, NOTHING)) {
      if (isPodLevel(name) && !isHugePages(name) && !requests.has(name)) requests.set(name, quantity);
    }
    for (const [name, quantity] of limits) if (!requests.has(name)) requests.set(name, quantity);
  }
  return { requests, limits };
};

const totalOf = (spec: PodSpec, assumed: Amounts): Amounts => {
  const total = aggregate(spec, assumed);
  for (const [name, quantity] of podLevelResources(spec)?.requests ?? NOTHING) total.set(name, quantity);
  if (spec.overhead !== undefined) addAll(total, amountsIn(spec.overhead));
  return total;
};

/** What is assumed of the containers where the whole pod leaves it open. */
const assumedOf = (spec: PodSpec): Amounts => {
  if (podLevelResources(spec) === null) return ASSUMED;
  const assumed = new Map(ASSUMED);
  for (const name of totalOf(spec, NOTHING).keys()) assumed.delete(name);
  return assumed;
};

const milliCpuIn = (amounts: Amounts): number => {
  const quantity = amounts.get("cpu");
  return quantity === undefined ? 0 : milliValue(quantity);
};

const unitsIn = (amounts: Amounts, name: string): number => {
  const quantity = amounts.get(name);
  return quantity === undefined ? 0 : value(quantity);
};

const toNodeResources = (amounts: Amounts): NodeResources => {
  const scalars: Record<string, number> = {};
  for (const [name, quantity] of amounts) {
    if (name !== "cpu" && name !== "memory" && isScalarResource(name)) scalars[name] = value(quantity);
  }
  return {
    milliCpu: milliCpuIn(amounts),
    memoryBytes: unitsIn(amounts, "memory"),
    ephemeralBytes: unitsIn(amounts, "ephemeral-storage"),
    scalars,
    pods: unitsIn(amounts, "pods"),
  };
};

/** The container memory requests added up as for the whole pod, without overhead and pod-level resources; bytes. */
export const aggregateMemoryBytes = (spec: PodSpec): number => unitsIn(aggregate(spec, NOTHING), "memory");

const requestsBySpec = new WeakMap<PodSpec, PodRequests>();

/**
 * What has to be free on a node for the pod. Computed once per spec object: pods of one template share the result.
 */
export const podRequests = (spec: PodSpec): PodRequests => {
  const known = requestsBySpec.get(spec);
  if (known !== undefined) return known;
  const { milliCpu, memoryBytes, ephemeralBytes, scalars } = toNodeResources(totalOf(spec, NOTHING));
  const requests: PodRequests = { milliCpu, memoryBytes, ephemeralBytes, scalars };
  requestsBySpec.set(spec, requests);
  return requests;
};

const nonZeroBySpec = new WeakMap<PodSpec, NonZeroRequests>();

/**
 * The requests that scores count: 100m cpu and 200Mi memory for every container that says nothing, explicit zeros left
 * alone. In a pod with pod-level requests only a resource that the whole pod leaves open is filled in.
 */
export const nonZeroRequests = (spec: PodSpec): NonZeroRequests => {
  const known = nonZeroBySpec.get(spec);
  if (known !== undefined) return known;
  const filled = totalOf(spec, assumedOf(spec));
  const requests: NonZeroRequests = { milliCpu: milliCpuIn(filled), memoryBytes: unitsIn(filled, "memory") };
  nonZeroBySpec.set(spec, requests);
  return requests;
};

const resourcesByList = new WeakMap<ResourceList, NodeResources>();

/** A node's resource list (allocatable, capacity) as numbers. Computed once per list. */
export const nodeResources = (list: ResourceList): NodeResources => {
  let resources = resourcesByList.get(list);
  if (resources === undefined) resourcesByList.set(list, (resources = toNodeResources(amountsIn(list))));
  return resources;
};
