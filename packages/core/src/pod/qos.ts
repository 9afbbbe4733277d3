// Quality-of-service class of a pod: decided by cpu and memory of all its containers, fixed when it is created.
import type { Container, PodSpec } from "../api/pod.js";
import type { Quantity } from "../quantity.js";
import { ZERO, addQuantities, compareQuantities } from "../quantity.js";
import type { PodLevelResources } from "./requests.js";
import { amountsIn, podLevelResources } from "./requests.js";

export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

const RESOURCES = ["cpu", "memory"] as const;

/** Sums over the containers; null = nobody asks for anything above zero. */
interface Sums {
  requests: Quantity | null;
  limits: Quantity | null;
}

const plus = (sum: Quantity | null, quantity: Quantity): Quantity =>
  sum === null ? quantity : addQuantities(sum, quantity);

const isPositive = (quantity: Quantity | undefined): quantity is Quantity =>
  quantity !== undefined && compareQuantities(quantity, ZERO) > 0;

/** Adds one owner of resources to the sums; whether it limits this resource. */
const count = (sums: Sums, requests: Quantity | undefined, limits: Quantity | undefined): boolean => {
  if (isPositive(requests)) sums.requests = plus(sums.requests, requests);
  if (!isPositive(limits)) return false;
  sums.limits = plus(sums.limits, limits);
  return true;
};

const classify = (owners: readonly PodLevelResources[]): QosClass => {
  let anything = false;
  let guaranteed = true;
  for (const name of RESOURCES) {
    const sums: Sums = { requests: null, limits: null };
    for (const { requests, limits } of owners) {
      if (!count(sums, requests.get(name), limits.get(name))) guaranteed = false;
    }
    if (sums.requests !== null || sums.limits !== null) anything = true;
    const equal = sums.requests !== null && sums.limits !== null && compareQuantities(sums.requests, sums.limits) === 0;
    if (!equal) guaranteed = false;
  }
  if (!anything) return "BestEffort";
  return guaranteed ? "Guaranteed" : "Burstable";
};

const ofContainer = ({ resources }: Container): PodLevelResources => ({
  requests: amountsIn(resources.requests),
  limits: amountsIn(resources.limits),
});

const classes = new WeakMap<PodSpec, QosClass>();

/** The class of a pod with this spec (requests defaulted from limits). Pod-level resources, where given, decide alone. */
export const qosClass = (spec: PodSpec): QosClass => {
  const known = classes.get(spec);
  if (known !== undefined) return known;
  const podLevel = podLevelResources(spec);
  const found = classify(
    podLevel !== null ? [podLevel] : [...spec.containers, ...spec.initContainers].map(ofContainer),
  );
  classes.set(spec, found);
  return found;
};
