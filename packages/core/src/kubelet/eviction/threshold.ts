// When a node is short of something: signals, their thresholds, and what is met by what is left.
import { quantityOf } from "../../quantity.js";
import { formatQuantity } from "../../quantity.js";
import type { Duration } from "../../time.js";

export type EvictionSignal =
  "memory.available" | "allocatableMemory.available" | "nodefs.available" | "imagefs.available" | "pid.available";

export type StarvedResource = "memory" | "ephemeral-storage" | "pids";

export type Pressure = "memory" | "disk" | "pid";

export interface EvictionThreshold {
  readonly signal: EvictionSignal;
  /** An amount, or a share (0..1) of the capacity. */
  readonly value: { readonly amount: number } | { readonly share: number };
  /** 0 = hard: acted on at once. */
  readonly graceUs: Duration;
  /** So much above the value has to be free again, in the same terms. */
  readonly minReclaim: { readonly amount: number } | { readonly share: number } | null;
}

export interface Observation {
  readonly capacity: number;
  readonly available: number;
}

/** Signals of which nothing is known are absent. */
export type Observations = Readonly<Partial<Record<EvictionSignal, Observation>>>;

const RESOURCES: Readonly<Record<EvictionSignal, StarvedResource>> = {
  "memory.available": "memory",
  "allocatableMemory.available": "memory",
  "nodefs.available": "ephemeral-storage",
  "imagefs.available": "ephemeral-storage",
  "pid.available": "pids",
};

const PRESSURES: Readonly<Record<StarvedResource, Pressure>> = {
  memory: "memory",
  "ephemeral-storage": "disk",
  pids: "pid",
};

export const resourceOf = ({ signal }: EvictionThreshold): StarvedResource => RESOURCES[signal];
export const pressureOf = (threshold: EvictionThreshold): Pressure => PRESSURES[resourceOf(threshold)];

const amountOf = (value: EvictionThreshold["value"], { capacity }: Observation): number =>
  "amount" in value ? value.amount : Math.floor(capacity * value.share);

/** The amount below which the threshold is met on a node of that capacity. */
export const thresholdAmount = (threshold: EvictionThreshold, observed: Observation): number =>
  amountOf(threshold.value, observed);

/** Less is left than the threshold says; with `reclaiming` less than that and its minimum reclaim together. */
export const isMet = (threshold: EvictionThreshold, observations: Observations, reclaiming = false): boolean => {
  const observed = observations[threshold.signal];
  if (observed === undefined) return false;
  const extra = reclaiming && threshold.minReclaim !== null ? amountOf(threshold.minReclaim, observed) : 0;
  return observed.available < thresholdAmount(threshold, observed) + extra;
};

/** Memory comes before everything else; otherwise the order given is kept. */
export const byEvictionPriority = (thresholds: readonly EvictionThreshold[]): readonly EvictionThreshold[] => [
  ...thresholds.filter((threshold) => resourceOf(threshold) === "memory"),
  ...thresholds.filter((threshold) => resourceOf(threshold) !== "memory"),
];

const inBytes = (amount: number): string => formatQuantity(quantityOf(amount, "BinarySI"));

/** An amount of the resource as Kubernetes prints it: 91244Ki, 1843Mi, 300. */
export const amountText = (resource: StarvedResource, amount: number): string =>
  resource === "pids" ? formatQuantity(quantityOf(amount, "DecimalSI")) : inBytes(amount);
