// How many replicas one metric asks for.
import type { PodIx } from "../ids.js";
import type { GroupedPods } from "./group-pods.js";

/** What is measured of each pod against what; amounts in thousandths. */
export interface PodMetric {
  readonly groups: GroupedPods;
  readonly valueOf: (pod: PodIx) => number;
  /** Present where the target is a share of the requests. */
  readonly requestOf: ((pod: PodIx) => number) | null;
  /** Percent of the requests, or thousandths per pod. */
  readonly target: number;
}

export interface Proposal {
  readonly replicas: number;
  /** Percent; null where the target is an amount. */
  readonly utilization: number | null;
  /** Thousandths per pod, rounded down. */
  readonly averageMilli: number;
}

interface Usage {
  readonly ratio: number;
  readonly utilization: number | null;
  readonly averageMilli: number;
}

/** Whole numbers as in the controller: a share is a whole percentage, an average whole thousandths, both rounded down. */
const usageOf = (values: ReadonlyMap<PodIx, number>, { requestOf, target }: PodMetric): Usage => {
  let total = 0;
  let requested = 0;
  for (const [pod, value] of values) {
    total += value;
    requested += requestOf?.(pod) ?? 0;
  }
  const averageMilli = Math.floor(total / values.size);
  if (requestOf === null) return { ratio: averageMilli / target, utilization: null, averageMilli };
  const utilization = Math.floor((total * 100) / requested);
  return { ratio: utilization / target, utilization, averageMilli };
};

const isWithin = (ratio: number, tolerance: number): boolean => Math.abs(1 - ratio) <= tolerance;

/**
 * The proposal for a metric of which at least one pod counts. Pods without a sample are taken to use all they asked for
 * where the others use little, and nothing where they use much; pods that are left out to use nothing where the others use
 * much. What that turns round is no reason to scale.
 */
export const proposeForPods = (metric: PodMetric, currentReplicas: number, tolerance: number): Proposal => {
  const { groups, valueOf, requestOf, target } = metric;
  const values = new Map<PodIx, number>(groups.counted.map((pod) => [pod, valueOf(pod)]));
  const { ratio, utilization, averageMilli } = usageOf(values, metric);
  const proposal = (replicas: number): Proposal => ({ replicas, utilization, averageMilli });
  const evensOut = groups.ignored.length > 0 && ratio > 1;
  if (!evensOut && groups.missing.length === 0) {
    return proposal(isWithin(ratio, tolerance) ? currentReplicas : Math.ceil(ratio * groups.counted.length));
  }
  if (ratio !== 1 || requestOf === null) {
    for (const pod of groups.missing) values.set(pod, ratio < 1 ? (requestOf?.(pod) ?? target) : 0);
  }
  if (evensOut) for (const pod of groups.ignored) values.set(pod, 0);
  const { ratio: evened } = usageOf(values, metric);
  const turnsRound = (ratio < 1 && evened > 1) || (ratio > 1 && evened < 1);
  if (isWithin(evened, tolerance) || turnsRound) return proposal(currentReplicas);
  const replicas = Math.ceil(evened * values.size);
  const goesAgainst = (evened < 1 && replicas > currentReplicas) || (evened > 1 && replicas < currentReplicas);
  return proposal(goesAgainst ? currentReplicas : replicas);
};

/** For a value that belongs to no pod, against a target for all of them together. */
export const proposeForValue = (
  valueMilli: number,
  targetMilli: number,
  currentReplicas: number,
  readyCount: number,
  tolerance: number,
): number => {
  const ratio = valueMilli / targetMilli;
  if (currentReplicas === 0) return Math.ceil(ratio);
  return isWithin(ratio, tolerance) ? currentReplicas : Math.ceil(ratio * readyCount);
};

/** For a value that belongs to no pod, against a target for each of them; `averageMilli` is rounded up. */
export const proposeForShare = (
  valueMilli: number,
  targetMilli: number,
  statusReplicas: number,
  tolerance: number,
): { readonly replicas: number; readonly averageMilli: number } => {
  const ratio = valueMilli / (targetMilli * statusReplicas);
  const replicas = isWithin(ratio, tolerance) ? statusReplicas : Math.ceil(valueMilli / targetMilli);
  return { replicas, averageMilli: statusReplicas === 0 ? 0 : Math.ceil(valueMilli / statusReplicas) };
};
