// How many feasible nodes are enough to choose from.
const ALL_UP_TO = 100;
const PERCENTAGE_MIN = 5;

/**
 * The number of feasible nodes after which the search stops, of `nodeCount` nodes to be looked at. `percentage`: of the
 * nodes, 0 = it falls from 50 by one per 125 nodes, down to 5.
 */
export const feasibleNodesToFind = (percentage: number, nodeCount: number): number => {
  if (nodeCount < ALL_UP_TO) return nodeCount;
  const share = percentage === 0 ? Math.max(PERCENTAGE_MIN, 50 - Math.floor(nodeCount / 125)) : percentage;
  return Math.max(ALL_UP_TO, Math.floor((nodeCount * share) / 100));
};
