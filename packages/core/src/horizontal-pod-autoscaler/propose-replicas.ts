// How many replicas one metric asks for.
/** Pods of one group, added up; amounts in thousandths. */
export interface PodSum {
  readonly count: number;
  /** 0 for pods whose samples do not count. */
  readonly usedMilli: number;
  readonly requestedMilli: number;
}

/** What is measured of all pods of a target against what. */
export interface PodMetric {
  readonly counted: PodSum;
  readonly ignored: PodSum;
  readonly missing: PodSum;
  /** Whether the target is a share of the requests. */
  readonly isShare: boolean;
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
const usageOf = ({ count, usedMilli, requestedMilli }: PodSum, { isShare, target }: PodMetric): Usage => {
  const averageMilli = Math.floor(usedMilli / count);
  if (!isShare) return { ratio: averageMilli / target, utilization: null, averageMilli };
  const utilization = Math.floor((usedMilli * 100) / requestedMilli);
  return { ratio: utilization / target, utilization, averageMilli };
};

const withAll = (sum: PodSum, { count, requestedMilli }: PodSum, usedMilli: number): PodSum => ({
  count: sum.count + count,
  usedMilli: sum.usedMilli + usedMilli,
  requestedMilli: sum.requestedMilli + requestedMilli,
});

const isWithin = (ratio: number, tolerance: number): boolean => Math.abs(1 - ratio) <= tolerance;

/**
 * The proposal for a metric of which at least one pod counts. Pods without a sample are taken to use all they asked for
 * where the others use little, and nothing where they use much; pods that are left out to use nothing where the others use
 * much. What that turns round is no reason to scale.
 */
export const proposeForPods = (metric: PodMetric, currentReplicas: number, tolerance: number): Proposal => {
  const { counted, ignored, missing, isShare, target } = metric;
  const { ratio, utilization, averageMilli } = usageOf(counted, metric);
  const proposal = (replicas: number): Proposal => ({ replicas, utilization, averageMilli });
  const evensOut = ignored.count > 0 && ratio > 1;
  if (!evensOut && missing.count === 0) {
    return proposal(isWithin(ratio, tolerance) ? currentReplicas : Math.ceil(ratio * counted.count));
  }
  let all = counted;
  if (ratio !== 1 || !isShare) {
    const taken = isShare ? missing.requestedMilli : missing.count * target;
    all = withAll(all, missing, ratio < 1 ? taken : 0);
  }
  if (evensOut) all = withAll(all, ignored, 0);
  const { ratio: evened } = usageOf(all, metric);
  const turnsRound = (ratio < 1 && evened > 1) || (ratio > 1 && evened < 1);
  if (isWithin(evened, tolerance) || turnsRound) return proposal(currentReplicas);
  const replicas = Math.ceil(evened * all.count);
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
