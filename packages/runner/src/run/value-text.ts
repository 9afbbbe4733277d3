// Numbers as reports show them: shares with their interval, and no more digits than it takes.
import { formatDuration } from "@podsim/core";
import { SECOND } from "@podsim/core/time";
import type { Share } from "./verdict.js";

/** As few digits as do not change the answer. */
export const numberText = (value: number, isSame: (shown: number) => boolean = () => true): string => {
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  for (let more = digits; more < 12; more += 1) {
    const shown = Number(value.toFixed(more));
    if (isSame(shown)) return String(shown);
  }
  return String(value);
};

const percent = (share: number): string => String(Math.round(share * 100));

export const shareText = ({ passed, total, interval }: Share): string =>
  `${String(passed)}/${String(total)}${interval === null ? "" : ` (95% CI ${percent(interval[0])}–${percent(interval[1])}%)`}`;

/** "412k" */
export const compact = (n: number): string =>
  n >= 1_000_000 ? `${(n / 1_000_000).toFixed(1)}M` : n >= 10_000 ? `${String(Math.round(n / 1_000))}k` : String(n);

/** A value in its unit: seconds as a length of time, of pods or not; everything else as a number. */
export const quantityText = (value: number, unit: string): string => {
  if (unit === "pod-seconds") return quantityText(value, "seconds");
  if (unit !== "seconds") return numberText(value);
  return Math.abs(value) < 10 ? `${numberText(value)}s` : formatDuration(Math.round(value) * SECOND);
};
