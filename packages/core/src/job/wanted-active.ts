// How many of a Job's pods are to be at work at once.
import type { JobSpec } from "../api/job.js";

/** `active`: so many are. A Job without a number of completions starts none after its first success. */
export const wantedActive = (
  { completions, parallelism }: Pick<JobSpec, "completions" | "parallelism">,
  active: number,
  succeeded: number,
): number => {
  if (completions === undefined) return succeeded > 0 ? active : parallelism;
  return Math.max(0, Math.min(parallelism, completions - succeeded));
};
