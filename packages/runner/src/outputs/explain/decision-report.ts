// A scheduling decision taken apart, as plain data: what `explain -o json` prints and what its tables are printed from.
import type { NodeIx } from "@podsim/core";
import { amountText, feasibleNodesToFind, nearestShortfall } from "@podsim/scheduler";
import type { ClusterView, Explanation, Lack, NotPlaced, PodView, Profile, Remedy } from "@podsim/scheduler";

export interface LackReport {
  readonly resource: string;
  /** "180m" */
  readonly short: string;
  /** cpu in thousandths, everything else in whole units; so are the next two. */
  readonly shortAmount: number;
  readonly free: number;
  readonly requested: number;
}

/** Rejected nodes with one verdict. */
export interface FilterReport {
  /** The first plugin that said no. */
  readonly plugin: string;
  /** Sorted. */
  readonly reasons: readonly string[];
  readonly code: string;
  /** Sorted. */
  readonly nodes: readonly string[];
  /** Of NodeResourcesFit: the node that lacks least, and what. */
  readonly nearest?: { readonly node: string; readonly lacks: readonly LackReport[] };
}

export interface NodeScore {
  readonly node: string;
  readonly total: number;
  /** In the order of the profile; a plugin that skipped is absent. */
  readonly plugins: readonly {
    readonly plugin: string;
    readonly weight: number;
    /** 0..100, normalised. */
    readonly score: number;
    readonly weighted: number;
  }[];
}

export interface DecisionReport {
  /** namespace/name */
  readonly pod: string;
  readonly node: string | null;
  /** Sorted. */
  readonly feasible: readonly string[];
  readonly filter: readonly FilterReport[];
  /** Plugin -> node -> score times weight. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What a plugin's score is multiplied by. */
  readonly weights: Readonly<Record<string, number>>;
  /** Feasible nodes with the highest total, sorted. */
  readonly ties: readonly string[];
  /** Of a pod that fits nowhere: what its FailedScheduling Event says. */
  readonly message?: string;
  /** Of a pod that fits nowhere: where room is made for it (null = nowhere), and who has to go, in order. */
  readonly preemption?: {
    readonly nominated: string | null;
    readonly victims: readonly string[];
    readonly message: string;
  };
  /** Who rejected the pod before any node was looked at, and why; its nodes are in `filter` without a plugin. */
  readonly refusedBy?: { readonly plugin: string; readonly reasons: readonly string[] };
  readonly nodeCount: number;
  /** Feasible nodes after which a try stops looking for more. */
  readonly enoughNodes: number;
  readonly schedulerName: string;
  readonly priority: number;
  readonly asks: Readonly<Record<string, string>>;
  /** Plugins whose filter let every node pass. */
  readonly passedEverywhere: readonly string[];
  readonly fixes?: readonly Remedy[];
}

const lackReport = ({ resource, short, free, requested }: Lack): LackReport => ({
  resource,
  short: amountText(resource, short),
  shortAmount: short,
  free,
  requested,
});

const asksOf = ({ requests }: PodView): Readonly<Record<string, string>> => {
  const { milliCpu, memoryBytes, ephemeralBytes, scalars } = requests;
  const amounts = { cpu: milliCpu, memory: memoryBytes, "ephemeral-storage": ephemeralBytes, ...scalars };
  return Object.fromEntries(
    Object.entries(amounts)
      .filter(([, amount]) => amount > 0)
      .map(([name, amount]) => [name, amountText(name, amount)]),
  );
};

/** Who rejected the pod, on some node or before any was looked at. */
export const rejectingPlugins = ({ filter, refusedBy }: DecisionReport): readonly string[] =>
  refusedBy === undefined ? filter.map(({ plugin }) => plugin) : [refusedBy.plugin];

/** Total, highest first; equal ones by name. */
export const scoresByNode = ({ feasible, scores, weights }: DecisionReport): readonly NodeScore[] =>
  feasible
    .map((node): NodeScore => {
      const plugins = Object.entries(scores).map(([plugin, byNode]) => {
        const weighted = byNode[node] ?? 0;
        const weight = weights[plugin] ?? 1;
        return { plugin, weight, score: weighted / weight, weighted };
      });
      return { node, total: plugins.reduce((sum, { weighted }) => sum + weighted, 0), plugins };
    })
    .sort((a, b) => b.total - a.total || (a.node < b.node ? -1 : 1));

