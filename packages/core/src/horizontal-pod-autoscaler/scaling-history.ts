// What the controller remembers of one autoscaler, and how it holds a recommendation back by it: stabilization windows,
// limits to how fast replicas may come and go, the bounds of the spec.
import type { HorizontalPodAutoscalerSpec, ScalingRules } from "../api/horizontal-pod-autoscaler.js";
import type { Duration, SimTime } from "../time.js";
import { SECOND } from "../time.js";

interface Recommendation {
  readonly atUs: SimTime;
  readonly replicas: number;
}

interface ScaleEvent {
  readonly atUs: SimTime;
  /** How many came (above 0) or went (below 0). */
  readonly change: number;
}

export interface ScalingHistory {
  readonly recommendations: readonly Recommendation[];
  readonly scaleEvents: readonly ScaleEvent[];
}

/** Before its first look the controller takes the present size for its recommendation. */
export const initialHistory = (replicas: number, atUs: SimTime): ScalingHistory => ({
  recommendations: [{ atUs, replicas }],
  scaleEvents: [],
});

/** The history after looks that were left out up to `atUs`, because each would have come to what the last one did. */
export const carriedOn = (history: ScalingHistory, atUs: SimTime): ScalingHistory => {
  const last = history.recommendations.at(-1);
  if (last === undefined || last.atUs >= atUs) return history;
  const { recommendations, scaleEvents } = history;
  return { recommendations: [...recommendations, { atUs, replicas: last.replicas }], scaleEvents };
};

export interface Finding {
  readonly reason: string;
  readonly message: string;
}

export interface Normalized {
  readonly replicas: number;
  readonly stabilized: number;
  /** What AbleToScale says. */
  readonly stability: Finding;
  /** What ScalingLimited says, and whether it is so. */
  readonly limit: Finding & { readonly isLimited: boolean };
  readonly history: ScalingHistory;
}

const READY: Finding = { reason: "ReadyForNewScale", message: "recommended size matches current size" };
const UP_STABILIZED: Finding = {
  reason: "ScaleUpStabilized",
  message: "recent recommendations were lower than current one, applying the lowest recent recommendation",
};
const DOWN_STABILIZED: Finding = {
  reason: "ScaleDownStabilized",
  message: "recent recommendations were higher than current one, applying the highest recent recommendation",
};
const WITHIN: Finding = { reason: "DesiredWithinRange", message: "the desired count is within the acceptable range" };
const TOO_MANY: Finding = {
  reason: "TooManyReplicas",
  message: "the desired replica count is more than the maximum replica count",
};
const TOO_FEW: Finding = {
  reason: "TooFewReplicas",
  message: "the desired replica count is less than the minimum replica count",
};
const UP_LIMIT: Finding = {
  reason: "ScaleUpLimit",
  message: "the desired replica count is increasing faster than the maximum scale rate",
};
const DOWN_LIMIT: Finding = {
  reason: "ScaleDownLimit",
  message: "the desired replica count is decreasing faster than the maximum scale rate",
};

type Limited = readonly [replicas: number, why: Finding];

/** Without rules of its own an autoscaler at most doubles, or comes to four. */
const limitPlainly = (spec: HorizontalPodAutoscalerSpec, current: number, desired: number): Limited => {
  const fastest = Math.max(2 * current, 4);
  const isSlower = spec.maxReplicas > fastest;
  const most = isSlower ? fastest : spec.maxReplicas;
  if (desired < spec.minReplicas) return [spec.minReplicas, TOO_FEW];
  if (desired > most) return [most, isSlower ? UP_LIMIT : TOO_MANY];
  return [desired, WITHIN];
};

/** What came, less what went, in the last so many seconds. */
const changeWithin = (events: readonly ScaleEvent[], seconds: number, now: SimTime): number =>
  events.reduce((sum, { atUs, change }) => (atUs > now - seconds * SECOND ? sum + change : sum), 0);

type Direction = "up" | "down";

/** How far the rules let the size go in a direction; the policies' proposals, and the one that counts. */
const farthest = (
  rules: ScalingRules,
  direction: Direction,
  current: number,
  events: readonly ScaleEvent[],
  now: SimTime,
): number => {
  if (rules.selectPolicy === "Disabled") return current;
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = current - changeWithin(events, periodSeconds, now);
    if (direction === "up") return type === "Pods" ? start + value : Math.ceil(start * (1 + value / 100));
    return type === "Pods" ? start - value : Math.trunc(start * (1 - value / 100));
  });
  const isHighest = (rules.selectPolicy === "Max") === (direction === "up");
  const limit = isHighest ? Math.max(...proposals) : Math.min(...proposals);
  return direction === "up" ? Math.max(limit, current) : Math.min(limit, current);
};

