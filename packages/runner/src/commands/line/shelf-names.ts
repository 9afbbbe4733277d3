// What `podsim list` can print.

export const SHELF_NAMES = [
  "events",
  "plugins",
  "controllers",
  "interventions",
  "metrics",
  "checks",
  "outputs",
  "reporters",
  "errors",
  "exit-codes",
  "scenarios",
  "runs",
] as const;

export type ShelfName = (typeof SHELF_NAMES)[number];
