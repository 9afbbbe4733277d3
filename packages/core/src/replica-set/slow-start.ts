// How a controller paces the creation of many pods: if the first is refused, the rest need not be tried.

/** At most so many creations, or deletions, in one sync. */
export const BURST_REPLICAS = 500;

/** How many to create at once after a batch of `previous` went through (0 = none yet), with `remaining` still to do. */
export const nextBatchSize = (previous: number, remaining: number): number =>
  Math.min(previous === 0 ? 1 : 2 * previous, remaining);
