// Scores for the nodes that fit, added up by weight, and the choice of the best.
import { invariant } from "@podsim/core";
import type { NodeIx } from "@podsim/core";
import type { ClusterView } from "../cluster/cluster-view.js";
import type { CycleState } from "./cycle-state.js";
import type { PodView } from "./pod-view.js";
import type { Profile } from "./profile.js";
import { MAX_SCORE } from "./score-arithmetic.js";

/** Hears of each plugin's scores before they are added: scores[k] is the k-th candidate's, 0..100. */
export type ScoreListener = (plugin: string, weight: number, scores: Float64Array) => void;

/** Adds up the candidates' weighted scores in state.totals; the error's text if a plugin could not score. */
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
    if (outcome !== "scored") return `running PreScore plugin "${name}": ${outcome.error}`;
    for (let k = 0; k < count; k++) {
      const score = scores[k] ?? -1;
      invariant(score >= 0 && score <= MAX_SCORE, () => `plugin ${name} gave the score ${score}`);
      totals[k] = (totals[k] ?? 0) + weight * score;
    }
    listen?.(name, weight, scores);
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
