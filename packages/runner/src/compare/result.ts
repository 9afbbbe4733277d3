// What a comparison comes to: every section of it, and whether anything differs at all.
import type { Comparison } from "./comparison.js";
import type { Divergence } from "./divergence.js";
import type { EventChange } from "./event-change.js";
import type { PlacementChange } from "./placement-change.js";
import type { Side } from "./side.js";

export const SECTIONS = ["outcome", "placement", "events", "scenario"] as const;
export type Section = (typeof SECTIONS)[number];

/** The two seeds whose logs were read. */
export interface LookedAt {
  readonly seedA: number;
  readonly seedB: number;
  readonly divergence: Divergence | null;
  readonly placement: PlacementChange;
  /** null where nobody asked for it. */
  readonly events: readonly EventChange[] | null;
}

export interface DiffResult extends Comparison {
  readonly a: Side;
  readonly b: Side;
  /** null = the logs of all pairs have the same digest. */
  readonly lookedAt: LookedAt | null;
  /** Pairs of seeds whose logs differ. */
  readonly divergedPairs: number;
}

export interface Tally {
  readonly fixed: number;
  readonly broken: number;
  readonly changed: number;
  /** Metrics without a difference that could be shown. */
  readonly unchanged: number;
}

export const tallyOf = ({ thresholds, metrics }: Comparison): Tally => {
  const unchanged = metrics.filter(({ finding }) => finding === "no difference shown").length;
  return {
    fixed: thresholds.filter(({ finding }) => finding === "fixed").length,
    broken: thresholds.filter(({ finding }) => finding === "broken").length,
    changed: metrics.length - unchanged,
    unchanged,
  };
};

const isPlacementDifferent = ({ lookedAt }: DiffResult): boolean => (lookedAt?.placement.pods.length ?? 0) > 0;

/** Whether a section, or any of them, has something to show. */
export const isDifferent = (result: DiffResult, only: Section | null): boolean => {
  const bySection: Readonly<Record<Section, () => boolean>> = {
    outcome: () =>
      result.thresholds.some(({ finding }) => finding !== "no difference shown") ||
      result.metrics.some(({ finding }) => finding !== "no difference shown"),
    placement: () => isPlacementDifferent(result),
    events: () => (result.lookedAt?.events ?? []).some(({ a, b }) => a !== b),
    scenario: () => result.scenario.length > 0,
  };
  if (only !== null) return bySection[only]();
  return result.lookedAt?.divergence != null || SECTIONS.some((section) => bySection[section]());
};
