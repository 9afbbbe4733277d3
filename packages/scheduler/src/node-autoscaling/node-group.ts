// Groups of machines that an autoscaler resizes, and how the autoscaler itself is set up.
import type { Distribution, Duration, Node, SimTime } from "@podsim/core";
import { HOUR, MINUTE, SECOND } from "@podsim/core/time";

/** The label by which nodes say which group they belong to. */
export const GROUP_LABEL = "podsim.dev/node-group";

/** From `fromUs` until `untilUs` no machine of the group can be had. */
export interface Shortage {
  readonly fromUs: SimTime;
  readonly untilUs: SimTime;
  /** Whether the provider says so at once; else machines are promised and never come. */
  readonly isTold: boolean;
}

export interface NodeGroup {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** A node of the group, but for its name. */
  readonly template: Node;
  /** Money per hour; 0 where nothing is said. */
  readonly pricePerHour: number;
  /** For the priority expander: the highest wins. */
  readonly priority: number;
  /** From the request until the node is Ready. */
  readonly provision: Distribution;
  readonly shortages: readonly Shortage[];
}

export type Expander = "random" | "least-waste" | "most-pods" | "price" | "priority";

export interface ClusterAutoscalerSettings {
  readonly groups: readonly NodeGroup[];
  /** Each narrows what the one before left; what is left of the last is drawn from. */
  readonly expanders: readonly Expander[];
  readonly scanIntervalUs: Duration;
  readonly maxNodeProvisionUs: Duration;
  /** All nodes of the cluster together; null = no bound. */
  readonly maxNodesTotal: number | null;
  readonly balancesSimilarGroups: boolean;
  readonly scalesDown: boolean;
  readonly utilizationThreshold: number;
  readonly unneededUs: Duration;
  readonly unreadyUs: Duration;
  readonly delayAfterAddUs: Duration;
  readonly delayAfterFailureUs: Duration;
  readonly skipsLocalStorage: boolean;
  readonly skipsSystemPods: boolean;
  readonly cordons: boolean;
}

export const DEFAULT_CLUSTER_AUTOSCALER: ClusterAutoscalerSettings = {
  groups: [],
  expanders: ["least-waste"],
  scanIntervalUs: 10 * SECOND,
  maxNodeProvisionUs: 15 * MINUTE,
  maxNodesTotal: null,
  balancesSimilarGroups: false,
  scalesDown: true,
  utilizationThreshold: 0.5,
  unneededUs: 10 * MINUTE,
  unreadyUs: 20 * MINUTE,
  delayAfterAddUs: 10 * MINUTE,
  delayAfterFailureUs: 3 * MINUTE,
  skipsLocalStorage: true,
  skipsSystemPods: true,
  cordons: true,
};

export const BACK_OFF = { firstUs: 5 * MINUTE, maxUs: 30 * MINUTE, resetUs: 3 * HOUR } as const;

const HOSTNAME_LABEL = "kubernetes.io/hostname";

/** The group's node of that name. */
export const nodeOf = (template: Node, name: string): Node => ({
  ...template,
  metadata: {
    ...template.metadata,
    name,
    labels: { ...template.metadata.labels, [HOSTNAME_LABEL]: name },
  },
});
