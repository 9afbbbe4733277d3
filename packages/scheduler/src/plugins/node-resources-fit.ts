// Keeps pods off nodes that have too little left for their requests, and prefers nodes by how full they would be.
import {
  accountedSpec,
  defaulted,
  enumeration,
  int32,
  listOf,
  nodeResources,
  optional,
  podRequests,
  qualifiedName,
  struct,
  text,
  texts,
} from "@podsim/core";
import type { NodeIx, NodeState, Path, PodRequests, PodSpec, PodState, Validity } from "@podsim/core";
import type { NodesView, ResourceView } from "../cluster/cluster-view.js";
import {
  ACTION,
  allocationScore,
  amountOf,
  assumedDemands,
  assumedRequests,
  ContentMemo,
  CPU_AND_MEMORY,
  FITS,
  leastAllocated,
  mostAllocated,
  perCluster,
  pluginArgs,
  requestedToCapacityRatio,
} from "../framework/plugin.js";
import type {
  AllocationScore,
  CountedResource,
  NodeFilter,
  NodeNumber,
  PodEvent,
  PodView,
  SchedulerPlugin,
  ShapePoint,
  Verdict,
} from "../framework/plugin.js";

export interface ScoringStrategy {
  readonly type: "LeastAllocated" | "MostAllocated" | "RequestedToCapacityRatio";
  readonly resources: readonly CountedResource[];
  /** Only with type RequestedToCapacityRatio. */
  readonly requestedToCapacityRatio?: { readonly shape: readonly ShapePoint[] };
}

export interface NodeResourcesFitArgs {
  /** Extended resources that are not looked at when filtering. */
  readonly ignoredResources: readonly string[];
  /** The same for all whose name begins so, up to the slash. */
  readonly ignoredResourceGroups: readonly string[];
  readonly scoringStrategy: ScoringStrategy;
}

const DEFAULTS: NodeResourcesFitArgs = {
  ignoredResources: [],
  ignoredResourceGroups: [],
  scoringStrategy: { type: "LeastAllocated", resources: CPU_AND_MEMORY },
};

const config = pluginArgs<NodeResourcesFitArgs>("NodeResourcesFitArgs", {
  ignoredResources: defaulted(texts, []),
  ignoredResourceGroups: defaulted(texts, []),
  scoringStrategy: defaulted(
    struct<ScoringStrategy>("ScoringStrategy", {
      type: defaulted(enumeration(["LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"]), "LeastAllocated"),
      resources: defaulted(
        listOf(struct<CountedResource>("ResourceSpec", { name: defaulted(text, ""), weight: defaulted(int32, 1) })),
        CPU_AND_MEMORY,
      ),
      requestedToCapacityRatio: optional(
        struct<NonNullable<ScoringStrategy["requestedToCapacityRatio"]>>("RequestedToCapacityRatioParam", {
          shape: defaulted(
            listOf(
              struct<ShapePoint>("UtilizationShapePoint", {
                utilization: defaulted(int32, 0),
                score: defaulted(int32, 0),
              }),
            ),
            [],
          ),
        }),
      ),
    }),
    {},
  ),
});

const checkResources = (resources: readonly CountedResource[], check: Validity, at: Path): void => {
  for (const [i, { name, weight }] of resources.entries()) {
    if (weight >= 1 && weight <= 100) continue;
    check.invalid([...at, i, "weight"], weight, `resource weight of ${name} not in valid range [1, 100]`, {
      fix: "write a whole number from 1 to 100",
    });
  }
};

const SHAPE_FIX = "write [{ utilization: 0, score: 0 }, { utilization: 100, score: 10 }]";

const checkShape = (shape: readonly ShapePoint[], check: Validity, at: Path): void => {
  if (shape.length === 0) check.required(at, "at least one point must be specified", { fix: SHAPE_FIX });
  for (const [i, { utilization, score }] of shape.entries()) {
    const before = shape[i - 1];
    if (utilization < 0 || utilization > 100) {
      check.invalid([...at, i, "utilization"], utilization, "not in valid range [0, 100]", { fix: SHAPE_FIX });
    } else if (before !== undefined && before.utilization >= utilization) {
      check.invalid([...at, i, "utilization"], utilization, "utilization values must be sorted in increasing order", {
        fix: SHAPE_FIX,
      });
    }
    if (score < 0 || score > 10)
      check.invalid([...at, i, "score"], score, "not in valid range [0, 10]", { fix: SHAPE_FIX });
  }
};

