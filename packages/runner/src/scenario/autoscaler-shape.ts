// spec.cluster.controllers.autoscaler: Cluster Autoscaler, under the names of its flags, and the groups it resizes.
import type { Distribution, Duration, Node } from "@podsim/core";
import { MINUTE, NEVER } from "@podsim/core/time";
import { DEFAULT_CLUSTER_AUTOSCALER, GROUP_LABEL } from "@podsim/scheduler";
import type { ClusterAutoscalerSettings, Expander, NodeGroup, Shortage } from "@podsim/scheduler";
import { distribution } from "../behaviors/distribution.js";
import type { Path } from "../input/located.js";
import { buildNodes } from "./node-group.js";
import { issueOfProblem } from "./object-issues.js";
import { PRICE_LABEL } from "./price-label.js";
import { checked, list, listOrOne, mapped } from "./schema/collections.js";
import { isMapping, optional, record, required, withDefault } from "./schema/record.js";
import type { Mapping } from "./schema/record.js";
import { Leaf } from "./schema/schema.js";
import type { Explanation, Issue, Schema } from "./schema/schema.js";
import { flag, integer, number, oneOf, text } from "./schema/scalars.js";
import { duration } from "./schema/times.js";

/** One group as it is written. */
export interface GroupDraft {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Nodes of it that are there from the start; null = as many as its minimum. */
  readonly count: number | null;
  readonly zone: string | null;
  readonly template: Mapping;
  readonly price: number;
  readonly priority: number;
  readonly provision: Distribution;
  readonly shortages: readonly Shortage[];
}

export interface AutoscalerDraft {
  readonly settings: Omit<ClusterAutoscalerSettings, "groups">;
  readonly groups: readonly GroupDraft[];
}

const NODES_MAX = 100_000;

/** The usual time until a machine of an autoscaling group is Ready: controllers 8.7. */
const USUAL_PROVISION: Distribution = { kind: "lognormal", p50: 2 * MINUTE, p99: 5 * MINUTE };

export const nodeTemplate: Schema<Mapping> = new Leaf("a Node", isMapping, (value) =>
  isMapping(value)
    ? { _tag: "Right", right: value }
    : {
        _tag: "Left",
        left: {
          code: "E104",
          message: "expected a Node without a name",
          why: "nodes of the group are made of it",
          fix: 'write { status: { allocatable: { cpu: "4", memory: 16Gi } } }',
        },
      },
);

interface ShortageDraft {
  readonly from: Duration;
  readonly until: Duration | null;
  readonly told: boolean;
}

export const shortage: Schema<Shortage> = mapped(
  record<ShortageDraft>("shortage", {
    from: withDefault(duration, 0),
    until: optional(duration),
    told: withDefault(flag, false),
  }),
  ({ from, until, told }) => ({ fromUs: from, untilUs: until ?? NEVER, isTold: told }),
);

const misordered = ({ min, max, count }: GroupDraft): Explanation | null =>
  min > max || (count ?? min) > max
    ? {
        code: "E108",
        message: "the group begins with more nodes than it may have",
        why: "an autoscaler never makes a group larger than its max",
        fix: "raise max",
      }
    : null;

const group: Schema<GroupDraft> = checked(
  record<GroupDraft>("group", {
    name: required(text, "general"),
    min: withDefault(integer({ min: 0, max: NODES_MAX, of: "a node" }), 0),
    max: required(integer({ min: 0, max: NODES_MAX, of: "a node" }), "10"),
    count: optional(integer({ min: 0, max: NODES_MAX, of: "a node" })),
    zone: optional(text),
    template: withDefault(nodeTemplate, {}),
    price: withDefault(number({ min: 0 }), 0),
    priority: withDefault(integer(), 0),
    provision: withDefault(distribution, USUAL_PROVISION),
    shortages: withDefault(list(shortage), []),
  }),
  misordered,
);

const EXPANDERS: readonly Expander[] = ["random", "least-waste", "most-pods", "price", "priority"];
const expander = oneOf<Expander>(EXPANDERS, "each picks the group to grow by another measure");

interface FlagsDraft {
  readonly groups: readonly GroupDraft[];
  readonly expander: readonly Expander[];
  readonly scanInterval: Duration;
  readonly maxNodeProvisionTime: Duration;
  readonly maxNodesTotal: number | null;
  readonly balanceSimilarNodeGroups: boolean;
  readonly scaleDownEnabled: boolean;
  readonly scaleDownUtilizationThreshold: number;
  readonly scaleDownUnneededTime: Duration;
  readonly scaleDownUnreadyTime: Duration;
  readonly scaleDownDelayAfterAdd: Duration;
  readonly scaleDownDelayAfterFailure: Duration;
  readonly skipNodesWithLocalStorage: boolean;
  readonly skipNodesWithSystemPods: boolean;
  readonly cordonNodeBeforeTerminating: boolean;
}

