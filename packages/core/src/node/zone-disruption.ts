// How the node controller judges a zone that loses nodes, and how fast it evicts from it.
import type { Labels } from "../api/meta.js";

export type ZoneState = "Normal" | "PartialDisruption" | "FullDisruption";

/** Nodes with this label do not count for the state of their zone. */
export const EXCLUDE_DISRUPTION_LABEL = "node.kubernetes.io/exclude-disruption";

const UNHEALTHY_ZONE_SHARE = 0.55;
const LARGE_ZONE_SIZE = 50;
/** Nodes tainted per second. */
const EVICTION_RATE = 0.1;
const SECONDARY_EVICTION_RATE = 0.01;

/** Nodes that name neither region nor zone are together in one, "". */
export const zoneKeyOf = (labels: Labels): string => {
  const region = labels["failure-domain.beta.kubernetes.io/region"] ?? labels["topology.kubernetes.io/region"] ?? "";
  const zone = labels["failure-domain.beta.kubernetes.io/zone"] ?? labels["topology.kubernetes.io/zone"] ?? "";
  return region === "" && zone === "" ? "" : `${region}:${zone}`;
};

/** The state of a zone with at least one node. */
export const zoneStateOf = (readyCount: number, notReadyCount: number): ZoneState => {
  if (readyCount === 0 && notReadyCount > 0) return "FullDisruption";
  const share = notReadyCount / (readyCount + notReadyCount);
  return notReadyCount > 2 && share >= UNHEALTHY_ZONE_SHARE ? "PartialDisruption" : "Normal";
};

/** How many nodes per second get their NoExecute taint; 0 = none. A zone's size includes its nodes that are not ready. */
export const evictionRateOf = (state: ZoneState, zoneSize: number): number => {
  if (state !== "PartialDisruption") return EVICTION_RATE;
  return zoneSize > LARGE_ZONE_SIZE ? SECONDARY_EVICTION_RATE : 0;
};