const checkArgs = (args: NodeResourcesFitArgs, check: Validity, at: Path): void => {
  for (const [i, name] of args.ignoredResources.entries()) {
    check.names([...at, "ignoredResources", i], name, qualifiedName(name));
  }
  for (const [i, name] of args.ignoredResourceGroups.entries()) {
    const path = [...at, "ignoredResourceGroups", i];
    if (name.includes("/"))
      check.invalid(path, name, "resource group name can't contain '/'", { fix: name.replace(/\/.*$/, "") });
    else check.names(path, name, qualifiedName(name));
  }
  const { type, resources, requestedToCapacityRatio: ratio } = args.scoringStrategy;
  const strategyAt = [...at, "scoringStrategy"];
  checkResources(resources, check, [...strategyAt, "resources"]);
  if (type !== "RequestedToCapacityRatio") return;
  checkShape(ratio?.shape ?? [], check, [...strategyAt, "requestedToCapacityRatio", "shape"]);
};

const strategyOf = ({ type, requestedToCapacityRatio: ratio }: ScoringStrategy): AllocationScore => {
  switch (type) {
    case "LeastAllocated":
      return leastAllocated;
    case "MostAllocated":
      return mostAllocated;
    case "RequestedToCapacityRatio":
      return requestedToCapacityRatio(ratio?.shape ?? []);
  }
};

// A rejection is a set of bits: that no pod's going away helps, "Too many pods", and one per lacking resource.
const UNRESOLVABLE = 1;
const TOO_MANY_PODS = 2;
const FIRST_RESOURCE = 4;
/** Resources beyond it share its bit; a pod with that many different ones has not been seen. */
const RESOURCES_MAX = 28;

/** One resource the pod requests, with its bit. */
interface Request {
  readonly name: string;
  readonly column: ResourceView;
  readonly amount: number;
  readonly bit: number;
}

type Ignores = (resource: string) => boolean;

const ignoring = ({ ignoredResources, ignoredResourceGroups }: NodeResourcesFitArgs): Ignores => {
  const names = new Set(ignoredResources);
  const groups = new Set(ignoredResourceGroups);
  return (name) =>
    name.includes("/") &&
    !name.includes("kubernetes.io/") &&
    (names.has(name) || groups.has(name.split("/", 1)[0] ?? ""));
};

/** The requests that can be lacking, in the order in which they are looked at. */
const requestsIn = (requests: PodRequests, nodes: NodesView, ignores: Ignores): readonly Request[] => {
  const amounts: readonly (readonly [string, number])[] = [
    ["cpu", requests.milliCpu],
    ["memory", requests.memoryBytes],
    ["ephemeral-storage", requests.ephemeralBytes],
    ...Object.entries(requests.scalars).filter(([name]) => !ignores(name)),
  ];
  return amounts
    .filter(([, amount]) => amount > 0)
    .map(([name, amount], i) => ({
      name,
      column: nodes.resource(name),
      amount,
      bit: FIRST_RESOURCE << Math.min(i, RESOURCES_MAX),
    }));
};

const verdictOf = (rejection: number, requests: readonly Request[]): Verdict => {
  const reasons = (rejection & TOO_MANY_PODS) === 0 ? [] : ["Too many pods"];
  for (const { name, bit } of requests) if ((rejection & bit) !== 0) reasons.push(`Insufficient ${name}`);
  return { code: (rejection & UNRESOLVABLE) === 0 ? "Unschedulable" : "UnschedulableAndUnresolvable", reasons };
};

const lacking = ({ column, amount, bit }: Request, node: NodeIx): number => {
  const allocatable = column.allocatable(node);
  if (amount <= allocatable - column.requested(node)) return 0;
  return amount > allocatable ? bit | UNRESOLVABLE : bit;
};

/** What pods of equal requests come to on a node: FITS or a rejection, and the score. */
interface Fit {
  readonly filter: NodeFilter;
  readonly scoreOn: NodeNumber;
}