const USUAL = DEFAULT_CLUSTER_AUTOSCALER;

const flags = record<FlagsDraft>("autoscaler", {
  groups: required(list(group, 1), "[{ name: general, max: 10 }]"),
  expander: withDefault(
    listOrOne(expander, (value) => typeof value === "string"),
    USUAL.expanders,
  ),
  scanInterval: withDefault(duration, USUAL.scanIntervalUs),
  maxNodeProvisionTime: withDefault(duration, USUAL.maxNodeProvisionUs),
  maxNodesTotal: optional(integer({ min: 1, of: "a node" })),
  balanceSimilarNodeGroups: withDefault(flag, USUAL.balancesSimilarGroups),
  scaleDownEnabled: withDefault(flag, USUAL.scalesDown),
  scaleDownUtilizationThreshold: withDefault(number({ min: 0, max: 1 }), USUAL.utilizationThreshold),
  scaleDownUnneededTime: withDefault(duration, USUAL.unneededUs),
  scaleDownUnreadyTime: withDefault(duration, USUAL.unreadyUs),
  scaleDownDelayAfterAdd: withDefault(duration, USUAL.delayAfterAddUs),
  scaleDownDelayAfterFailure: withDefault(duration, USUAL.delayAfterFailureUs),
  skipNodesWithLocalStorage: withDefault(flag, USUAL.skipsLocalStorage),
  skipNodesWithSystemPods: withDefault(flag, USUAL.skipsSystemPods),
  cordonNodeBeforeTerminating: withDefault(flag, USUAL.cordons),
});

const noInterval = ({ scanInterval }: FlagsDraft): Explanation | null =>
  scanInterval > 0
    ? null
    : {
        code: "E108",
        message: "an autoscaler has to wait between two looks",
        why: "at 0s it would never come to an end",
        fix: "write scanInterval: 10s",
      };

export const autoscalerShape: Schema<AutoscalerDraft> = mapped(checked(flags, noInterval), (given) => ({
  groups: given.groups,
  settings: {
    expanders: given.expander,
    scanIntervalUs: given.scanInterval,
    maxNodeProvisionUs: given.maxNodeProvisionTime,
    maxNodesTotal: given.maxNodesTotal,
    balancesSimilarGroups: given.balanceSimilarNodeGroups,
    scalesDown: given.scaleDownEnabled,
    utilizationThreshold: given.scaleDownUtilizationThreshold,
    unneededUs: given.scaleDownUnneededTime,
    unreadyUs: given.scaleDownUnreadyTime,
    delayAfterAddUs: given.scaleDownDelayAfterAdd,
    delayAfterFailureUs: given.scaleDownDelayAfterFailure,
    skipsLocalStorage: given.skipNodesWithLocalStorage,
    skipsSystemPods: given.skipNodesWithSystemPods,
    cordons: given.cordonNodeBeforeTerminating,
  },
}));

const mappingAt = (value: Mapping, key: string): Mapping => (isMapping(value[key]) ? value[key] : {});

/** The template with the labels of its group. */
export const labelled = (template: Mapping, labels: Readonly<Record<string, string>>): Mapping => {
  const metadata = mappingAt(template, "metadata");
  return { ...template, metadata: { ...metadata, labels: { ...labels, ...mappingAt(metadata, "labels") } } };
};

export interface BuiltAutoscaler {
  readonly settings: ClusterAutoscalerSettings;
  /** Nodes that are there from the start. */
  readonly nodes: readonly Node[];
}

/** The autoscaler with its groups' Node objects made; faults of a template are reported where it is written. */
export const buildAutoscaler = (
  { settings, groups }: AutoscalerDraft,
  base: Path,
  report: (issue: Issue) => void,
): BuiltAutoscaler => {
  const nodes: Node[] = [];
  const built: NodeGroup[] = [];
  for (const [ix, draft] of groups.entries()) {
    const { name, min, max, priority, price, provision, shortages, zone } = draft;
    const count = draft.count ?? min;
    const priced = price === 0 ? {} : { [PRICE_LABEL]: String(price) };
    const template = labelled(draft.template, { [GROUP_LABEL]: name, ...priced, ...zoneLabel(zone) });
    const made = buildNodes({ name, count: Math.max(1, count), perZone: null, list: null, template });
    for (const problem of made.problems) report(issueOfProblem(problem, [...base, "groups", ix]));
    const [model] = made.nodes;
    if (model === undefined) continue;
    nodes.push(...made.nodes.slice(0, count));
    const named = { ...model, metadata: { ...model.metadata, name } };
    built.push({ name, min, max, template: named, pricePerHour: price, priority, provision, shortages });
  }
  return { settings: { ...settings, groups: built }, nodes };
};

export const zoneLabel = (zone: string | null): Readonly<Record<string, string>> =>
  zone === null ? {} : { "topology.kubernetes.io/zone": zone };
