// Scores for the nodes that fit, added up by weight, and the choice of the best.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { CycleState } from "./cycle-state.js";
import type { NodeWindow } from "./node-window.js";
import type { NodeNumber } from "./per-node.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";
import { isScore } from "./score-arithmetic.js";
import { outOfRange, scoringError } from "./scoring-error.js";

/** Hears of each plugin's scores before they are added: scores[k] is the k-th candidate's, 0..100. */
export type ScoreListener = (plugin: string, weight: number, scores: Float64Array) => void;

/** False, with totals that mean nothing, if a score is out of range. */
const addScores = (totals: Float64Array, scores: Float64Array, weight: number, count: number): boolean => {
  let isInRange = true;
  for (let k = 0; k < count; k++) {
    const score = scores[k] ?? -1;
    isInRange &&= isScore(score);
    totals[k] = (totals[k] ?? 0) + weight * score;
  }
  return isInRange;
};

/** The same for scores that nodes have by themselves. */
const addEach = (totals: Float64Array, scoreOn: NodeNumber, weight: number, window: NodeWindow): boolean => {
  const count = window.size;
  let isInRange = true;
  for (let k = 0; k < count; k++) {
    const score = scoreOn(window.at(k));
    isInRange &&= isScore(score);
    totals[k] = (totals[k] ?? 0) + weight * score;
  }
  return isInRange;
};

/** Spells the scores out for a listener, however the plugin gave them. */
const fillScores = (outcome: "scored" | number | NodeNumber, window: NodeWindow, scores: Float64Array): void => {
  const count = window.size;
  if (typeof outcome === "number") scores.fill(outcome, 0, count);
  if (typeof outcome === "function") for (let k = 0; k < count; k++) scores[k] = outcome(window.at(k));
};

/**
 * Adds up the candidates' weighted scores in state.totals, without those that are the same for all; the error's text if
 * a plugin could not score.
 */
export const scoreCandidates = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  state: CycleState,
  listen?: ScoreListener,
): string | null => {
  const { window } = state;
  const count = window.size;
  state.reserve(count);
  const { totals, scores } = state;
  totals.fill(0, 0, count);
  for (const { name, hooks, weight } of profile.score) {
    const outcome = hooks.score?.(pod, cluster, window, scores) ?? "skipped";
    if (outcome === "skipped") continue;
    if (typeof outcome === "object") return scoringError(name, outcome.error);
    let isInRange: boolean;
    if (outcome === "scored") isInRange = addScores(totals, scores, weight, count);
    else if (typeof outcome === "function") isInRange = addEach(totals, outcome, weight, window);
    else isInRange = isScore(outcome);
    invariant(isInRange, () => outOfRange(name));
    if (listen === undefined) continue;
    fillScores(outcome, window, scores);
    listen(name, weight, scores);
  }
  return null;
};

/** Puts the candidates with the highest total into state.tied; returns how many they are. */
export const gatherBest = (state: CycleState): number => {
  const { window, totals, tied } = state;
  let best = -Infinity;
  let tiedCount = 0;
  for (let k = 0; k < window.size; k++) {
    const total = totals[k] ?? 0;
    if (total < best) continue;
    if (total > best) tiedCount = 0;
    best = total;
    tied[tiedCount++] = window.at(k);
  }
  return tiedCount;
};

export const firstTied = ({ tied }: CycleState): NodeIx => tied[0] as NodeIx;