const limitByRules = (
  { behavior, minReplicas, maxReplicas }: HorizontalPodAutoscalerSpec,
  events: readonly ScaleEvent[],
  current: number,
  desired: number,
  now: SimTime,
): Limited => {
  if (behavior === undefined || desired === current) return [desired, WITHIN];
  if (desired > current) {
    const limit = farthest(behavior.scaleUp, "up", current, events, now);
    const most = Math.min(maxReplicas, limit);
    return desired > most ? [most, maxReplicas > limit ? UP_LIMIT : TOO_MANY] : [desired, WITHIN];
  }
  const limit = farthest(behavior.scaleDown, "down", current, events, now);
  const fewest = Math.max(minReplicas, limit);
  return desired < fewest ? [fewest, minReplicas < limit ? DOWN_LIMIT : TOO_FEW] : [desired, WITHIN];
};

interface Windows {
  readonly upUs: Duration;
  readonly downUs: Duration;
}

const windowsOf = ({ behavior }: HorizontalPodAutoscalerSpec, downUs: Duration): Windows => ({
  upUs: (behavior?.scaleUp.stabilizationWindowSeconds ?? 0) * SECOND,
  downUs:
    behavior?.scaleDown.stabilizationWindowSeconds === undefined
      ? downUs
      : behavior.scaleDown.stabilizationWindowSeconds * SECOND,
});

/** The size stays while it lies between the lowest of the one window and the highest of the other. */
const stabilizeByRules = (
  { recommendations }: ScalingHistory,
  { upUs, downUs }: Windows,
  current: number,
  desired: number,
  now: SimTime,
): number => {
  let lowest = desired;
  let highest = desired;
  for (const { atUs, replicas } of recommendations) {
    if (atUs > now - upUs) lowest = Math.min(lowest, replicas);
    if (atUs > now - downUs) highest = Math.max(highest, replicas);
  }
  return Math.min(Math.max(current, lowest), highest);
};

/** The highest of the last recommendations. */
const stabilizePlainly = (
  { recommendations }: ScalingHistory,
  downUs: Duration,
  desired: number,
  now: SimTime,
): number =>
  recommendations.reduce(
    (most, { atUs, replicas }) => (atUs < now - downUs ? most : Math.max(most, replicas)),
    desired,
  );

const remember = (
  history: ScalingHistory,
  { upUs, downUs }: Windows,
  replicas: number,
  now: SimTime,
): ScalingHistory => ({
  recommendations: [
    ...history.recommendations.filter(({ atUs }) => atUs >= now - Math.max(upUs, downUs)),
    { atUs: now, replicas },
  ],
  scaleEvents: history.scaleEvents,
});

/**
 * Holds a recommendation back. `downUs` is the controller's own window for going down, which counts where the spec says
 * nothing.
 */
export const normalizeReplicas = (
  spec: HorizontalPodAutoscalerSpec,
  history: ScalingHistory,
  current: number,
  desired: number,
  now: SimTime,
  downUs: Duration,
): Normalized => {
  const windows = windowsOf(spec, downUs);
  const hasRules = spec.behavior !== undefined;
  const stabilized = hasRules
    ? stabilizeByRules(history, windows, current, desired, now)
    : stabilizePlainly(history, windows.downUs, desired, now);
  const held = hasRules && desired >= current ? UP_STABILIZED : DOWN_STABILIZED;
  const [replicas, why] = hasRules
    ? limitByRules(spec, history.scaleEvents, current, stabilized, now)
    : limitPlainly(spec, current, stabilized);
  return {
    replicas,
    stabilized,
    stability: stabilized === desired ? READY : held,
    limit: { isLimited: replicas !== stabilized, ...why },
    history: remember(history, windows, desired, now),
  };
};

const longestPeriodUs = ({ scaleUp, scaleDown }: NonNullable<HorizontalPodAutoscalerSpec["behavior"]>): Duration =>
  Math.max(...[...scaleUp.policies, ...scaleDown.policies].map(({ periodSeconds }) => periodSeconds)) * SECOND;

/** The history after the size changed; only rules look at it. */
export const withScaleEvent = (
  { behavior }: HorizontalPodAutoscalerSpec,
  history: ScalingHistory,
  change: number,
  now: SimTime,
): ScalingHistory => {
  if (behavior === undefined) return history;
  const kept = history.scaleEvents.filter(({ atUs }) => atUs > now - longestPeriodUs(behavior));
  return { recommendations: history.recommendations, scaleEvents: [...kept, { atUs: now, change }] };
};

/** How long anything that happened can still matter to what is decided. */
export const memoryOf = (spec: HorizontalPodAutoscalerSpec, downUs: Duration): Duration => {
  const { upUs, downUs: longest } = windowsOf(spec, downUs);
  return Math.max(upUs, longest, spec.behavior === undefined ? 0 : longestPeriodUs(spec.behavior));
};