const fitOf = (spec: PodSpec, nodes: NodesView, args: NodeResourcesFitArgs, ignores: Ignores): Fit => {
  const { scoringStrategy } = args;
  const requests = requestsIn(podRequests(spec), nodes, ignores);
  const strategy = strategyOf(scoringStrategy);
  const demands = assumedDemands(nodes, spec, scoringStrategy.resources);
  const rejectionOn: NodeNumber = (node) => {
    let rejection = nodes.podCount(node) + 1 > nodes.podsAllocatable(node) ? TOO_MANY_PODS : FITS;
    for (const request of requests) rejection |= lacking(request, node);
    return rejection;
  };
  return {
    filter: {
      kind: "nodes",
      narrow: (candidates) => {
        candidates.keep(rejectionOn);
      },
      verdictOf: (rejection) => verdictOf(rejection, requests),
    },
    scoreOn: (node) => allocationScore(strategy, demands, node),
  };
};

/** Kinds of pods, by what they request, that are kept in mind. */
const KEPT_MAX = 4_096;

const memoryOf = (nodes: NodesView, args: NodeResourcesFitArgs, ignores: Ignores): ContentMemo<PodSpec, Fit> =>
  new ContentMemo({
    keyOf: (spec) => JSON.stringify([podRequests(spec), assumedRequests(spec)]),
    compute: (spec) => fitOf(spec, nodes, args, ignores),
    keptMax: KEPT_MAX,
  });

/** Resources the pod requests more than nothing of. */
const namesIn = (requests: PodRequests): readonly string[] =>
  ["cpu", "memory", "ephemeral-storage", ...Object.keys(requests.scalars)].filter(
    (name) => amountOf(requests, name) > 0,
  );

/** Whether the node, as it is now and without its pods, has room for the pod, and more of something than before. */
const makesRoom = (
  { requests }: PodView,
  before: NodeState | null,
  after: NodeState | null,
  ignores: Ignores,
): boolean => {
  if (after === null) return false;
  const names = namesIn(requests);
  const now = nodeResources(after.object.status.allocatable);
  const fits = now.pods >= 1 && names.every((name) => ignores(name) || amountOf(requests, name) <= amountOf(now, name));
  if (!fits || before === null) return fits;
  const then = nodeResources(before.object.status.allocatable);
  return now.pods > then.pods || names.some((name) => amountOf(now, name) > amountOf(then, name));
};

const wasPlaced = ({ binding, status }: PodState): boolean => binding !== null || status.nominatedNodeName !== "";

/** Whether the pod itself asks for less, or one that is placed does of something this pod wants. */
const needsLess = (pod: PodView, { before, after }: PodEvent): boolean => {
  if (before === null || after === null) return false;
  if (after.identity.ix === pod.ix) return true;
  if (after.binding === null) return false;
  const [then, now] = [podRequests(accountedSpec(before)), podRequests(accountedSpec(after))];
  return namesIn(pod.requests).some((name) => amountOf(now, name) < amountOf(then, name));
};

export const nodeResourcesFit: SchedulerPlugin<NodeResourcesFitArgs> = {
  name: "NodeResourcesFit",
  points: ["preFilter", "filter", "preScore", "score"],
  config,
  defaults: DEFAULTS,
  check: checkArgs,
  build: (args) => {
    const ignores = ignoring(args);
    const memory = perCluster(({ nodes }) => memoryOf(nodes, args, ignores));
    return {
      filtersBy: "node",
      scoresBy: "node",
      isInterned: true,
      filter: ({ spec }, cluster) => memory(cluster).of(spec).filter,
      score: ({ spec }, cluster) => memory(cluster).of(spec).scoreOn,
      wakesOn: [
        {
          resource: "Node",
          actions: ACTION.add | ACTION.updateNodeAllocatable,
          hint: (pod, { before, after }) => makesRoom(pod, before, after, ignores),
        },
        {
          resource: "Pod",
          actions: ACTION.delete | ACTION.updatePodScaleDown,
          hint: (pod, event) =>
            event.action === ACTION.delete ? event.before !== null && wasPlaced(event.before) : needsLess(pod, event),
        },
      ],
    };
  },
};