const weightsOf = ({ score }: Profile): Readonly<Record<string, number>> =>
  Object.fromEntries(score.map(({ name, weight }) => [name, weight]));

const preemptionReport = (
  { message, nomination }: NotPlaced,
  nameOf: (node: NodeIx) => string,
): NonNullable<DecisionReport["preemption"]> => {
  if (nomination.kind !== "promise") {
    return { nominated: null, victims: [], message: /preemption: .*$/s.exec(message)?.[0] ?? "" };
  }
  const victims = nomination.victims.map(({ identity }) => `${identity.namespace}/${identity.name}`);
  return { nominated: nameOf(nomination.node), victims, message: "" };
};

/** Of a pod that nobody decides about. */
export const undecidedReport = (pod: PodView, message: string, cluster: ClusterView): DecisionReport => ({
  pod: pod.key,
  node: null,
  feasible: [],
  filter: [],
  scores: {},
  weights: {},
  ties: [],
  message,
  nodeCount: cluster.nodes.size,
  enoughNodes: 0,
  schedulerName: pod.spec.schedulerName,
  priority: pod.spec.priority,
  asks: asksOf(pod),
  passedEverywhere: [],
});

/** `fixes` absent = nobody asked for them. */
export const decisionReport = (
  pod: PodView,
  cluster: ClusterView,
  profile: Profile,
  { decision, feasible, rejected, isRefused, scores, ties, nominated }: Explanation,
  fixes?: readonly Remedy[],
): DecisionReport => {
  const nameOf = (node: NodeIx): string => cluster.nodes.at(node)?.name ?? "";
  const names = (nodes: readonly NodeIx[]): readonly string[] => nodes.map(nameOf).sort();
  const groups = rejected.map(({ plugin, verdict, nodes }): FilterReport => {
    const nearest = plugin === "NodeResourcesFit" ? nearestShortfall(pod, cluster, nodes, nominated) : null;
    return {
      plugin: isRefused ? "" : plugin,
      reasons: isRefused ? [] : [...verdict.reasons].sort(),
      code: verdict.code,
      nodes: names(nodes),
      ...(nearest === null ? {} : { nearest: { node: nameOf(nearest.node), lacks: nearest.lacks.map(lackReport) } }),
    };
  });
  const byPlugin = scores.map(
    ({ plugin, weight, scores: values }): readonly [string, Readonly<Record<string, number>>] => [
      plugin,
      Object.fromEntries(feasible.map((node, k) => [nameOf(node), weight * (values[k] ?? 0)])),
    ],
  );
  const [first] = rejected;
  const rejecting = new Set(groups.map(({ plugin }) => plugin));
  return {
    pod: pod.key,
    node: decision.kind === "placed" ? nameOf(decision.node) : null,
    feasible: names(feasible),
    filter: groups,
    scores: feasible.length === 0 ? {} : Object.fromEntries(byPlugin),
    weights: weightsOf(profile),
    ties: names(ties),
    ...(decision.kind === "placed" ? {} : { message: decision.message }),
    ...(decision.kind === "unschedulable" ? { preemption: preemptionReport(decision, nameOf) } : {}),
    ...(first === undefined || !isRefused
      ? {}
      : { refusedBy: { plugin: first.plugin, reasons: first.verdict.reasons } }),
    nodeCount: cluster.nodes.size,
    enoughNodes: feasibleNodesToFind(profile.percentageOfNodesToScore, cluster.nodes.size),
    schedulerName: profile.schedulerName,
    priority: pod.spec.priority,
    asks: asksOf(pod),
    passedEverywhere: isRefused
      ? []
      : profile.filter.map(({ name }) => name).filter((plugin) => !rejecting.has(plugin)),
    ...(fixes === undefined ? {} : { fixes }),
  };
};
